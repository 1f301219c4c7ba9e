// Forms that the network did not take are kept to be sent later; a photo shared by another app is kept
// for the form that it starts.
const kindOf = (pathname) => Object.keys(DEVICE.forms).find((kind) => new RegExp(DEVICE.forms[kind]).test(pathname));
const UNSENT = ["csrfmiddlewaretoken"];

async function keepForm(request, kind) {
  const form = await request.formData();
  const account = await outboxStore.account();
  // A further line is asked of the server: it is no post yet.
  if (!account || account === "nobody" || form.has("add")) return Response.error();
  const { pathname } = new URL(request.url);
  const fields = [...form].filter(([name, value]) => !UNSENT.includes(name) && !(value instanceof File && !value.size));
  const key = form.get("id") || crypto.randomUUID();
  // Whether the server has got it is not known: its id stays.
  await outboxStore.add({ key, account, kind, url: pathname, page: pathname, fields, label: "", attempted: true });
  await self.registration.sync?.register("outbox").catch(() => undefined);
  return Response.redirect(`${DEVICE.offline}#kept`, 303);
}

async function sendOrKeep(request, kind) {
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch {
    return keepForm(copy, kind);
  }
}

async function takeShared(request) {
  const form = await request.formData();
  const text = ["title", "text", "url"].map((name) => form.get(name)).filter(Boolean);
  const photos = form.getAll("photos").filter((file) => file instanceof File && file.size);
  await outboxStore.share({ text, photos });
  return Response.redirect(DEVICE.shared, 303);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "POST" || request.mode !== "navigate" || origin !== location.origin) return;
  const kind = kindOf(pathname);
  if (pathname === DEVICE.share) event.respondWith(takeShared(request));
  else if (kind) event.respondWith(sendOrKeep(request, kind));
});

self.addEventListener("sync", (event) => {
  if (event.tag !== "outbox") return;
  // Rejecting asks the browser to try again later.
  const sent = outboxSend(DEVICE.token).then(({ stop }) => {
    if (stop === "offline" || stop === "later") throw new Error(stop);
  });
  event.waitUntil(sent);
});
