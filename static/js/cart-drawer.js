/**
 * Shows the cart beside the page that one is on, after something was put into it or when its link is pressed.
 * What stands in it is the cart page's own lines and summary. Without this script, or when anything is unusual, one goes to
 * the cart page itself.
 */
const drawer = document.querySelector("[data-cart-drawer]");
const cartLink = document.querySelector("[data-cart-link]");

function partsOf(page) {
  const parsed = new DOMParser().parseFromString(page, "text/html");
  return [...parsed.querySelectorAll("[data-cart-part]")];
}

async function show(answer) {
  const parts = partsOf(await answer.text());
  if (!parts.length) throw new Error("no cart in the answer");
  drawer.querySelector("[data-content]").replaceChildren(...parts);
  drawer.showModal();
  window.dispatchEvent(new Event("cartchange"));
}

function isCart(answer) {
  return answer.ok && new URL(answer.url).pathname === new URL(cartLink.href).pathname;
}

async function add(form) {
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  // Refused: the page with the reason is drawn by sending the form as usual, which is refused the same.
  if (answer.status === 422) form.submit();
  else if (isCart(answer)) await show(answer);
  else window.location.assign(answer.url);
}

if (drawer && cartLink && !document.querySelector("[data-cart-part]")) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("[data-adds-to-cart]") || event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    add(form)
      .catch(() => window.location.assign(cartLink.href))
      .finally(() => form.dispatchEvent(new Event("answered")));
  });
  cartLink.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    fetch(cartLink.href)
      .then(show)
      .catch(() => window.location.assign(cartLink.href));
  });
  drawer.addEventListener("click", (event) => {
    if (event.target === drawer) drawer.close();
  });
}
