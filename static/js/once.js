// A form is sent once, however often its button is tapped. The button says so and keeps the focus; it
// comes to life again when the page does (Back), or when no new page has come.
const GIVE_UP_MS = 20000;
const sent = new Set();

function rest(form, is) {
  if (is) sent.add(form);
  else sent.delete(form);
  for (const button of form.querySelectorAll("button[type=submit], button:not([type])")) {
    button.toggleAttribute("data-resting", is);
    if (is) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}
const wake = () => [...sent].forEach((form) => rest(form, false));

// On the window: after almost everybody who may have stopped it. One that listens there, too, may keep the form
// for later (pwa.js): it is looked at once more when all have been heard.
addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.target) return;
  if (sent.has(form)) return event.preventDefault();
  rest(form, true);
  event.submitter?.classList.add("htmx-request");
  const again = () => {
    rest(form, false);
    event.submitter?.classList.remove("htmx-request");
  };
  const timer = setTimeout(again, GIVE_UP_MS);
  setTimeout(() => {
    if (!event.defaultPrevented) return;
    clearTimeout(timer);
    again();
  });
});
addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  wake();
  for (const button of document.querySelectorAll("button.htmx-request")) button.classList.remove("htmx-request");
});
