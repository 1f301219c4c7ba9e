// What people see and hear when a request fails: in words, with what to do. Nothing is swapped, so
// nothing typed is lost; and where the eye goes when a form comes back with errors.
const notice = document.querySelector("[data-notice]");
const words = notice.dataset;
const SHORT_MS = 8000;
const LONGEST_WAIT = 60;
let timer;

function show(text, ...parts) {
  clearInterval(timer);
  const sentence = document.createElement("span");
  sentence.textContent = text;
  notice.replaceChildren(sentence, ...parts);
  if (!parts.length) timer = setTimeout(hide, SHORT_MS);
}
function hide() {
  clearInterval(timer);
  notice.replaceChildren();
}

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn--small";
  made.textContent = label;
  made.addEventListener("click", () => (hide(), act()));
  return made;
}

/** A button that waits as long as the server asked for. */
function laterButton(seconds, act) {
  const made = button(words.again, act);
  let left = Math.min(Math.max(0, Math.ceil(seconds)), LONGEST_WAIT);
  const tick = () => {
    made.disabled = left > 0;
    made.textContent = left > 0 ? `${words.again} (${left} s)` : words.again;
    if (left <= 0) clearInterval(timer);
    left -= 1;
  };
  tick();
  return [made, () => (timer = setInterval(tick, 1000))];
}

/** The same request once more, with what its form says by then. */
function again({ elt, verb, path, triggeringEvent }) {
  htmx.ajax(verb.toUpperCase(), path, { source: elt, event: triggeringEvent });
}

function signIn() {
  const link = document.createElement("a");
  link.className = "btn btn--small";
  link.href = `${words.signInUrl}?next=${encodeURIComponent(location.pathname + location.search)}`;
  link.textContent = words.signIn;
  return link;
}

/** The token of now; for nobody in particular, the page as it is now has one. */
async function newToken() {
  const address = document.querySelector("[data-device]")?.dataset.token;
  const answer = address && (await fetch(address, { cache: "no-store" }));
  const token = answer?.ok && (await answer.json()).token;
  if (token) return token;
  const page = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } });
  const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
  return JSON.parse(fresh.body.getAttribute("hx-headers"))["X-CSRFToken"];
}

/** The page was open while somebody signed in: send it again with the token of now. */
async function againWithNewToken(request) {
  let token;
  try {
    token = await newToken();
  } catch {
    // An error page has no token, and without a network there is no page.
    return show(navigator.onLine ? words.failed : words.offline, button(words.again, () => againWithNewToken(request)));
  }
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = token;
  again(request);
}

function refused({ xhr, requestConfig: request }) {
  const reload = button(words.reload, () => location.reload());
  if (xhr.status === 401) return show(words.signedOut, signIn());
  if (xhr.status === 403 && xhr.getResponseHeader("X-Refused") === "token") {
    return show(words.stale, button(words.again, () => againWithNewToken(request)));
  }
  if (xhr.status === 403) return show(words.forbidden, reload);
  if (xhr.status === 404 || xhr.status === 410) return show(words.gone, reload);
  if (xhr.status === 409) return show(words.conflict, reload);
  const seconds = Number(xhr.getResponseHeader("Retry-After")) || 0;
  const [later, begin] = laterButton(seconds, () => again(request));
  const said = { 429: words.often, 503: words.busy }[xhr.status] ?? words.failed;
  show(said, later);
  begin();
}

/** Only what somebody asked for is explained: what a page fetches by itself fails in silence. */
const asked = ({ requestConfig }) => requestConfig?.triggeringEvent?.isTrusted ?? false;

document.addEventListener("htmx:responseError", ({ detail }) => asked(detail) && refused(detail));
document.addEventListener("htmx:sendError", ({ detail }) => {
  if (asked(detail)) show(navigator.onLine ? words.failed : words.offline, button(words.again, () => again(detail.requestConfig)));
});
document.addEventListener("htmx:timeout", ({ detail }) => {
  if (asked(detail)) show(words.slow, button(words.again, () => again(detail.requestConfig)));
});
document.addEventListener("htmx:beforeSwap", ({ detail }) => detail.requestConfig.triggeringEvent && hide());
addEventListener("offline", () => show(words.offline));
addEventListener("online", () => {
  hide();
  document.dispatchEvent(new CustomEvent("say", { detail: words.online }));
});

const focusErrors = (within) => {
  const errors = within.querySelector("[data-form-errors]");
  for (const field of errors ? within.querySelectorAll("[aria-invalid=true]") : []) {
    for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  }
  errors?.focus();
};
document.addEventListener("htmx:afterSettle", ({ target }) => focusErrors(target));
focusErrors(document);

// One polite voice for all modules: document.dispatchEvent(new CustomEvent("say", { detail: text })).
const announcer = document.querySelector("#announcer");
const GAP_MS = 150;
let toSay = [];
let gap;

/** After a gap, so that the same words twice are heard twice, and what comes together is one sentence. */
function say(text) {
  const said = String(text ?? "").replace(/\s+/g, " ").trim();
  if (!announcer || !said || toSay.includes(said)) return;
  toSay.push(said);
  announcer.textContent = "";
  clearTimeout(gap);
  gap = setTimeout(() => {
    announcer.textContent = toSay.join(" ");
    toSay = [];
  }, GAP_MS);
}

document.addEventListener("say", ({ detail }) => say(detail));
// What the server says of the form before: it was there when the page opened, so nobody was told yet.
say(document.querySelector("#messages")?.textContent);
