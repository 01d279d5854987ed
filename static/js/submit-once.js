/**
 * Keeps a double click from sending a form twice: after the first submit its buttons rest.
 * They wake when the page is shown anew (the back button), or after a while (the stop button).
 * Without this script the server itself treats a quick repetition as the same click.
 */
const REST_MILLISECONDS = 10_000;
const forms = document.querySelectorAll("form[data-submit-once]");

function rest(form) {
  form.dataset.isSent = "true";
  // `aria-disabled` rather than `disabled`: the pressed button's own `formaction` must still be sent.
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
}

function wake(form) {
  delete form.dataset.isSent;
  for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
}

for (const form of forms) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.isSent) {
      event.preventDefault();
      return;
    }
    rest(form);
    setTimeout(wake, REST_MILLISECONDS, form);
  });
  form.addEventListener("answered", () => wake(form));
}

window.addEventListener("pageshow", () => forms.forEach(wake));
