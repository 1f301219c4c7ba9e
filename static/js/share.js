// [data-share]: the device's own sheet for sending an address; where there is none, the address is copied.
for (const button of document.querySelectorAll("[data-share]")) {
  const { share: url, title, copied } = button.dataset;
  const said = button.querySelector("[data-said]");
  if (!navigator.share && !navigator.clipboard) button.hidden = true;
  button.addEventListener("click", async () => {
    if (!navigator.share) {
      await navigator.clipboard.writeText(url);
      said.textContent = copied;
      document.dispatchEvent(new CustomEvent("say", { detail: copied }));
      return;
    }
    try {
      await navigator.share({ title, url });
    } catch (stopped) {
      if (stopped.name !== "AbortError") throw stopped; // the person has closed the sheet
    }
  });
}
