// Forms that the network did not take are kept to be sent later; a photo shared by another app is kept
// for the form that it starts.
const kindOf = (pathname) => Object.keys(DEVICE.forms).find((kind) => new RegExp(DEVICE.forms[kind]).test(pathname));

/** Where a request comes from, as the browser says; "null" of one that nobody's page has made, or that hides it. */
function senderOf(request) {
  const { referrer } = request;
  return request.headers.get("Origin") ?? (referrer && referrer !== "about:client" ? new URL(referrer).origin : "null");
}

async function keepForm(request, kind) {
  const form = await request.formData();
  // Whose it is, the page says that it was written in: who is signed in by now may be somebody else.
  const account = form.get(outboxStore.WRITER);
  // A further line is asked of the server: it is no post yet.
  if (!account || form.has("add")) return Response.error();
  const { pathname } = new URL(request.url);
  // Whether the server has got it is not known: its id stays.
  await outboxStore.add({ ...outboxStore.written(form), account, kind, url: pathname, page: pathname, label: "", attempted: true });
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
  const sender = senderOf(request);
  // Any page anywhere can post a form here. What is kept is sent later with a token of ours, as if it had been
  // written here: only our own pages' forms are kept. A phone that shares a photo has no page.
  if (pathname === DEVICE.share) {
    if ([location.origin, "null"].includes(sender)) event.respondWith(takeShared(request));
  } else if (kind && sender === location.origin) event.respondWith(sendOrKeep(request, kind));
});

self.addEventListener("sync", (event) => {
  if (event.tag !== "outbox") return;
  // Rejecting asks the browser to try again later.
  const sent = outboxSend(DEVICE.token).then(({ stop }) => {
    if (stop === "offline" || stop === "later") throw new Error(stop);
  });
  event.waitUntil(sent);
});
