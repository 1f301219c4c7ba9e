// Back to a list is back to where one was in it: how often it was made longer, and how far down. Kept
// are two numbers for an address, in this tab; never what the page said.
const PREFIX = "at:";
const MOST_TURNS = 5;
const POPPED = "popped";
let here = location.pathname + location.search;
let turns = 0;
let leaving = false;

function remember() {
  if (!leaving) sessionStorage.setItem(PREFIX + here, JSON.stringify({ turns, y: Math.round(scrollY) }));
}
const isMore = (target) => target?.id === "more";

/** Tap "more" as often as before, then go down to the same place. */
async function goBack({ turns: wanted, y }) {
  for (let turn = 0; turn < Math.min(wanted, MOST_TURNS); turn += 1) {
    const more = document.querySelector("#more a[hx-get]");
    if (!more) break;
    await htmx.ajax("GET", more.getAttribute("hx-get"), { source: more, target: "#more", swap: "outerHTML" });
    turns += 1;
  }
  scrollTo({ top: y, behavior: "instant" });
}

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (isMore(detail.requestConfig.elt.closest?.("#more") ?? detail.target) && detail.requestConfig.triggeringEvent) turns += 1;
});
document.addEventListener("htmx:beforeHistorySave", remember);
document.addEventListener("htmx:pushedIntoHistory", () => {
  here = location.pathname + location.search;
  turns = 0;
});
// htmx asks for a page anew when one goes back to an address it has pushed: the page that goes is not
// the page that the address names.
addEventListener("popstate", ({ state }) => {
  if (!state?.htmx) return;
  remember();
  leaving = true;
  sessionStorage.setItem(POPPED, "yes");
});
addEventListener("pagehide", remember);
// Who signs out leaves nothing behind: kept.js has cleared all of it by then.
addEventListener("submit", ({ target }) => {
  if (target.getAttribute("action") === document.querySelector("[data-notice]").dataset.signOutUrl) leaving = true;
});

const [navigation] = performance.getEntriesByType("navigation");
const popped = sessionStorage.getItem(POPPED);
sessionStorage.removeItem(POPPED);
if (navigation?.type === "back_forward" || popped) {
  const kept = JSON.parse(sessionStorage.getItem(PREFIX + here) ?? "null");
  if (kept?.turns) addEventListener("load", () => goBack(kept));
  else if (kept && popped) addEventListener("load", () => scrollTo({ top: kept.y, behavior: "instant" }));
}
