/**
 * Carries the campaign a visitor came with (utm_...) to the forms of this tab, so that the hosted pages learn of it.
 * Public pages are the same for everyone, so the server cannot. Without this script a form on the landing page itself
 * still tells, by the address it was sent from.
 */
const KEPT_AS = "campaign";
const NAME = /^utm_(source|medium|campaign|term|content)$/;

function arrivedWith() {
  return [...new URLSearchParams(location.search)].filter(([name, value]) => NAME.test(name) && value.length <= 100);
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT_AS) ?? "[]");
  } catch {
    return []; // storage may be switched off
  }
}

function carry(event) {
  const form = event.target;
  if (form.method !== "post" || form.querySelector("input[name^=utm_]")) return;
  for (const [name, value] of kept()) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    form.append(field);
  }
}

const found = arrivedWith();
if (found.length > 0) {
  try {
    sessionStorage.setItem(KEPT_AS, JSON.stringify(found));
  } catch {
    // then only this page's own forms tell
  }
}
document.addEventListener("submit", carry, { capture: true });
