// Pages as they were last seen, one person's only. The server says which may be kept (`Device-Copy`) and
// whose they are (`Device-Account`); another account, or nobody signed in, ends what was kept before.
const PAGES = "pages-";
const MOST = 40;
const PATIENCE_MS = 4000;
const SEEN = "Seen-At";

function addressOf(text) {
  const url = new URL(text);
  url.hash = "";
  url.searchParams.delete("shared");
  return url.href;
}

async function forgetPagesBut(name) {
  for (const other of await caches.keys()) {
    if (other.startsWith(PAGES) && other !== name) await caches.delete(other);
  }
}

async function prune(cache) {
  const pinned = DEVICE.pinned.map((path) => location.origin + path);
  const others = (await cache.keys()).filter((request) => !pinned.includes(request.url));
  for (const old of others.slice(0, Math.max(0, others.length - MOST))) await cache.delete(old);
}

async function keepPage(request, answer) {
  const account = answer.headers.get("Device-Account");
  if (!account) return;
  const name = PAGES + account;
  await outboxStore.setAccount(account);
  await forgetPagesBut(answer.headers.get("Device-Copy") === "off" ? "" : name);
  if (answer.headers.get("Device-Copy") !== "keep" || answer.status !== 200) return;
  const headers = new Headers(answer.headers);
  headers.set(SEEN, String(Date.now()));
  for (const gone of ["Content-Encoding", "Content-Length"]) headers.delete(gone);
  const cache = await caches.open(name);
  // Put anew, so that the order of the keys is the order in which pages were seen.
  await cache.delete(addressOf(request.url));
  await cache.put(addressOf(request.url), new Response(await answer.blob(), { headers }));
  await prune(cache);
}

async function lastSeen(url) {
  for (const name of await caches.keys()) {
    if (!name.startsWith(PAGES)) continue;
    const cache = await caches.open(name);
    const copy = await cache.match(addressOf(url), { ignoreVary: true });
    if (!copy) continue;
    if (Date.now() - Number(copy.headers.get(SEEN)) < WEEK_MS) return copy;
    await cache.delete(addressOf(url));
  }
}

/** The copy, saying itself when it was seen. */
async function marked(copy) {
  const text = await copy.text();
  const page = text.replace("<html", `<html data-seen="${copy.headers.get(SEEN)}"`);
  return new Response(page, { headers: copy.headers });
}

const offlinePage = async () => (await caches.match(DEVICE.offline, { ignoreVary: true })) ?? Response.error();

// Windows that have just sent a form: where it leads, a page from before it would say that nothing was done.
const wrote = new Set();

async function page(request, fresh, isAfterWrite) {
  const copy = await lastSeen(request.url);
  if (!copy) return fresh.catch(offlinePage);
  if (isAfterWrite) return fresh.catch(() => marked(copy));
  const waited = new Promise((done) => setTimeout(done, PATIENCE_MS));
  return (await Promise.race([fresh.catch(() => undefined), waited])) ?? marked(copy);
}

/** The options of a food picker, out of the foods that the device knows. */
async function foodOptions(request) {
  const kept = await caches.match(DEVICE.foods, { ignoreVary: true });
  if (!kept) return Response.error();
  const typed = new URL(request.url).searchParams.get("q") ?? "";
  const folded = typed.trim().toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const { foods } = await kept.json();
  const begins = ({ words }) => words.startsWith(folded) || words.includes(` ${folded}`);
  const found = folded ? foods.filter(begins).slice(0, 8) : [];
  const headers = { "Content-Type": "text/html; charset=utf-8" };
  return new Response(found.map(({ option }) => option).join(""), { headers });
}

self.addEventListener("message", (event) => {
  const ask = async (url) => keepPage(new Request(url), await fetch(url, { redirect: "manual" }));
  const pin = async (path) => (await lastSeen(location.origin + path)) ?? ask(location.origin + path);
  const { type, urls } = event.data;
  const asked = type === "keep" ? urls.map(ask) : type === "pin" ? DEVICE.pinned.map(pin) : [];
  // Without a network there is nothing to add.
  event.waitUntil(Promise.all(asked).catch(() => undefined));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.mode === "navigate" && request.method === "POST") wrote.add(event.resultingClientId);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") {
    const fresh = fetch(request);
    // Copied before it is handed over; what comes too late for this time is there for the next.
    const copied = (answer) => (answer.headers.get("Device-Copy") === "keep" ? answer.clone() : answer);
    event.waitUntil(fresh.then((answer) => keepPage(request, copied(answer))).catch(() => undefined));
    event.waitUntil(fresh.then(renewWords).catch(() => undefined));
    event.respondWith(pathname === DEVICE.offline ? fresh.catch(offlinePage) : page(request, fresh, wrote.delete(event.resultingClientId)));
  } else if (pathname === DEVICE.food_search) {
    event.respondWith(fetch(request).catch(() => foodOptions(request)));
  } else if (DEVICE.parts.includes(pathname)) {
    event.respondWith(fetch(request).catch(() => new Response(null, { status: 204 })));
  }
});
