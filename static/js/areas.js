// [data-areas]: lays a map that can be moved over the drawing of areas: once it is in sight where there are
// tiles, else when somebody wants to move it. The areas stay links with the same words, reached by Tab; those
// too narrow for a thumb are drawn as the larger cell they lie in. When htmx draws that part of the page anew,
// the map stays as it was and takes on the new areas.
const NAMESPACE = "http://www.w3.org/2000/svg";
const NARROWEST = 34; // px
const PRECISIONS = [6, 5, 4, 3, 2];
const MOVES = { ArrowLeft: [-80, 0], ArrowRight: [80, 0], ArrowUp: [0, -80], ArrowDown: [0, 80] };
const MOVED = 48; // px from where one looks, after which another look is offered
const live = new Map();

/** The areas of a drawing, each with what it takes to draw it again. */
const areasIn = (drawing) =>
  [...drawing.querySelectorAll("[data-cell]")].map((rect) => ({
    cell: rect.dataset.cell,
    count: Number(rect.dataset.count ?? 0),
    classes: [...rect.classList],
    label: rect.textContent.trim(),
    url: rect.closest("a")?.getAttribute("href"),
  }));

/** Several areas as the cell around them: as strong as the strongest, in the tone of most. */
function together(cell, areas, words) {
  const count = areas.reduce((sum, area) => sum + area.count, 0);
  const scarce = areas.filter(({ classes }) => classes.includes("cell--tomato")).length;
  const strongest = areas.flatMap(({ classes }) => classes.filter((name) => /^cell--\d/.test(name))).sort().at(-1);
  const label = (count ? words.severalCount : words.several).replace("{areas}", areas.length).replace("{count}", count);
  const classes = ["cell", strongest, scarce * 2 > areas.length ? "cell--tomato" : "cell--leaf"];
  return { cell, count, label, classes, url: areas[0].url, parts: areas };
}

class LiveMap {
  constructor(ground, root) {
    this.ground = ground;
    this.holder = Object.assign(document.createElement("div"), { className: "areas__map", inert: true });
    this.holder.setAttribute("role", "group");
    root.append(this.holder);
    this.map = ground.makeMap(this.holder, { zoomSnap: 0.25 });
    this.read(root);
    this.fit();
    this.shapes = L.layerGroup().addTo(this.map);
    this.lay();
    this.map.on("zoomend", () => this.precision() === this.laid || this.lay());
    this.map.on("moveend", () => this.offerLook());
    this.holder.addEventListener("click", (event) => this.click(event), true);
    this.holder.addEventListener("keydown", (event) => this.press(event));
  }

  /** Takes on what a drawing shows. */
  read(root) {
    const drawing = root.querySelector(".area-map");
    this.root = root;
    this.holder.setAttribute("aria-label", drawing.getAttribute("aria-label"));
    this.areas = areasIn(drawing);
  }

  fit() {
    const seen = L.latLngBounds(this.areas.flatMap(({ cell }) => this.ground.boundsOf(cell)));
    this.map.fitBounds(seen, { padding: [8, 8], maxZoom: 15, animate: false });
  }

  show() {
    this.root.classList.add("areas--live");
    this.holder.inert = false;
    this.start = this.map.getCenter();
    this.offerLook();
  }

  /** Into a part of the page that was drawn anew; the view stays, unless it would miss the place. */
  moveTo(root) {
    root.append(this.holder);
    this.read(root);
    this.map.invalidateSize();
    const middle = this.areas.find(({ classes }) => classes.includes("cell--here"));
    if (middle && !this.map.getBounds().intersects(this.ground.boundsOf(middle.cell))) this.fit();
    this.lay();
    this.show();
  }

  remove() {
    this.map.remove();
    this.holder.remove();
  }

  /** Of the finest cells that a thumb can meet. */
  precision() {
    const { lat, lng } = this.map.getCenter().wrap();
    const width = (precision) => {
      const [[south, west], [, east]] = this.ground.cellBounds(lat, lng, precision);
      return this.map.project([south, east]).x - this.map.project([south, west]).x;
    };
    return PRECISIONS.find((precision) => width(precision) >= NARROWEST) ?? PRECISIONS.at(-1);
  }

  lay() {
    const focused = document.activeElement?.closest(".areas__map a")?.dataset.cell;
    this.laid = this.precision();
    this.shapes.clearLayers();
    for (const link of this.holder.querySelectorAll("svg a")) link.remove();
    const drawn = this.drawn();
    for (const area of drawn) this.layOne(area, drawn);
    if (!focused) return;
    const links = [...this.holder.querySelectorAll("svg a")];
    links.find(({ dataset }) => dataset.cell.startsWith(focused) || focused.startsWith(dataset.cell))?.focus();
  }

  /** What leads nowhere first, then the links, and the place one looks from on top. */
  drawn() {
    const groups = new Map();
    for (const area of this.areas.filter(({ url }) => url)) {
      const cell = area.cell.slice(0, this.laid);
      groups.set(cell, [...(groups.get(cell) ?? []), area]);
    }
    const words = this.root.querySelector("[data-tools]").dataset;
    const linked = [...groups].map(([cell, areas]) => (areas.length > 1 ? together(cell, areas, words) : areas[0]));
    const rest = this.areas.filter(({ url }) => !url);
    const isHere = ({ classes }) => classes.includes("cell--here");
    return [...rest.filter((area) => !isHere(area)), ...linked, ...rest.filter(isHere)];
  }

  layOne(area, drawn) {
    const bounds = L.latLngBounds(this.ground.boundsOf(area.cell));
    const options = { className: area.classes.join(" "), interactive: false };
    const path = L.rectangle(bounds, options).addTo(this.shapes).getElement();
    path.dataset.cell = area.cell;
    const title = document.createElementNS(NAMESPACE, "title");
    title.textContent = area.label;
    path.append(title);
    if (!area.url) return;
    const link = document.createElementNS(NAMESPACE, "a");
    link.setAttribute("href", area.url);
    link.setAttribute("aria-label", area.label);
    link.dataset.cell = area.cell;
    link.parts = area.parts;
    path.replaceWith(link);
    link.append(path);
    const isUnder = drawn.some(({ cell, url }) => url && cell !== area.cell && cell.startsWith(area.cell));
    if (area.count && !isUnder) this.write(bounds.getCenter(), area.count);
  }

  write(at, count) {
    const icon = L.divIcon({ className: "areas__count", html: String(count), iconSize: [32, 20] });
    const mark = L.marker(at, { icon, interactive: false, keyboard: false }).addTo(this.shapes);
    mark.getElement().setAttribute("aria-hidden", "true");
  }

  /** Without tiles the edges of the cells give the eye something to hold on to. */
  rule() {
    const lines = L.polyline([], { className: "areas__grid", interactive: false }).addTo(this.map);
    const draw = () => {
      const { lat, lng } = this.map.getCenter();
      const [[south, west], [north, east]] = this.ground.cellBounds(lat, lng, this.precision());
      const [low, high] = [this.map.getBounds().pad(0.5).getSouthWest(), this.map.getBounds().pad(0.5).getNorthEast()];
      const steps = (edge, step, from, to) => {
        const first = edge + Math.floor((from - edge) / step) * step;
        return Array.from({ length: Math.ceil((to - first) / step) }, (_, index) => first + index * step);
      };
      const across = steps(south, north - south, low.lat, high.lat).map((y) => [[y, low.lng], [y, high.lng]]);
      const upright = steps(west, east - west, low.lng, high.lng).map((x) => [[low.lat, x], [high.lat, x]]);
      lines.setLatLngs([...across, ...upright]).bringToBack();
    };
    this.map.on("moveend", draw);
    draw();
  }

  click(event) {
    const link = event.target.closest("svg a");
    if (!link || !(this.map.dragging.moved() || link.parts)) return;
    event.preventDefault();
    event.stopPropagation();
    if (this.map.dragging.moved()) return;
    link.focus();
    this.map.fitBounds(L.latLngBounds(link.parts.flatMap(({ cell }) => this.ground.boundsOf(cell))), { padding: [24, 24] });
  }

  /** On an area the keys of the map work too. */
  press(event) {
    if (event.target === this.holder || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in MOVES) this.map.panBy(MOVES[event.key]);
    else if (event.key === "+" || event.key === "=") this.map.zoomIn();
    else if (event.key === "-") this.map.zoomOut();
    else return;
    event.preventDefault();
  }

  offerLook() {
    const link = this.root.querySelector("[data-look]");
    if (!link || !this.start) return;
    const away = this.map.latLngToContainerPoint(this.start).distanceTo(this.map.getSize().divideBy(2));
    const { lat, lng } = this.map.getCenter().wrap();
    link.hidden = away < MOVED;
    link.setAttribute("href", this.root.dataset.elsewhere + this.ground.cellOf(lat, lng, 6));
  }
}

/** Offers to move the map, and says what went wrong, where something did. */
function offerMoving(root, { problem = false, tiles = "" } = {}) {
  const [button, words, text] = ["[data-move]", "[data-tools]", "[data-problem-text]"].map((name) => root.querySelector(name));
  button.hidden = false;
  text.hidden = !problem;
  text.textContent = problem ? words.dataset.problem : "";
  button.onclick = async () => {
    button.hidden = text.hidden = true;
    (await enliven(root, tiles))?.holder.focus();
  };
}

async function enliven(root, tiles) {
  try {
    const ground = await import(root.dataset.leaflet);
    await ground.loadLeaflet(root.dataset);
    const map = new LiveMap(ground, root);
    const isLaid = !tiles || (await ground.layTiles(map.map, root.dataset));
    if (!isLaid || !root.isConnected) map.remove();
    if (!isLaid) offerMoving(root, { problem: true });
    if (!isLaid || !root.isConnected) return undefined;
    if (!tiles) map.rule();
    live.set(root.dataset.areas, map);
    map.show();
    return map;
  } catch {
    return offerMoving(root, { problem: true, tiles });
  }
}

const sight = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    sight.unobserve(target);
    enliven(target, target.dataset.tiles);
  }
});
const start = (within) => {
  for (const root of within.querySelectorAll("[data-areas]:not([data-ready])")) {
    root.dataset.ready = "";
    const kept = live.get(root.dataset.areas);
    if (kept) kept.moveTo(root);
    else if (root.dataset.tiles) sight.observe(root);
    else offerMoving(root);
  }
};
start(document);
document.addEventListener("htmx:load", ({ target }) => start(target.parentElement ?? document));
document.addEventListener("htmx:configRequest", ({ target, detail }) => {
  if (target.matches("[data-look]")) detail.path = target.getAttribute("href");
});
