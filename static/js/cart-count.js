/**
 * Shows how many things are in the cart, from the readable cookie `cart_count`.
 * Public pages are the same bytes for everyone, so the server cannot write the number.
 * Without this script the link simply says "Cart".
 */
const badge = document.querySelector("[data-cart-count]");

function readCount() {
  const found = document.cookie.match(/(?:^|;\s*)cart_count=(\d{1,6})(?:;|$)/);
  return found ? Number(found[1]) : 0;
}

function showCount() {
  const count = readCount();
  badge.hidden = count === 0;
  badge.querySelector("[data-number]").textContent = count > 99 ? "99+" : String(count);
  const unit = badge.querySelector("[data-unit]");
  unit.textContent = count === 1 ? unit.dataset.one : unit.dataset.many;
}

if (badge) {
  showCount();
  // A page from the back/forward cache still shows the number from when it was left.
  window.addEventListener("pageshow", showCount);
  window.addEventListener("cartchange", showCount);
}
