// What this browser tells the server by cookies: the colours a person chose, so that the server writes them into
// <html> (no flash), and the browser's time zone (IANA name), from the next page on.
const AGE = 31536000;
const root = document.documentElement;
const buttons = document.querySelectorAll("[data-theme-switch] button");

function show(theme) {
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === theme));
}

for (const button of buttons) {
  button.addEventListener("click", () => {
    const age = button.value ? AGE : 0;
    document.cookie = `theme=${button.value}; path=/; max-age=${age}; samesite=lax`;
    show(button.value);
  });
}
show(root.dataset.theme ?? "");

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.split("; ").includes(`tz=${zone}`)) {
  document.cookie = `tz=${zone}; path=/; max-age=${AGE}; samesite=lax`;
}
