/**
 * The pictures of a product: a thumbnail scrolls to its picture, the arrow keys go through them, a click opens one whole.
 * Without this script thumbnails are links to the same pictures, the row can be swiped, and a picture opens by its link.
 */
const gallery = document.querySelector("[data-gallery]");

function prepare(row, thumbs, whole) {
  const links = [...row.querySelectorAll("a")];
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)");
  let shown = 0;

  function mark(index) {
    shown = index;
    thumbs.forEach((thumb, place) => thumb.setAttribute("aria-current", place === index));
  }

  function show(index) {
    const place = Math.max(0, Math.min(index, links.length - 1));
    const behavior = isCalm.matches ? "auto" : "smooth";
    row.scrollTo({ left: links[place].parentElement.offsetLeft - links[0].parentElement.offsetLeft, behavior });
    mark(place);
    return links[place];
  }

  function openWhole(link) {
    const picture = whole.querySelector("img");
    picture.src = link.href;
    picture.alt = link.querySelector("img").alt;
    if (!whole.open) whole.showModal();
  }

  function step(event) {
    const forward = getComputedStyle(row).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    event.preventDefault();
    const link = show(shown + (event.key === forward ? 1 : -1));
    if (whole.open) openWhole(link);
    else link.focus({ preventScroll: true });
  }

  thumbs.forEach((thumb, index) =>
    thumb.addEventListener("click", (event) => {
      event.preventDefault();
      show(index);
    }),
  );
  links.forEach((link) =>
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      openWhole(link);
    }),
  );
  row.addEventListener("focusin", (event) => show(links.indexOf(event.target)));
  row.addEventListener("keydown", step);
  whole.addEventListener("keydown", step);
  whole.addEventListener("click", (event) => {
    if (event.target === whole) whole.close();
  });
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) if (entry.isIntersecting) mark(links.indexOf(entry.target));
    },
    { root: row, threshold: 0.6 },
  );
  links.forEach((link) => observer.observe(link));
  mark(0);
}

if (gallery) {
  prepare(
    gallery.querySelector("[data-row]"),
    [...gallery.querySelectorAll("[data-thumb]")],
    gallery.querySelector("dialog"),
  );
}
