// On every page: the service worker, the words for a page that comes from the device, and forms that may
// wait for a connection. What does the work is loaded where it is needed (outbox.js).
const device = document.querySelector("[data-device]");
const said = device.dataset;
const part = (name) => device.querySelector(`[data-device-${name}]`);
const seen = document.documentElement.dataset.seen;
const waits = (form) => form?.matches?.("form[data-offline]");
const ACCOUNT = "device:account";
const WAITING = "device:waiting";
const LANGUAGE = "device:language";
const FORMS = "device:forms";
let loading;

// A page that was made for nobody in particular belongs to whom the last page belonged to.
if ("account" in said) localStorage.setItem(ACCOUNT, said.account);

const outbox = () => (loading ??= import(said.outbox).then((module) => module.begin(device)));
const keep = (form, submitter, attempted) => outbox().then((box) => box.keep(form, submitter, attempted));

// Whose page a form was written in goes along, for the worker that may have to keep it (sw-forms.js).
document.addEventListener("formdata", ({ target, formData }) => {
  if (waits(target) && said.account) formData.set("device_account", said.account);
});

function show(name, text) {
  const line = part(name);
  if (text) line.querySelector("[data-text]").textContent = text;
  line.hidden = false;
}

/** A form out of an old page may have been used since: what is written in it now is something new. */
function renew(form) {
  const { id } = form.elements;
  if (!id) return;
  const fresh = crypto.randomUUID();
  form.dispatchEvent(new CustomEvent("album:turn", { bubbles: true, detail: { from: id.value, to: fresh } }));
  id.value = fresh;
}

if (seen) {
  const when = new Date(Number(seen));
  const isToday = when.toDateString() === new Date().toDateString();
  const day = isToday ? {} : { day: "numeric", month: "long" };
  const form = { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  show("seen", said.seen.replace("%s", new Intl.DateTimeFormat(said.locale, form).format(when)));
  document.querySelectorAll("form[data-offline]").forEach(renew);
  // What was said when it was seen was said once.
  document.querySelector("#messages")?.replaceChildren();
}

// On the window, after whatever else looks at a form; htmx says itself when it could not send one.
addEventListener("submit", (event) => {
  const form = event.target;
  if (!waits(form) || event.defaultPrevented || navigator.onLine || form.matches("[hx-post]")) return;
  event.preventDefault();
  keep(form, event.submitter, false);
});
for (const failure of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(
    failure,
    (event) => {
      const isForm = waits(event.target);
      // A page out of the cache says already that there is no network.
      if (isForm || (seen && event.detail.requestConfig.verb === "get")) event.stopImmediatePropagation();
      if (!isForm) return;
      keep(event.target, event.detail.requestConfig.triggeringEvent?.submitter, true);
    },
    true,
  );
}
// One that was taken up again from what waits goes back there, whatever else would send it.
document.addEventListener(
  "submit",
  (event) => {
    if (!event.target.dataset.outboxKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keep(event.target, event.submitter, false);
  },
  true,
);

async function forget() {
  for (const name of [ACCOUNT, WAITING]) localStorage.removeItem(name);
  document.dispatchEvent(new CustomEvent("device:left"));
  const pages = (await caches.keys()).filter((name) => name.startsWith("pages-"));
  await Promise.all(pages.map((name) => caches.delete(name)));
  await new Promise((done) => {
    const request = indexedDB.deleteDatabase("foodcoord");
    request.onsuccess = request.onerror = request.onblocked = done;
  });
}
/** The server is told first: where it cannot be, nobody is signed out and nothing is lost. */
async function signOut(form) {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
  // It did not sign anybody out: it says why on a page of its own.
  if (answer.type !== "opaqueredirect") return form.submit();
  // Where a browser forbids us its storage, there is nothing to forget.
  await forget().catch(() => undefined);
  const next = new URL(form.elements.next?.value || "/", location.origin);
  location.assign(next.origin === location.origin ? next : "/");
}
let leaving = false;
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-sign-out]") || !self.caches) return;
  event.preventDefault();
  if (leaving || (Number(localStorage.getItem(WAITING)) && !confirm(said.signOut))) return;
  leaving = true;
  event.submitter?.classList.add("htmx-request");
  await signOut(form).catch(() => show("needs", said.needs));
  event.submitter?.classList.remove("htmx-request");
  leaving = false;
});

function offer(registration) {
  if (!registration.waiting || !navigator.serviceWorker.controller) return;
  show("new");
  part("new").querySelector("button").onclick = () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    registration.waiting.postMessage({ type: "take-over" });
  };
}
async function register() {
  const registration = await navigator.serviceWorker.register(said.worker);
  offer(registration);
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", () => offer(registration));
  });
  const { lang } = document.documentElement;
  const spoken = localStorage.getItem(LANGUAGE);
  if (spoken && spoken !== lang) registration.active?.postMessage({ type: "words" });
  if (!seen) localStorage.setItem(LANGUAGE, lang);
  // Whoever looks at an agreed exchange will want to say that it was handed over, perhaps from a field.
  const next = [...document.querySelectorAll("main a[href$='/hand-over/']")].slice(0, 3);
  const urls = next.map((link) => link.href);
  if (urls.length && !seen) registration.active?.postMessage({ type: "keep", urls });
  // The forms for new posts are there without a network, too, when nobody has opened them yet.
  if (!registration.active || !said.account || sessionStorage.getItem(FORMS) === said.account) return;
  registration.active.postMessage({ type: "pin" });
  sessionStorage.setItem(FORMS, said.account);
}

const needed = document.querySelector("form[data-offline], [data-outbox-list]") || localStorage.getItem(WAITING);
const idle = self.requestIdleCallback ?? setTimeout;
if (needed) outbox().catch(() => undefined);
if (navigator.serviceWorker) {
  const begin = () => idle(() => register().catch(() => undefined));
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin);
}
