// The colours a person chose: kept in a cookie so that the server writes them into <html> (no flash).
const root = document.documentElement;
const buttons = document.querySelectorAll("[data-theme-switch] button");

function show(theme) {
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === theme));
}

for (const button of buttons) {
  button.addEventListener("click", () => {
    const age = button.value ? 31536000 : 0;
    document.cookie = `theme=${button.value}; path=/; max-age=${age}; samesite=lax`;
    show(button.value);
  });
}
show(root.dataset.theme ?? "");
