// The − and + beside a number: taps step once, holding repeats; min, max and step are the input's own.
const HOLD_MS = 450;
const REPEAT_MS = 90;

function step(button) {
  const input = button.closest("[data-stepper]").querySelector("input");
  const size = Number(input.step) || 1;
  const places = (String(size).split(".")[1] ?? "").length;
  const low = input.min === "" ? -Infinity : Number(input.min);
  const high = input.max === "" ? Infinity : Number(input.max);
  const next = Number(input.value || 0) + Number(button.value) * Math.max(size, 1);
  const floor = low > 0 || low === -Infinity ? low : size;
  input.value = String(Number(Math.min(high, Math.max(floor, next)).toFixed(Math.max(places, 3))));
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

let holding;
const release = () => clearTimeout(holding);

document.addEventListener("pointerdown", (event) => {
  const button = event.target.closest("[data-stepper] button");
  if (!button || event.button) return;
  const repeat = () => {
    step(button);
    holding = setTimeout(repeat, REPEAT_MS);
  };
  holding = setTimeout(repeat, HOLD_MS);
});
for (const end of ["pointerup", "pointercancel", "blur"]) addEventListener(end, release);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-stepper] button");
  if (button) step(button);
});
