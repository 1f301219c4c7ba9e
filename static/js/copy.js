// A button that copies what a field holds, and says so. Without it one selects and copies by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy)
  if (!navigator.clipboard) button.hidden = true
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value)
    button.querySelector("[data-said]").textContent = button.dataset.copied
  })
}
