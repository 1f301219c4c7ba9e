// What a swap leaves behind: the focus in a sensible place, a list that says how long it is, and a
// target that says it is busy meanwhile.
const words = document.querySelector("[data-notice]").dataset;
const LISTS = "#feed, #results";
const ITEMS = ".cards > li, .rows > li, .told";
const HEADINGS = "h1, h2, h3, [data-first]";
// A part of a page that says itself what came, and where one goes on from there.
const SAID = '[data-said]:not([data-said=""])';
const nowhere = () => !document.activeElement || document.activeElement === document.body;
const memories = new WeakMap();

const say = (text) => document.dispatchEvent(new CustomEvent("say", { detail: text }));
/** One of two translated sentences, by the plural rules of the page's language, with its number in it. */
function counted(number, one, other) {
  const plural = new Intl.PluralRules(document.documentElement.lang).select(number);
  return (plural === "one" ? one : other).replace(/\d+/, new Intl.NumberFormat(document.documentElement.lang).format(number));
}

function focus(element) {
  if (!element.matches("a[href], button, input, select, textarea, summary, [tabindex]")) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

document.addEventListener("htmx:beforeRequest", ({ detail }) => detail.target?.setAttribute("aria-busy", "true"));
document.addEventListener("htmx:afterRequest", ({ detail }) => detail.target?.removeAttribute("aria-busy"));

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!detail.shouldSwap) return;
  const { target, xhr } = detail;
  const isMore = target.id === "more";
  memories.set(xhr, {
    isMore,
    hadFocus: target.contains(document.activeElement),
    before: isMore ? target.previousElementSibling : null,
    within: target.parentElement,
  });
});

/** The list has grown: on to the first that is new. */
function goOn({ before, within }) {
  const added = before ? before.nextElementSibling : within.firstElementChild;
  if (added?.matches(SAID)) return;
  const items = added ? [...(added.matches(ITEMS) ? [added] : added.querySelectorAll(ITEMS))] : [];
  if (!items.length) return;
  focus(items[0].querySelector("a[href], button") ?? items[0]);
  say(counted(items.length, words.moreOne, words.moreOther));
}

function tellCount(list) {
  const shown = list.querySelectorAll(ITEMS).length;
  if (!shown) return list.querySelector(".empty") && say(words.none);
  say(counted(shown, words.shownOne, words.shownOther) + (list.querySelector("#more") ? ` ${words.andMore}` : ""));
}

document.addEventListener("htmx:afterSettle", ({ detail, target }) => {
  const memory = memories.get(detail.xhr);
  if (!memory) return;
  memories.delete(detail.xhr);
  if (memory.isMore) return goOn(memory);
  const place = target.isConnected ? target : memory.within;
  if (place.querySelector(SAID)) return;
  if (place.matches(LISTS) && !document.querySelector("#results-summary")) tellCount(place);
  if (memory.hadFocus && nowhere()) focus(place.querySelector(HEADINGS) ?? place);
});

// Counters beside the menus look again after each write that has worked.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful && detail.requestConfig.verb !== "get") htmx.trigger(document.body, "counters");
});

// Where nothing came there is nothing to wait for: what stood there before is enough.
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, ({ detail }) => detail.target.querySelector(":scope > .skeleton")?.remove());
}
