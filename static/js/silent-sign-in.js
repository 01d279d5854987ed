/**
 * Opens the hidden frame, waits for its message and hands it to our server by a form; after ten seconds, or if the frame
 * says something else, it goes on to the page that the visitor wanted. Without this script a link does that.
 */
const frame = document.querySelector("iframe[data-origin]");
const form = document.querySelector("[data-hand-over]");
const LONGEST_WAIT = 10_000;

function goOn() {
  location.replace(frame.dataset.next);
}

function handOver(answer) {
  for (const field of form.querySelectorAll("input")) {
    field.value = typeof answer[field.name] === "string" ? answer[field.name] : "";
  }
  form.submit();
}

if (frame && form) {
  const patience = setTimeout(goOn, LONGEST_WAIT);
  window.addEventListener("message", (event) => {
    const isFromFrame = event.origin === frame.dataset.origin && event.source === frame.contentWindow;
    if (!isFromFrame || typeof event.data?.state !== "string") return;
    clearTimeout(patience);
    handOver(event.data);
  });
  // Only now, because a frame that answers before somebody listens is never heard.
  frame.src = frame.dataset.address;
}
