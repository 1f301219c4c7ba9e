// <details data-menu> closes on Escape and when the focus or a tap goes elsewhere.
const openMenus = () => document.querySelectorAll("details[data-menu][open]");

function closeOthers(event) {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
}
document.addEventListener("pointerdown", closeOthers);
document.addEventListener("focusin", closeOthers);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// The current tab is in sight, however narrow the screen.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  tab.scrollIntoView({ behavior: "instant", block: "nearest", inline: "center" });
}
