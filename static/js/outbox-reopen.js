// A form that waits, opened again with everything that was typed; and a photo or words from another app
// that start a listing. The store is there already (outbox.js).

/** The id that the server's own answer gave to the form: another one where the first was used up. */
function idOf(entry) {
  const answer = new DOMParser().parseFromString(entry.answer?.html ?? "", "text/html");
  return answer.querySelector(`form[data-offline=${entry.kind}] [name=id]`)?.value;
}

function fill(form, name, values) {
  const inputs = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
  if (!inputs.length) {
    for (const value of values) {
      const hidden = Object.assign(document.createElement("input"), { type: "hidden", name, value });
      form.append(hidden);
    }
  } else if (["radio", "checkbox"].includes(inputs[0].type)) {
    for (const input of inputs) input.checked = values.includes(input.value);
  } else if (inputs[0].tagName === "SELECT") {
    const [select] = inputs;
    if (![...select.options].some((option) => option.value === values[0])) select.add(new Option(values[0], values[0]));
    select.value = values[0];
  } else inputs.forEach((input, index) => (input.value = values[index] ?? ""));
}

function unfold(form) {
  for (const fold of form.querySelectorAll("details")) {
    if ([...fold.querySelectorAll("input:not([type=hidden]), textarea")].some((input) => input.value && input.type !== "checkbox")) fold.open = true;
  }
}

const addPhotos = (form, files) => {
  const box = form.querySelector("[data-photos]");
  if (box && files.length) box.dispatchEvent(new CustomEvent("photos:add", { bubbles: true, detail: { files } }));
};

/** What the server said when it did not take the form, at its top as there, and at its fields. */
function showErrors(form, { answer }) {
  const page = new DOMParser().parseFromString(answer?.html ?? "", "text/html");
  const errors = page.querySelector("[data-form-errors]");
  if (!errors) return;
  form.querySelector("[data-form-errors]")?.remove();
  form.prepend(document.importNode(errors, true));
  for (const { name } of page.querySelectorAll("[aria-invalid=true][name]")) {
    for (const input of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) input.setAttribute("aria-invalid", "true");
  }
}

/** The form that it came from; a phrase said with one tap is words like others once it is opened. */
function formFor(entry) {
  if (entry.fields.some(([name]) => name === "phrase")) entry.fields = [["id", entry.key], ["text", entry.label]];
  const forms = [...document.querySelectorAll(`form[data-offline="${entry.kind}"]`)];
  return forms.find((form) => entry.fields.some(([name]) => name !== "id" && form.elements[name])) ?? forms[0];
}

/** While somebody writes in it, it is not sent: the lock is the page's for as long as it is open. */
async function hold(entry) {
  await new Promise((held) => {
    navigator.locks.request(outboxStore.lockOf(entry), { ifAvailable: true }, (lock) => {
      held();
      return lock && new Promise(() => undefined);
    });
  });
  await outboxStore.put({ ...entry, state: "held" });
}

export async function reopen(key) {
  const entry = await outboxStore.get(key);
  const form = entry && formFor(entry);
  if (!form) return;
  const names = new Set(entry.fields.map(([name]) => name));
  for (const box of form.querySelectorAll("[type=checkbox]")) box.checked = false;
  const before = form.elements.id?.value;
  for (const name of names) {
    const values = entry.fields.filter(([field, value]) => field === name && typeof value === "string");
    if (values.length) fill(form, name, values.map(([, value]) => value));
  }
  const id = idOf(entry);
  if (id && form.elements.id) form.elements.id.value = id;
  // The photos of the form go to the album that its id names (kept.js).
  if (before) form.dispatchEvent(new CustomEvent("album:turn", { bubbles: true, detail: { from: before, to: form.elements.id.value } }));
  form.dataset.outboxKey = key;
  unfold(form);
  addPhotos(form, entry.fields.map(([, value]) => value).filter((value) => value instanceof Blob));
  showErrors(form, entry);
  await hold(entry);
  form.querySelector("input:not([type=hidden]), textarea")?.focus();
}

export async function takeShared(account) {
  const form = document.querySelector("form[data-offline=listing]");
  const given = form && account && (await outboxStore.takeShared(account));
  if (!given) return;
  addPhotos(form, given.photos);
  const words = given.text.join(" ").trim();
  if (words.length > 60) form.elements.title.value = words.slice(0, 120);
  else if (words) form.elements.food.value = words;
}
