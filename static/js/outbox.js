// Forms that wait for a connection: kept, counted, taken up again, sent. Loaded where there is such a form,
// or where something waits.
const AGAIN_MS = 30000;
const WAITING = "device:waiting";
let device, said, timer;

/** Whose page this is; one that is nobody's in particular is whose the last page was. */
export const me = () => said.account ?? localStorage.getItem("device:account") ?? "";
const say = (text) => document.dispatchEvent(new CustomEvent("say", { detail: text }));

function label(form, submitter, data) {
  if (form.dataset.offline === "message") return data.get("text") ?? submitter?.textContent.trim() ?? "";
  const unit = form.querySelector("select[name=unit]")?.selectedOptions[0]?.textContent.trim() ?? "";
  const words = [data.get("quantity"), unit, data.get("food") ?? form.dataset.offlineLabel];
  return words.filter(Boolean).join(" ");
}

/** Everything of this person's; of nobody in particular while nobody is signed in. */
export async function entries() {
  const all = await outboxStore.all();
  return me() ? all.filter((entry) => entry.account === me()) : all;
}

async function showWaiting(form, unsent) {
  if (form.dataset.offline !== "message") return;
  form.parentElement.querySelector("[data-outbox-here]")?.remove();
  const here = unsent.filter((entry) => me() && entry.url === new URL(form.action).pathname);
  if (!here.length || !form.matches("[data-talk-write]")) return;
  const list = device.querySelector("[data-outbox-bubbles]").content.cloneNode(true).firstElementChild;
  const model = list.firstElementChild;
  for (const entry of here) {
    const bubble = model.cloneNode(true);
    bubble.querySelector("[data-words]").textContent = outboxStore.describe(entry);
    list.append(bubble);
  }
  model.remove();
  form.before(list);
}

function showSent(entry) {
  const line = device.querySelector("[data-device-sent]");
  const link = line.querySelector("a");
  const text = said.sent.replace("%s", outboxStore.describe(entry));
  line.querySelector("[data-text]").textContent = text;
  link.hidden = !entry.answer.url;
  if (entry.answer.url) link.href = entry.answer.url;
  line.hidden = false;
  say(text);
  document.dispatchEvent(new CustomEvent("outbox:sent", { detail: entry }));
}

/** Say how many wait and what has been sent since; the page's own list, where there is one, is drawn anew. */
async function refresh() {
  const found = await entries();
  const unsent = found.filter((entry) => entry.state !== "sent");
  const stuck = unsent.some((entry) => entry.state === "attention");
  const line = device.querySelector("[data-device-waiting]");
  const words = stuck ? said.attention : unsent.length === 1 ? said.one : said.many;
  line.querySelector("a").textContent = words.replace("%s", unsent.length);
  line.hidden = !unsent.length;
  // Of everybody: a page of another person has something to remove.
  const kept = (await outboxStore.all()).filter((entry) => entry.state !== "sent").length;
  if (kept) localStorage.setItem(WAITING, kept);
  else localStorage.removeItem(WAITING);
  for (const form of document.querySelectorAll("form[data-offline]")) await showWaiting(form, unsent);
  for (const entry of me() ? found.filter(({ state }) => state === "sent") : []) {
    showSent(entry);
    await outboxStore.remove(entry.key);
  }
  document.dispatchEvent(new CustomEvent("outbox:changed"));
}

export async function send() {
  clearTimeout(timer);
  const { stop, at } = await outboxSend(said.token);
  await refresh();
  document.dispatchEvent(new CustomEvent("outbox:stopped", { detail: stop ?? "" }));
  if (stop === "offline" || stop === "later") timer = setTimeout(send, at ? at - Date.now() : AGAIN_MS);
}

async function askForSync() {
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.sync?.register("outbox").catch(() => undefined);
}

/** Keep a form; `attempted` where the server may have got it already. */
async function keep(form, submitter, attempted) {
  const kind = form.dataset.offline;
  const data = new FormData(form, submitter?.form === form ? submitter : undefined);
  if (!me() || (submitter?.name && kind !== "message")) return complain(said.needs);
  if (!form.reportValidity()) return undefined;
  const before = form.dataset.outboxKey;
  const url = new URL(form.action).pathname;
  const page = kind === "message" ? url : location.pathname;
  const entry = { ...outboxStore.written(data, before), account: me(), kind, attempted, url, page };
  const earlier = before && (await outboxStore.get(before));
  if (before && before !== entry.key) await outboxStore.remove(before);
  await outboxStore.add({ ...entry, label: label(form, submitter, data), written: earlier?.written });
  delete form.dataset.outboxKey;
  await askForSync();
  return before ? sendAndLeave() : settle(form, kind);
}

function complain(text) {
  const line = device.querySelector("[data-device-needs]");
  line.querySelector("[data-text]").textContent = text;
  line.hidden = false;
  say(text);
}

async function sendAndLeave() {
  await send();
  location.assign(said.offlineUrl);
}

/** The form is free for the next; a page without a worker has no offline page to go to. */
async function settle(form, kind) {
  form.reset();
  if (form.elements.text) form.elements.text.value = "";
  if (form.elements.id) form.elements.id.value = crypto.randomUUID();
  form.dispatchEvent(new CustomEvent("outbox:kept", { bubbles: true }));
  await refresh();
  say(said.kept);
  if (kind !== "message" && navigator.serviceWorker?.controller) location.assign(`${said.offlineUrl}#kept`);
  else timer ??= setTimeout(send, AGAIN_MS);
}

/** One that was opened and left is sent as it was; where its lock is taken, it is still being written in. */
async function letGo() {
  for (const entry of (await entries()).filter(({ state }) => state === "held")) {
    await navigator.locks.request(outboxStore.lockOf(entry), { ifAvailable: true }, async (lock) => {
      const now = lock && (await outboxStore.get(entry.key));
      if (now?.state === "held") await outboxStore.put({ ...now, state: "waiting" });
    });
  }
}

let begun;
export const begin = (place) => (begun ??= start(place));

async function start(place) {
  device = place;
  said = place.dataset;
  await import(said.store);
  await import(said.send);
  // A page that has been open for long may be of a person who is not here any more: it removes nothing.
  if (said.account && said.account === localStorage.getItem("device:account")) await outboxStore.keepOnly(me());
  outboxStore.listen(refresh);
  addEventListener("online", send);
  const wanted = new URLSearchParams(location.hash.slice(1)).get("outbox");
  const isShared = new URLSearchParams(location.search).has("shared");
  if (wanted || isShared) {
    const { reopen, takeShared } = await import(said.reopen);
    await (wanted ? reopen(wanted) : takeShared(me()));
  } else await letGo();
  await refresh();
  if (!wanted) send();
  return { keep };
}
