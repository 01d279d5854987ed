/**
 * Copies the text that stands beside a button. Without this script one selects the text and copies it by hand.
 */
for (const place of document.querySelectorAll("[data-copied]")) {
  const button = place.querySelector("[data-copy]");
  const said = place.querySelector("[data-said]");
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(place.querySelector("[data-text]").textContent);
      said.textContent = said.dataset.copiedWords;
    } catch {
      said.textContent = said.dataset.elseWords;
    }
  });
}
