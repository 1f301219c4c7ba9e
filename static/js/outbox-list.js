// The page of what waits on this device: what it is, when it was written, and what came of sending it;
// and which pages can be read without a network.
const device = document.querySelector("[data-device]");
const place = document.querySelector("[data-outbox-list]");
const said = place.dataset;
const { begin, entries, me, send } = await import(device.dataset.outbox);
const WHEN = { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const moment = (ms) =>
  new Intl.DateTimeFormat(device.dataset.locale, WHEN).format(new Date(ms));

/** The server's own words, where it had some. */
function reasons({ answer }) {
  if (!answer) return [];
  if (answer.said.length) return answer.said;
  const page = new DOMParser().parseFromString(answer.html, "text/html");
  const words = [...page.querySelectorAll("[data-form-errors] li, [data-form-errors] p:not(.alert__title)")];
  const told = words.map((line) => line.textContent.trim().replace(/\s+/g, " ")).filter(Boolean);
  return told.length ? told : [[403, 404, 410].includes(answer.status) ? said.gone : said.refused];
}

function status(entry) {
  if (entry.state === "attention") return said.attention;
  if (!me()) return said.signIn;
  if (entry.notBefore > Date.now()) return said.later.replace("%s", moment(entry.notBefore));
  return entry.attempted ? said.unsure : said.waiting;
}

function row(entry) {
  const item = place.querySelector("template").content.cloneNode(true).firstElementChild;
  const isMine = Boolean(me());
  const set = (name, text) => (item.querySelector(`[data-${name}]`).textContent = text);
  set("kind", said[entry.kind.replace("_o", "O")]);
  set("what", isMine ? outboxStore.describe(entry) : "");
  set("when", moment(entry.written));
  set("state", status(entry));
  const photos = entry.fields.filter(([, value]) => value instanceof Blob).length;
  set("photos", photos ? said.photos.replace("%s", photos) : "");
  for (const text of isMine ? reasons(entry) : []) {
    item.querySelector("[data-reasons]").append(Object.assign(document.createElement("li"), { textContent: text }));
  }
  item.querySelector("[data-edit]").href = `${entry.page}#outbox=${entry.key}`;
  item.querySelector("[data-discard]").onclick = async () => {
    if (!confirm(said.sure)) return;
    await outboxStore.remove(entry.key);
    outboxStore.tell();
  };
  for (const button of item.querySelectorAll(".actions")) button.hidden = !isMine;
  return item;
}

async function draw() {
  const waiting = (await entries()).filter((entry) => entry.state !== "sent");
  place.querySelector("ul").replaceChildren(...waiting.map(row));
  document.querySelector("[data-outbox-none]").hidden = Boolean(waiting.length);
  document.querySelector("[data-outbox-some]").hidden = !waiting.length;
  document.querySelector("[data-outbox-sign-in]").hidden = !waiting.length || Boolean(me());
  place.removeAttribute("aria-busy");
}

async function pages() {
  const list = document.querySelector("[data-pages]");
  for (const name of (await caches.keys()).filter((each) => each.startsWith("pages-"))) {
    const cache = await caches.open(name);
    for (const request of (await cache.keys()).reverse()) {
      const answer = await cache.match(request);
      const title = new DOMParser().parseFromString(await answer.text(), "text/html").title.replace(" · FoodCoord", "");
      const link = Object.assign(document.createElement("a"), { href: request.url, textContent: title.trim() });
      const line = document.createElement("li");
      line.append(link, ` · ${moment(Number(answer.headers.get("Seen-At")))}`);
      list.append(line);
    }
  }
  document.querySelector("[data-pages-none]").hidden = Boolean(list.childElementCount);
  list.parentElement.removeAttribute("aria-busy");
}

document.addEventListener("outbox:changed", draw);
document.querySelector("[data-send-now]").onclick = async () => {
  for (const entry of await entries()) {
    if (entry.notBefore) await outboxStore.put({ ...entry, notBefore: 0 });
  }
  await send();
};
document.addEventListener("outbox:stopped", ({ detail }) => {
  document.querySelector("[data-outbox-status]").textContent = said[`stop${detail}`] ?? "";
});
/** This page is nobody's in particular, and the one before it may have been the sign-in page. */
async function askWho() {
  if (!navigator.onLine) return;
  const answer = await fetch(device.dataset.token, { cache: "no-store" });
  if (!answer.ok) return;
  const { account } = await answer.json();
  if (account === localStorage.getItem("device:account")) return;
  localStorage.setItem("device:account", account);
  await send(); // which draws it anew
}

await begin(device);
await draw();
const ask = () => askWho().catch(() => undefined); // no answer: it stays as it is
addEventListener("online", ask);
ask();
await pages();
