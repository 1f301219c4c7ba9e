// Near you: list and map in step, what is heard when results come, and where the focus goes then.
const feed = document.getElementById("feed");
const AREA = "[data-areas] svg a";

// What moves the map is fetched once the map is in sight, which it never is beside a list on a phone.
const sight = new IntersectionObserver((entries) => {
  if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
  sight.disconnect();
  import(feed.dataset.areasScript);
});
const watch = () => feed.querySelectorAll("[data-areas]").forEach((map) => sight.observe(map));
watch();

const say = (text) => document.dispatchEvent(new CustomEvent("say", { detail: text }));
const cellOf = (area) => area?.querySelector("[data-cell]")?.dataset.cell;

/** Marks the area of a card, else those it is drawn in, and the cards of an area. */
function mark({ card = "", area = "" }) {
  for (const map of feed.querySelectorAll(".area-map, .areas__map")) {
    const drawn = [...map.querySelectorAll(".cell[data-cell]")];
    const own = drawn.filter(({ dataset }) => dataset.cell === card);
    const around = drawn.filter(({ dataset }) => card.startsWith(dataset.cell));
    for (const each of drawn) each.classList.toggle("cell--pointed", (own.length ? own : around).includes(each));
  }
  for (const each of feed.querySelectorAll("li[data-cell]")) {
    each.classList.toggle("is-there", Boolean(area) && each.dataset.cell.startsWith(area));
  }
}

function follow({ target }) {
  mark({ card: target.closest("li[data-cell]")?.dataset.cell, area: cellOf(target.closest(AREA)) });
}
feed.addEventListener("pointerover", follow);
feed.addEventListener("focusin", follow);
feed.addEventListener("pointerleave", () => mark({}));

// Choosing an area goes to its first card; where none of its cards is in the list, the link looks from there.
feed.addEventListener("click", (event) => {
  const link = event.target.closest(AREA);
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const cards = feed.querySelectorAll(`li[data-cell="${cellOf(link)}"]`);
  if (!cards.length) return;
  event.preventDefault();
  cards[0].querySelector(".card__link").focus({ preventScroll: true });
  cards[0].scrollIntoView({ block: "center" });
  mark({ card: cellOf(link), area: cellOf(link) });
  say(link.getAttribute("aria-label"));
});

document.querySelector("[data-filters]").addEventListener("submit", ({ target }) => {
  const folded = target.querySelector("details[open]");
  if (!folded) return;
  folded.open = false;
  feed.querySelector("[data-found]").focus();
});

document.addEventListener("htmx:load", ({ target }) => {
  watch();
  if (target === document.body || !feed.contains(target)) return;
  const told = target.matches("[data-said]") ? target : target.querySelector("[data-said]");
  if (!told) return;
  say(told.dataset.said);
  if ("came" in told.dataset) told.querySelector(".card__link")?.focus();
  else if (document.activeElement === document.body) feed.querySelector("[data-found]").focus({ preventScroll: true });
});
