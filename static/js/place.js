// [data-place]: sets hidden latitude and longitude from a town, a tap on the map or the device, and draws
// the area that others will see. Leaflet is fetched only when a map is opened.
const START = { lat: 48, lon: 9, zoom: 4 };
const NEAR_ZOOM = 14;
/** The geohash cell of a point: [[south, west], [north, east]] in degrees. */
export function cellBounds(lat, lon, precision) {
  const height = 180 / 2 ** Math.floor((precision * 5) / 2);
  const width = 360 / 2 ** Math.ceil((precision * 5) / 2);
  const south = Math.min(Math.floor((lat + 90) / height) * height - 90, 90 - height);
  const west = Math.min(Math.floor((lon + 180) / width) * width - 180, 180 - width);
  return [[south, west], [south + height, west + width]];
}

class PlacePicker {
  constructor(root) {
    this.root = root;
    [this.lat, this.lon] = root.querySelectorAll("input[type=hidden]");
    this.holder = root.querySelector("[data-map]");
    this.status = root.querySelector("[data-status]");
    this.opener = root.querySelector("[data-open-map]");
    this.opener.addEventListener("click", () => this.toggle());
    root.querySelector("[data-locate]").addEventListener("click", () => this.locate());
    root.addEventListener("combobox:chosen", ({ detail }) => {
      this.name = detail.label;
      this.set(Number(detail.lat), Number(detail.lon));
    });
    root.addEventListener("input", ({ target }) => target.role === "combobox" && this.clear());
    root.closest("form")?.addEventListener("change", ({ target }) => this.changePrecision(target));
    if ("open" in root.dataset) this.toggle();
  }

  get point() {
    return this.lat.value && this.lon.value ? [Number(this.lat.value), Number(this.lon.value)] : null;
  }

  set(lat, lon) {
    this.lat.value = lat.toFixed(6);
    this.lon.value = lon.toFixed(6);
    this.status.textContent = this.status.dataset.set;
    this.lat.dispatchEvent(new Event("change", { bubbles: true }));
    this.draw(true);
  }

  clear() {
    this.lat.value = this.lon.value = this.status.textContent = this.name = "";
    this.draw();
  }

  changePrecision(target) {
    if (target.name !== this.root.dataset.precisionField) return;
    this.root.dataset.precision = target.value;
    this.draw(true);
  }

  locate() {
    this.status.textContent = this.status.dataset.locating;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        this.name = "";
        this.set(coords.latitude, coords.longitude);
      },
      () => (this.status.textContent = this.status.dataset.denied),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  }

  async toggle() {
    const show = this.holder.hidden;
    this.holder.hidden = !show;
    this.opener.setAttribute("aria-expanded", String(show));
    if (!show) return;
    if (!this.map) {
      const { loadLeaflet, makeMap } = await import(this.root.dataset.leaflet);
      await loadLeaflet(this.root.dataset);
      this.prepare(makeMap(this.holder, this.root.dataset));
    }
    this.draw(true);
  }

  prepare(map) {
    this.map = map;
    this.map.setView([START.lat, START.lon], START.zoom);
    this.shapes = L.layerGroup().addTo(this.map);
    this.map.on("click", ({ latlng }) => this.set(latlng.lat, latlng.wrap().lng));
    this.holder.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== this.holder) return;
      event.preventDefault();
      const centre = this.map.getCenter().wrap();
      this.set(centre.lat, centre.lng);
    });
  }

  draw(look = false) {
    if (!this.map) return;
    this.shapes.clearLayers();
    if (!this.point) return;
    const bounds = L.latLngBounds(cellBounds(...this.point, Number(this.root.dataset.precision)));
    if (!this.root.dataset.tiles) this.drawGrid(bounds);
    const area = L.rectangle(bounds, { className: "place__area", interactive: false }).addTo(this.shapes);
    if (this.name) area.bindTooltip(this.name, { permanent: true, direction: "top", offset: [0, -8] });
    const icon = L.divIcon({ className: "", html: '<span class="place__dot"></span>', iconSize: [18, 18] });
    const pin = L.marker(this.point, { icon, draggable: true, keyboard: false }).addTo(this.shapes);
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
    for (let row = -4; row <= 4; row += 1) {
      for (let column = -4; column <= 4; column += 1) {
        const corner = [south + row * height, west + column * width];
        const opposite = [corner[0] + height, corner[1] + width];
        L.rectangle([corner, opposite], { className: "place__grid", interactive: false }).addTo(this.shapes);
      }
    }
  }
}

const start = (within) => {
  for (const root of within.querySelectorAll("[data-place]:not([data-ready])")) {
    root.dataset.ready = "";
    new PlacePicker(root);
  }
};
start(document);
document.addEventListener("htmx:load", ({ target }) => start(target.parentElement ?? document));
