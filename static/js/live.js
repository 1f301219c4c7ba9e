// One stream a tab tells that something is new for the person: the counters beside the menus look again. A page in
// the background lets go of it. Conversations have a stream of their own (conversation.js).
const { live } = document.querySelector("[data-notice]").dataset;
const isHeard = live && window.EventSource && !document.querySelector("[data-talk], [data-talks]");
const NAMES = ["notifications", "unread", "resync"];
let source;

function begin() {
  if (!isHeard || source || document.visibilityState !== "visible") return;
  source = new EventSource(live, { withCredentials: true });
  for (const name of NAMES) source.addEventListener(name, () => htmx.trigger(document.body, "counters"));
}
function end() {
  source?.close();
  source = undefined;
}

document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? begin() : end()));
addEventListener("pagehide", end);
addEventListener("pageshow", ({ persisted }) => persisted && begin());
begin();
