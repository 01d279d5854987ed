/**
 * Applies a chosen order at once and hides the "Apply" button.
 * Without this script the button stays and does the same.
 */
for (const form of document.querySelectorAll("form[data-sort-on-change]")) {
  form.querySelector("button").hidden = true;
  form.querySelector("select").addEventListener("change", () => form.requestSubmit());
}
