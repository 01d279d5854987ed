/**
 * Counts down the time that tickets are held, and says each full minute to those who listen.
 * Without this script the page says until when they are held, and how many minutes that was when it was loaded.
 */
const TICK_MILLISECONDS = 1000;

// Written as the page's language does, with its own plurals.
const minuteFormat = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: "minute", unitDisplay: "long" });

function onClock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function countDown(element) {
  const left = element.querySelector("[data-left]");
  const said = element.querySelector("[data-said]");
  // Counted from when the page was loaded: the clock of this machine may be wrong.
  const endsAt = Date.now() + Number(element.dataset.secondsLeft) * 1000;
  const { wordsLeft, wordsOver, wordsReleased } = element.dataset;
  let lastMinutes = null;

  function show() {
    const seconds = Math.max(0, Math.round((endsAt - Date.now()) / 1000));
    const minutes = Math.ceil(seconds / 60);
    left.textContent = seconds > 0 ? wordsLeft.replace("{}", onClock(seconds)) : wordsOver;
    if (lastMinutes !== null && minutes !== lastMinutes) {
      said.textContent = seconds > 0 ? wordsLeft.replace("{}", minuteFormat.format(minutes)) : wordsReleased;
    }
    lastMinutes = minutes;
    if (seconds === 0) clearInterval(timer);
  }

  const timer = setInterval(show, TICK_MILLISECONDS);
  show();
}

for (const element of document.querySelectorAll("[data-hold-countdown]")) countDown(element);
