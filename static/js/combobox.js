// [data-combobox]: a text input, a listbox that htmx fills from the server, and a hidden input for the
// chosen value. Keyboard and ARIA follow the APG "editable combobox with list autocomplete".
const parts = (box) => ({
  input: box.querySelector("[role=combobox]"),
  list: box.querySelector("[role=listbox]"),
  value: box.querySelector("input[type=hidden]"),
});
const choices = (list) => [...list.querySelectorAll("[role=option]:not([aria-disabled])")];
const boxOf = (event) => event.target.closest?.("[data-combobox]");

function close({ input, list }) {
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
  for (const option of choices(list)) option.setAttribute("aria-selected", "false");
}

function open({ input, list }) {
  if (!list.childElementCount) return;
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
}

function point({ input, list }, move) {
  const options = choices(list);
  if (!options.length) return;
  const now = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const next = now < 0 && move < 0 ? options.length - 1 : (now + move + options.length) % options.length;
  options.forEach((option, index) => option.setAttribute("aria-selected", String(index === next)));
  input.setAttribute("aria-activedescendant", options[next].id);
  options[next].scrollIntoView({ block: "nearest" });
}

function choose(box, option) {
  const all = parts(box);
  all.input.value = option.dataset.label;
  box.dataset.chosen = option.dataset.label;
  if (all.value) all.value.value = option.dataset.value;
  close(all);
  const detail = { ...option.dataset };
  all.input.dispatchEvent(new CustomEvent("combobox:chosen", { bubbles: true, detail }));
}

document.addEventListener("input", (event) => {
  const box = boxOf(event);
  if (!box) return;
  const all = parts(box);
  delete box.dataset.chosen;
  if (all.value) all.value.value = "";
  if (!all.input.value.trim()) close(all);
});

document.addEventListener("keydown", (event) => {
  const box = boxOf(event);
  if (!box || event.target.role !== "combobox") return;
  const all = parts(box);
  const shown = !all.list.hidden;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    open(all);
    point(all, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && shown) {
    const option = all.list.querySelector("[aria-selected=true]");
    if (!option) return;
    event.preventDefault();
    choose(box, option);
  } else if (event.key === "Escape" && shown) {
    event.preventDefault();
    close(all);
  } else if (event.key === "Tab") close(all);
});

document.addEventListener("pointerdown", (event) => {
  if (event.target.closest("[data-combobox] [role=listbox]")) event.preventDefault();
});
document.addEventListener("click", (event) => {
  const option = event.target.closest("[data-combobox] [role=option]:not([aria-disabled])");
  if (option) choose(boxOf(event), option);
});
document.addEventListener("focusout", (event) => {
  const box = boxOf(event);
  if (box && !box.contains(event.relatedTarget)) close(parts(box));
});

document.addEventListener("htmx:configRequest", (event) => {
  const box = boxOf(event);
  if (box) event.detail.parameters = { q: parts(box).input.value.trim() };
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const box = boxOf(event);
  if (!box || event.target.role !== "listbox") return;
  const { input } = parts(box);
  // An answer that comes after the choice, or after the person has left, is not shown.
  if (document.activeElement !== input || box.dataset.chosen === input.value) event.detail.shouldSwap = false;
});
document.addEventListener("htmx:afterSwap", (event) => {
  const box = boxOf(event);
  if (box && event.target.role === "listbox") open(parts(box));
});
