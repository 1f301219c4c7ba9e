// What was typed is not lost: not by signing in again, not by an error page, not by a phone that ran
// dry of signal. Kept for its address in this tab until it has arrived; never passwords and files.
//
// A form that is sent is kept as "sent". A page where the way stops (sign-in, an error) makes that
// "waiting", and the form, once it is shown again, gets it back. Any other page means that it arrived.
// Long forms ([data-keep]) are kept while they are typed in, as "draft".
const PREFIX = "kept:";
const OWN = ["csrfmiddlewaretoken", "next"];
const main = document.querySelector("main");
const notice = document.querySelector("[data-notice]");
const who = notice?.dataset.reader ?? "";
const stops = Boolean(document.querySelector("[data-stopped], .page--entrance"));

const forms = () => (stops ? [] : [...document.querySelectorAll("main form")].filter((form) => form.method === "post" && !form.matches("[data-talk-write], [data-forget]")));
const nameOf = (form) => `${PREFIX}${location.pathname}${location.search}#${forms().indexOf(form)}`;
const controls = (form) => [...form.elements].filter(({ name, type, autocomplete }) => name && !OWN.includes(name) && autocomplete !== "one-time-code" && !["password", "file", "submit", "button", "fieldset"].includes(type));
const typed = (form) => controls(form).some(({ type }) => type !== "hidden");
const entries = () => Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX)).map((key) => [key, JSON.parse(sessionStorage.getItem(key))]);

function keep(form, state) {
  if (!typed(form)) return;
  const ticks = ({ type, checked }) => !["checkbox", "radio"].includes(type) || checked;
  const values = (control) => (control.type === "select-multiple" ? [...control.selectedOptions].map(({ value }) => value) : [control.value]);
  const fields = controls(form).filter(ticks).flatMap((control) => values(control).map((value) => [control.name, value]));
  const files = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files].map(({ name }) => name));
  sessionStorage.setItem(nameOf(form), JSON.stringify({ who, state, fields, files }));
}
const forget = (form) => sessionStorage.removeItem(nameOf(form));

function fill(form, fields) {
  const left = new Map();
  for (const [name, value] of fields) left.set(name, [...(left.get(name) ?? []), value]);
  for (const control of controls(form)) {
    const values = left.get(control.name) ?? [];
    if (["checkbox", "radio"].includes(control.type)) control.checked = values.includes(control.value);
    else if (control.type === "select-multiple") for (const option of control.options) option.selected = values.includes(option.value);
    else if (values.length) control.value = values.shift();
    const { checked, defaultChecked, value, defaultValue } = control;
    if (checked !== defaultChecked || (defaultValue !== undefined && value !== defaultValue)) {
      for (let fold = control.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    }
  }
}

/** Photos lie in the album that bears the form's id: its picker goes along to another, here and for pwa.js and outbox-reopen.js. */
document.addEventListener("album:turn", ({ target: form, detail: { from, to } }) => {
  if (!from) return;
  for (const element of form.querySelectorAll("[data-photos], [data-photos] *")) {
    for (const attribute of element.attributes) if (attribute.value.includes(from)) attribute.value = attribute.value.replaceAll(from, to);
  }
});
function turnAlbum(form, from, to) {
  form.dispatchEvent(new CustomEvent("album:turn", { bubbles: true, detail: { from, to } }));
  addEventListener("load", () => form.querySelector("#photos")?.dispatchEvent(new Event("photos:changed")));
}

/** Say it where it is, with a way to begin afresh. */
function tell(form, files, isBack = true) {
  const words = notice.dataset;
  const line = document.createElement("p");
  const afresh = document.createElement("button");
  line.className = "alert alert--info kept";
  line.setAttribute("role", "status");
  const said = document.createElement("span");
  const again = files.length ? `${words.keptFiles} ${files.join(", ")}.` : "";
  said.textContent = isBack ? `${words.kept} ${again}` : again;
  afresh.type = "button";
  afresh.className = "btn btn--plain btn--small";
  afresh.textContent = words.afresh;
  afresh.addEventListener("click", () => {
    forget(form);
    location.replace(location.href); // a reset would leave what hidden fields hold
  });
  line.append(said, afresh);
  form.prepend(line);
}

function open() {
  for (const [key, kept] of entries()) {
    const form = forms().find((one) => nameOf(one) === key);
    const again = form?.querySelector("[data-form-errors]") || main.querySelector("[data-form-errors]");
    const isTheirs = !kept.who || kept.who === who;
    if (!isTheirs && who) sessionStorage.removeItem(key);
    else if (stops && kept.state === "sent") sessionStorage.setItem(key, JSON.stringify({ ...kept, state: "waiting" }));
    else if (form && again && kept.files.length) tell(form, kept.files, false);
    else if (form && isTheirs && !again && kept.state !== "sent") {
      const now = form.elements.id?.value;
      fill(form, kept.fields);
      if (now && now !== form.elements.id.value) turnAlbum(form, now, form.elements.id.value);
      tell(form, kept.files);
    } else if (!stops && kept.state === "sent") sessionStorage.removeItem(key);
  }
}

const isSignOut = (form) => form.getAttribute("action") === notice?.dataset.signOutUrl;
// Who stays after all, or cannot leave without a connection, keeps what was typed (pwa.js).
document.addEventListener("device:left", () => sessionStorage.clear());
addEventListener("submit", (event) => {
  if (isSignOut(event.target)) return event.defaultPrevented || sessionStorage.clear();
  if (event.target.matches("[data-resend]")) return entries().forEach(([key, kept]) => sessionStorage.setItem(key, JSON.stringify({ ...kept, state: "sent" })));
  if (!event.defaultPrevented && forms().includes(event.target)) keep(event.target, "sent");
});
document.addEventListener("input", ({ target }) => target.form?.matches("[data-keep]") && forms().includes(target.form) && keep(target.form, "draft"));
document.addEventListener("reset", ({ target }) => forget(target));
// A part of a page that was refused keeps what was typed in it, for after the sign-in.
document.addEventListener("htmx:responseError", ({ detail }) => {
  const form = detail.requestConfig.elt.closest?.("form");
  if (form && forms().includes(form)) keep(form, "waiting");
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const { elt, verb } = detail.requestConfig;
  if (detail.successful && verb !== "get" && forms().includes(elt)) forget(elt);
});
if (main) open();
