// Leaflet, fetched only when a map is wanted: from the addresses in the data-… of whoever wants one.
let loading;

/** Resolves when `L` is there. */
export function loadLeaflet({ leafletJs, leafletCss }) {
  loading ??= new Promise((resolve, reject) => {
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: leafletCss });
    const script = Object.assign(document.createElement("script"), { src: leafletJs, onload: resolve, onerror: reject });
    document.head.append(sheet, script);
  });
  return loading;
}

/** A map in `holder`, calm for who wants it calm, with tiles where there are some. */
export function makeMap(holder, { tiles, attribution }, options = {}) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(holder, { scrollWheelZoom: false, zoomAnimation: !calm, fadeAnimation: !calm, ...options });
  map.attributionControl.setPrefix(false);
  if (tiles) L.tileLayer(tiles, { attribution, maxZoom: 18, referrerPolicy: "strict-origin-when-cross-origin" }).addTo(map);
  return map;
}
