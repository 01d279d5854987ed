/**
 * Offers to show times by this browser's own clock, as a link whose address names the time zone.
 * Without this script the zone is chosen from the list, which does the same.
 */
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const offer of document.querySelectorAll("[data-offer-zone]")) {
  if (!own || offer.dataset.offerZone === own) continue;
  const link = offer.querySelector("a");
  const address = new URL(link.href);
  address.searchParams.set("zone", own);
  link.href = address;
  link.querySelector("span").textContent = own.replaceAll("_", " ");
  offer.hidden = false;
}
