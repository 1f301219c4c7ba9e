// What every map is made of: cells by their names, and Leaflet, fetched only when a map is wanted: from the
// addresses in the data-… of whoever wants one.
const LETTERS = "0123456789bcdefghjkmnpqrstuvwxyz";
const PATIENCE_MS = 8000;
let loading;

/** The geohash cell of a point: [[south, west], [north, east]] in degrees. */
export function cellBounds(lat, lon, precision) {
  const height = 180 / 2 ** Math.floor((precision * 5) / 2);
  const width = 360 / 2 ** Math.ceil((precision * 5) / 2);
  const south = Math.min(Math.floor((lat + 90) / height) * height - 90, 90 - height);
  const west = Math.min(Math.floor((lon + 180) / width) * width - 180, 180 - width);
  return [[south, west], [south + height, west + width]];
}

/** The bounds of a cell by its name: its bits halve the earth, east and north by turns. */
export function boundsOf(cell) {
  const sides = { lon: [-180, 180], lat: [-90, 90] };
  let side = "lon";
  for (const letter of cell) {
    for (let bit = 16; bit; bit >>= 1) {
      const [low, high] = sides[side];
      sides[side] = LETTERS.indexOf(letter) & bit ? [(low + high) / 2, high] : [low, (low + high) / 2];
      side = side === "lon" ? "lat" : "lon";
    }
  }
  return [[sides.lat[0], sides.lon[0]], [sides.lat[1], sides.lon[1]]];
}

/** The name of the cell that holds a point: letter by letter, the one of 32 that is around it. */
export function cellOf(lat, lon, precision) {
  const holds = ([[south, west], [north, east]]) => south <= lat && lat < north && west <= lon && lon < east;
  let cell = "";
  while (cell.length < precision) cell += [...LETTERS].find((letter) => holds(boundsOf(cell + letter)));
  return cell;
}

/** Resolves when `L` is there; a failure is not remembered. */
export function loadLeaflet({ leafletJs, leafletCss }) {
  loading ??= Promise.all([
    put("link", { rel: "stylesheet", href: leafletCss }),
    put("script", { src: leafletJs }),
  ]).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

function put(name, attributes) {
  return new Promise((onload, onerror) => {
    document.head.append(Object.assign(document.createElement(name), { ...attributes, onload, onerror }));
  });
}

/** A map in `holder`, calm for who wants it calm. */
export function makeMap(holder, options = {}) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const motion = { zoomAnimation: !calm, fadeAnimation: !calm, inertia: !calm };
  const map = L.map(holder, { scrollWheelZoom: false, minZoom: 2, ...motion, ...options });
  map.attributionControl.setPrefix(false);
  return map;
}

/** Lays tiles where there is a server of them; resolves to whether any came, else they are gone again. */
export function layTiles(map, { tiles, attribution }) {
  const layer = L.tileLayer(tiles, { attribution, maxZoom: 18, referrerPolicy: "strict-origin-when-cross-origin" });
  return new Promise((resolve) => {
    let came = false;
    const end = () => {
      if (!came) layer.remove();
      resolve(came);
    };
    layer.once("tileload", () => {
      came = true;
      end();
    });
    layer.once("load", end);
    setTimeout(end, PATIENCE_MS);
    layer.addTo(map);
  });
}
