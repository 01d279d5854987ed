/**
 * Shows the buttons that print this page. Without this script the browser's own menu prints it just as well.
 */
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
