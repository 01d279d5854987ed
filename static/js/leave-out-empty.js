/**
 * Keeps fields without an answer out of the address, so that it stays short enough to share.
 * Without this script the address is longer and means the same.
 */
const forms = document.querySelectorAll("form[data-leave-out-empty]");

function leaveOut(form) {
  for (const field of form.querySelectorAll("input, select")) field.disabled = field.value === "";
}

function bringBack(form) {
  for (const field of form.querySelectorAll("input, select")) field.disabled = false;
}

for (const form of forms) form.addEventListener("submit", () => leaveOut(form));

// A page from the back/forward cache is as it was left.
window.addEventListener("pageshow", () => forms.forEach(bringBack));
