// [data-areas]: lays a map that can be moved over the drawing of areas, once it is in sight. The areas stay
// links with the same words, reached by Tab; without a tile server they lie on a plain ground.
const NAMESPACE = "http://www.w3.org/2000/svg";

const boundsOf = (rect) => {
  const [south, west, north, east] = rect.dataset.edges.split(",").map(Number);
  return L.latLngBounds([south, west], [north, east]);
};

/** One cell of the drawing as a rectangle of the map; where the cell is a link, so is the rectangle. */
function lay(map, rect) {
  const area = L.rectangle(boundsOf(rect), { className: rect.getAttribute("class"), interactive: false }).addTo(map);
  const path = area.getElement();
  const title = document.createElementNS(NAMESPACE, "title");
  title.textContent = rect.textContent;
  path.append(title);
  const drawn = rect.closest("a");
  if (!drawn) return;
  const link = document.createElementNS(NAMESPACE, "a");
  link.setAttribute("href", drawn.getAttribute("href"));
  link.setAttribute("aria-label", drawn.getAttribute("aria-label"));
  path.replaceWith(link);
  link.append(path);
}

async function enliven(root) {
  const { loadLeaflet, makeMap } = await import(root.dataset.leaflet);
  await loadLeaflet(root.dataset);
  const drawing = root.querySelector(".area-map");
  if (!drawing) return;
  const holder = document.createElement("div");
  holder.className = "areas__map";
  holder.setAttribute("role", "group");
  holder.setAttribute("aria-label", drawing.getAttribute("aria-label"));
  root.append(holder);
  const map = makeMap(holder, root.dataset, { zoomSnap: 0.25 });
  const cells = [...drawing.querySelectorAll("[data-edges]")];
  const seen = cells.reduce((whole, rect) => whole.extend(boundsOf(rect)), L.latLngBounds([]));
  map.setMaxBounds(seen.pad(0.5)).fitBounds(seen, { padding: [0, 0] });
  for (const rect of cells) lay(map, rect);
  holder.addEventListener("click", (event) => map.dragging.moved() && event.preventDefault(), true);
  root.classList.add("areas--live");
}

const sight = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    sight.unobserve(target);
    enliven(target);
  }
});
const start = (within) => {
  for (const root of within.querySelectorAll("[data-areas]:not([data-ready])")) {
    root.dataset.ready = "";
    sight.observe(root);
  }
};
start(document);
document.addEventListener("htmx:load", ({ target }) => start(target.parentElement ?? document));
