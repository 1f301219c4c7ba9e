// One stream a tab tells that something is new. Whoever wants to hear says so by a "hear" event with
// { url, names, look }; the last one counts. A page in the background lets go of it.
let source;
let asked;

function begin() {
  if (!asked || source || document.visibilityState !== "visible") return;
  source = new EventSource(asked.url, { withCredentials: true });
  for (const name of asked.names) source.addEventListener(name, asked.look);
}
function end() {
  source?.close();
  source = undefined;
}

function hear(stream) {
  end();
  asked = stream;
  begin();
}

document.addEventListener("hear", ({ detail }) => hear(detail));
document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? begin() : end()));
addEventListener("pagehide", end);
addEventListener("pageshow", ({ persisted }) => persisted && begin());

// What concerns the person on any page: the counters beside the menus. Conversations have a stream of their own.
const url = document.querySelector("[data-notice]")?.dataset.live;
if (url && window.EventSource && !document.querySelector("[data-talk], [data-talks]")) {
  const names = ["notifications", "unread", "resync"];
  hear({ url, names, look: () => htmx.trigger(document.body, "counters") });
}
