/**
 * Hands the answer of the hosted sign-in, which stands behind the # of this address, to our server by a form,
 * after wiping it from the address bar and the history. Without this script the page says what to do.
 */
const form = document.querySelector("[data-hand-over]");
const answer = new URLSearchParams(location.hash.slice(1));

history.replaceState(null, "", location.pathname);
if (form && (answer.has("code") || answer.has("error"))) {
  for (const field of form.querySelectorAll("input")) {
    field.value = answer.get(field.name) ?? "";
  }
  form.submit();
}
