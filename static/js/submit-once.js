/**
 * Keeps a double click from sending a form twice: after the first submit its buttons rest.
 * They wake again when the page is shown anew, for example by the back button.
 * Without this script the server itself treats a quick repetition as the same click.
 */
const forms = document.querySelectorAll("form[data-submit-once]");

for (const form of forms) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.isSent) {
      event.preventDefault();
      return;
    }
    form.dataset.isSent = "true";
    // `aria-disabled` rather than `disabled`: the pressed button's own `formaction` must still be sent.
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
  });
}

window.addEventListener("pageshow", () => {
  for (const form of forms) {
    delete form.dataset.isSent;
    for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
  }
});
