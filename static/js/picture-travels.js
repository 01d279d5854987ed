/**
 * Lets the picture of the card that was followed grow into the product's own picture, where the browser can do that.
 * Without this script, and for those who asked for less motion, the pages fade into each other or simply change.
 */
const TRAVELLER = "piece";

addEventListener("pageswap", (event) => {
  const address = event.viewTransition && event.activation?.entry?.url;
  if (!address) return;
  const { pathname } = new URL(address);
  const link = [...document.querySelectorAll(".product-card-name a")].find((found) => found.pathname === pathname);
  const picture = link?.closest(".product-card").querySelector(".picture");
  if (!picture) return;
  picture.style.viewTransitionName = TRAVELLER;
  // The page may come back from the browser's memory, where a name that stands on two pictures would do harm.
  event.viewTransition.finished.finally(() => picture.style.removeProperty("view-transition-name"));
});
