/**
 * Shows the fields of another country as soon as it is chosen, and hides the button that does the same without this.
 */
for (const select of document.querySelectorAll("select[data-redraws]")) {
  const button = document.getElementById(select.dataset.redraws);
  button.hidden = true;
  select.addEventListener("change", () => select.form.requestSubmit(button));
}
