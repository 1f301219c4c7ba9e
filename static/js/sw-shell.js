// The shell: the files that pages are made of, kept by version. A name with a hash is one content for
// ever, so an old page always finds its own files and a new page never finds old ones.
const SHELL = `shell-${DEVICE.version}`;
const WORDS = "words"; // what speaks a language: the offline page and the foods
const RETIRED = "/retired";
const FILLED = "/filled"; // when the words were fetched
const WEEK_MS = 7 * 24 * 3600 * 1000;

async function fillShell() {
  const cache = await caches.open(SHELL);
  await cache.addAll(DEVICE.files);
  await fillWords();
}

async function fillWords() {
  const cache = await caches.open(WORDS);
  await cache.addAll([DEVICE.offline, DEVICE.foods].map((url) => new Request(url, { cache: "reload" })));
  await cache.put(FILLED, new Response(String(Date.now())));
}

/** What is posted most changes without a new version. */
async function renewWords() {
  const filled = await (await caches.open(WORDS)).match(FILLED);
  if (!filled || Date.now() - Number(await filled.text()) > WEEK_MS) await fillWords();
}

/** Pages seen in the last week may need files of an older version: each goes a week after its successor came. */
async function forgetOldShells() {
  for (const name of await caches.keys()) {
    if (!name.startsWith("shell-") || name === SHELL) continue;
    const cache = await caches.open(name);
    const since = await cache.match(RETIRED);
    if (!since) await cache.put(RETIRED, new Response(String(Date.now())));
    else if (Date.now() - Number(await since.text()) > WEEK_MS) await caches.delete(name);
  }
}

async function kept(request) {
  const own = await (await caches.open(SHELL)).match(request);
  return own ?? caches.match(request);
}

async function file(request) {
  if (DEVICE.hashed) return (await kept(request)) ?? fetch(request);
  try {
    return await fetch(request);
  } catch (error) {
    const copy = await kept(request);
    if (copy) return copy;
    throw error;
  }
}

self.addEventListener("install", (event) => {
  // The first one has nobody to wait for; a later one waits until a person asks for it.
  if (!self.registration.active) self.skipWaiting();
  event.waitUntil(fillShell());
});
self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOldShells().then(() => self.clients.claim()));
});
self.addEventListener("message", (event) => {
  if (event.data.type === "take-over") self.skipWaiting();
  if (event.data.type === "words") event.waitUntil(fillWords());
});

const isFile = new Set(DEVICE.files.map((url) => new URL(url, location.origin).href));
const STATIC = new URL(DEVICE.files[0], location.origin).pathname.split("/").slice(0, 2).join("/") + "/";
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || !url.pathname.startsWith(STATIC)) return;
  // Without hashes (while developing) only what is kept is answered for, and the network is asked first.
  if (!DEVICE.hashed && !isFile.has(request.url)) return;
  event.respondWith(file(request));
});
