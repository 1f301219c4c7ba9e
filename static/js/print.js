// A button that prints the page. Without it one prints with the browser's own.
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
