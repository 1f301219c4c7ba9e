// One EventSource a tab says that something is new; htmx fetches it. Where there is none, or it fails, the
// page looks by itself. What is half written survives a reload; what is said without a connection waits in
// the outbox (outbox.js).
const POLL_MS = 10000;
const DRAFT = "draft:";
const talk = () => document.querySelector("[data-talk]");
const list = () => document.querySelector("[data-talks]");
const messages = () => document.querySelector("#talk-messages");
const reader = () => document.querySelector("[data-notice]").dataset.reader;
const draftKey = (form) => DRAFT + form.closest("[data-talk]").dataset.talk;
const isWrite = (element) => element?.matches?.("[data-talk-write]");
let source, poll, heard;

function say(text) {
  const status = document.querySelector("[data-talk-status]");
  if (status) status.textContent = text;
}
const look = () => navigator.onLine && htmx.trigger(messages() ?? list(), "look");
const newest = () => document.querySelector("[data-after]")?.dataset.after ?? "";

function pollInstead() {
  poll ??= setInterval(() => document.visibilityState === "visible" && look(), POLL_MS);
}
function stopPolling() {
  clearInterval(poll);
  poll = undefined;
}

function listen() {
  const place = talk() ?? list();
  if (source || !place?.dataset.live) return;
  if (!window.EventSource) return pollInstead();
  const after = talk() ? `?after=${newest()}` : "";
  source = new EventSource(place.dataset.live + after, { withCredentials: true });
  const names = ["message", "read", "changed", "unread", "resync"];
  for (const name of names) source.addEventListener(name, look);
  source.addEventListener("open", stopPolling);
  source.addEventListener("error", pollInstead);
}

/** Tell the other side, once the newest message is on a screen that somebody looks at. */
function tellSeen() {
  const form = document.querySelector("[data-talk-read]");
  if (form && document.visibilityState === "visible") htmx.trigger(form, "seen");
}

function announce() {
  const last = newest();
  if (heard !== undefined && last !== heard) {
    const bubble = document.querySelector(`[data-message="${last}"]:not(.bubble--mine) [data-words]`);
    if (bubble) say(`${talk().dataset.new} ${bubble.textContent}`);
  }
  heard = last;
}

function restore() {
  const form = document.querySelector("[data-talk-write]");
  if (!form || form.elements.text.value) return;
  const kept = JSON.parse(sessionStorage.getItem(draftKey(form)) ?? "null");
  if (!kept) return;
  if (kept.who !== reader()) return sessionStorage.removeItem(draftKey(form));
  form.elements.text.value = kept.text;
  form.elements.id.value = kept.id;
}

function begin() {
  if (!talk() && !list()) return;
  listen();
  restore();
  announce();
  tellSeen();
}

document.addEventListener("input", ({ target }) => {
  const form = target.form;
  if (!isWrite(form)) return;
  const kept = { who: reader(), text: target.value, id: form.elements.id.value };
  if (kept.text) sessionStorage.setItem(draftKey(form), JSON.stringify(kept));
  else sessionStorage.removeItem(draftKey(form));
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !isWrite(event.target.form)) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const form = detail.requestConfig.elt;
  if (!isWrite(form) || detail.xhr.status !== 200) return;
  sessionStorage.removeItem(draftKey(form));
  say(talk().dataset.sent);
});
document.addEventListener("outbox:kept", ({ target }) => {
  if (isWrite(target)) sessionStorage.removeItem(draftKey(target));
  if (talk()) say(talk().dataset.waiting);
});
const lookAgain = () => (talk() || list()) && look();
addEventListener("online", lookAgain);
document.addEventListener("outbox:sent", lookAgain);
document.addEventListener("visibilitychange", tellSeen);
document.addEventListener("htmx:afterSettle", begin);
addEventListener("pagehide", () => {
  source?.close();
  source = undefined;
});
addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  listen();
  lookAgain();
});
begin();
