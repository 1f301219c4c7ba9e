// The one polite voice of a page: document.dispatchEvent(new CustomEvent("say", { detail: text })).
const announcer = document.querySelector("#announcer");
const GAP_MS = 150;
let waiting = [];
let timer;

/** After a gap, so that the same words twice are heard twice, and what comes together is one sentence. */
function say(text) {
  const said = String(text ?? "").replace(/\s+/g, " ").trim();
  if (!announcer || !said || waiting.includes(said)) return;
  waiting.push(said);
  announcer.textContent = "";
  clearTimeout(timer);
  timer = setTimeout(() => {
    announcer.textContent = waiting.join(" ");
    waiting = [];
  }, GAP_MS);
}

document.addEventListener("say", ({ detail }) => say(detail));
// What the server says of the form before: it was there when the page opened, so nobody was told yet.
say(document.querySelector("#messages")?.textContent);
