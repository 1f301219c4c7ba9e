// What people hear when a request fails, and where the eye goes when a form comes back with errors.
const notice = document.querySelector("[data-notice]");
let timer;

function say(text) {
  clearTimeout(timer);
  notice.textContent = text;
  timer = setTimeout(() => (notice.textContent = ""), 8000);
}

document.addEventListener("htmx:sendError", () => say(notice.dataset.offline));
document.addEventListener("htmx:timeout", () => say(notice.dataset.failed));
document.addEventListener("htmx:responseError", ({ detail }) => {
  say(detail.xhr.status === 403 ? notice.dataset.forbidden : notice.dataset.failed);
});
addEventListener("offline", () => say(notice.dataset.offline));

const focusErrors = (within) => within.querySelector("[data-form-errors]")?.focus();
document.addEventListener("htmx:afterSettle", ({ target }) => focusErrors(target));
focusErrors(document);
