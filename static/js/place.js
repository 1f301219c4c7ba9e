// [data-place]: sets hidden latitude and longitude from a town, the map or the device, and shows the area that
// others will see, with its size in words. What was set can be undone. Leaflet is fetched only when the map is
// opened.
const START = { lat: 48, lon: 9, zoom: 4 };
const NEAR_ZOOM = 15;
const EARTH_KM = 6371.0088;
const KM_PER_MILE = 1.609344;
const NAMESPACE = "http://www.w3.org/2000/svg";
const WRONG = { 1: "denied", 2: "lost", 3: "slow" }; // of GeolocationPositionError

/** How long so many kilometres are, in the words of the page's language. */
function lengthText(km, units) {
  const say = (value, unit, digits) =>
    new Intl.NumberFormat(document.documentElement.lang || "en", { style: "unit", unit, maximumFractionDigits: digits }).format(value);
  if (units === "imperial") return say(km / KM_PER_MILE, "mile", 1);
  return km < 0.95 ? say(Math.round(km * 10) * 100, "meter", 0) : say(km, "kilometer", km < 10 ? 1 : 0);
}

/** Width and height of an area in kilometres. */
function sizeOf([[south, west], [north, east]]) {
  const radians = Math.PI / 180;
  const middle = Math.cos(((south + north) / 2) * radians);
  return [(east - west) * radians * EARTH_KM * middle, (north - south) * radians * EARTH_KM];
}

class PlacePicker {
  constructor(root, ground) {
    Object.assign(this, { root, ground, before: [] });
    [this.lat, this.lon] = root.querySelectorAll("input[type=hidden]");
    this.town = root.querySelector("[role=combobox]");
    this.holder = root.querySelector("[data-map]");
    this.status = root.querySelector("[data-status]");
    this.opener = root.querySelector("[data-open-map]");
    this.undoer = root.querySelector("[data-undo]");
    this.picture = root.querySelector("[data-picture]");
    this.opener.addEventListener("click", () => this.toggle());
    this.undoer.addEventListener("click", () => this.undo());
    root.querySelector("[data-locate]").addEventListener("click", () => this.locate());
    root.addEventListener("combobox:chosen", ({ detail }) => this.set(Number(detail.lat), Number(detail.lon), detail.label));
    root.addEventListener("input", ({ target }) => target === this.town && this.clear());
    root.closest("form")?.addEventListener("change", ({ target }) => this.changePrecision(target));
    this.kept = this.state;
    if (this.point) this.tell();
    if ("open" in root.dataset) this.toggle();
  }

  get point() {
    return this.lat.value && this.lon.value ? [Number(this.lat.value), Number(this.lon.value)] : null;
  }

  get state() {
    return { lat: this.lat.value, lon: this.lon.value, town: this.town.value, name: this.name ?? "" };
  }

  set(lat, lon, name = "") {
    this.before.push(this.kept);
    Object.assign(this, { name });
    [this.lat.value, this.lon.value] = [lat.toFixed(6), lon.toFixed(6)];
    this.changed();
  }

  undo() {
    const { lat, lon, town, name } = this.before.pop();
    [this.lat.value, this.lon.value, this.town.value, this.name] = [lat, lon, town, name];
    this.changed();
    if (this.undoer.hidden) this.opener.focus();
  }

  clear() {
    [this.lat.value, this.lon.value, this.name] = ["", "", ""];
    this.tell();
    this.draw();
  }

  changed() {
    this.kept = this.state;
    this.tell();
    this.lat.dispatchEvent(new Event("change", { bubbles: true }));
    this.draw(true);
  }

  changePrecision(target) {
    const { precisionField, publicField } = this.root.dataset;
    if (!target.name || ![precisionField, publicField].includes(target.name)) return;
    if (target.name === precisionField) this.root.dataset.precision = target.value;
    this.tell();
    this.draw(true);
  }

  areaAround([lat, lon]) {
    return this.ground.cellBounds(lat, lon, Number(this.root.dataset.precision));
  }

  /** What others will see, in words and, while no map is open, as a small picture. */
  tell(point = this.point) {
    const { status } = this;
    this.undoer.hidden = !this.before.length;
    delete status.dataset.wrong;
    status.textContent = point ? this.sentence(point) : "";
    this.picture.toggleAttribute("hidden", !point || !this.holder.hidden);
    if (point) this.sketch(...sizeOf(this.areaAround(point)));
  }

  sentence(point) {
    const { dataset } = this.status;
    const isPublic = this.root.closest("form")?.elements[this.root.dataset.publicField]?.checked;
    if (isPublic) return dataset.setPublic;
    const [width, height] = sizeOf(this.areaAround(point)).map((km) => lengthText(km, this.root.dataset.units));
    const text = this.name ? dataset.setNear : dataset.set;
    return text.replace("{width}", width).replace("{height}", height).replace("{town}", this.name);
  }

  /** The area among its neighbours, in its proportions. */
  sketch(width, height) {
    const high = 30;
    const wide = Math.round((high * width) / height);
    this.picture.setAttribute("viewBox", `0 0 ${wide * 5} ${high * 3}`);
    const rect = (column, row) => {
      const drawn = document.createElementNS(NAMESPACE, "rect");
      const isMiddle = column === 2 && row === 1;
      drawn.setAttribute("class", isMiddle ? "cell cell--3 cell--here" : "cell cell--0");
      const sides = { x: column * wide, y: row * high, width: wide, height: high };
      for (const [name, value] of Object.entries(sides)) drawn.setAttribute(name, value);
      return drawn;
    };
    this.picture.replaceChildren(...Array.from({ length: 15 }, (_, index) => rect(index % 5, Math.floor(index / 5))));
    this.picture.append(this.picture.children[7]);
  }

  complain(which) {
    this.status.dataset.wrong = "";
    this.status.textContent = this.status.dataset[which];
  }

  locate() {
    if (!navigator.geolocation) return this.complain("lost");
    delete this.status.dataset.wrong;
    this.status.textContent = this.status.dataset.locating;
    return navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        this.town.value = "";
        this.set(coords.latitude, coords.longitude);
      },
      ({ code }) => this.complain(WRONG[code] ?? "lost"),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  }

  async toggle() {
    const show = this.holder.hidden;
    this.holder.hidden = !show;
    this.opener.setAttribute("aria-expanded", String(show));
    this.picture.toggleAttribute("hidden", show || !this.point);
    if (!show) return;
    try {
      if (!this.map) await this.prepare();
      this.map.invalidateSize();
      this.draw(true);
    } catch {
      await this.toggle();
      this.complain("noMap");
    }
  }

  async prepare() {
    await this.ground.loadLeaflet(this.root.dataset);
    this.map ??= this.ground.makeMap(this.holder);
    this.shapes = L.layerGroup().addTo(this.map);
    const { start } = this.root.dataset;
    if (start) this.map.fitBounds(L.latLngBounds(this.ground.boundsOf(start)).pad(2));
    else this.map.setView([START.lat, START.lon], START.zoom);
    this.map.on("click", ({ latlng }) => this.set(latlng.lat, latlng.wrap().lng));
    this.holder.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== this.holder) return;
      event.preventDefault();
      const centre = this.map.getCenter().wrap();
      this.set(centre.lat, centre.lng);
    });
    if (!this.root.dataset.tiles) return;
    this.ground.layTiles(this.map, this.root.dataset).then((came) => {
      if (came) return;
      this.root.dataset.tiles = "";
      this.draw();
    });
  }

  draw(look = false) {
    if (!this.map || this.holder.hidden) return;
    this.shapes.clearLayers();
    if (!this.point) return;
    const bounds = L.latLngBounds(this.areaAround(this.point));
    if (!this.root.dataset.tiles) this.drawGrid(bounds);
    const area = L.rectangle(bounds, { className: "place__area", interactive: false }).addTo(this.shapes);
    if (this.name) area.bindTooltip(this.name, { permanent: true, direction: "top", offset: [0, -8] });
    const icon = L.divIcon({ className: "", html: '<span class="place__dot"></span>', iconSize: [18, 18] });
    const pin = L.marker(this.point, { icon, draggable: true, keyboard: false, autoPan: true }).addTo(this.shapes);
    pin.on("drag", () => {
      const { lat, lng } = pin.getLatLng().wrap();
      area.setBounds(this.areaAround([lat, lng]));
    });
    pin.on("dragend", () => {
      const { lat, lng } = pin.getLatLng().wrap();
      this.set(lat, lng);
    });
    if (look) this.map.fitBounds(bounds.pad(0.8), { maxZoom: NEAR_ZOOM });
  }

  /** Without a tile server the neighbouring areas give the eye something to hold on to. */
  drawGrid(bounds) {
    const [south, west] = [bounds.getSouth(), bounds.getWest()];
    const [height, width] = [bounds.getNorth() - south, bounds.getEast() - west];
    const steps = [-4, -3, -2, -1, 0, 1, 2, 3, 4];
    for (const row of steps) {
      for (const column of steps) {
        const corner = [south + row * height, west + column * width];
        const opposite = [corner[0] + height, corner[1] + width];
        L.rectangle([corner, opposite], { className: "place__grid", interactive: false }).addTo(this.shapes);
      }
    }
  }
}

async function start(within) {
  for (const root of within.querySelectorAll("[data-place]:not([data-ready])")) {
    root.dataset.ready = "";
    new PlacePicker(root, await import(root.dataset.leaflet));
  }
}
start(document);
document.addEventListener("htmx:load", ({ target }) => start(target.parentElement ?? document));
