// The current tab is in sight, however narrow the screen.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  tab.scrollIntoView({ behavior: "instant", block: "nearest", inline: "center" });
}
