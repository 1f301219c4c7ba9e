// What waits on this device, in IndexedDB. Pages and the service worker share it, so it is a classic
// script: `outboxStore` is its one name.
self.outboxStore = (() => {
  const OUTBOX = "outbox"; // forms: by the client id that makes a second sending harmless
  const SHARED = "shared"; // what another app has handed over, until a form takes it
  const TOLD = "told"; // whose device this is
  const HOUR_MS = 3600 * 1000;
  const NOBODY = "nobody";
  const WRITER = "device_account"; // the field by which a page's form says whose page it is
  const UNSENT = ["csrfmiddlewaretoken", WRITER];
  let opened;

  const answered = (request) =>
    new Promise((done, fail) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });

  function open() {
    opened ??= new Promise((done, fail) => {
      const request = indexedDB.open("foodcoord", 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore(OUTBOX, { keyPath: "key" });
        request.result.createObjectStore(SHARED, { autoIncrement: true });
        request.result.createObjectStore(TOLD);
      };
      request.onsuccess = () => {
        const database = request.result;
        const forget = () => {
          opened = undefined;
          database.close();
        };
        database.onversionchange = forget;
        database.onclose = forget;
        done(database);
      };
      request.onerror = () => {
        opened = undefined;
        fail(request.error);
      };
    });
    return opened;
  }

  async function within(store, mode, work) {
    const transaction = (await open()).transaction(store, mode);
    const result = await work(transaction.objectStore(store));
    await new Promise((done, fail) => {
      transaction.oncomplete = done;
      transaction.onabort = () => fail(transaction.error);
    });
    return result;
  }

  /** All that waits, oldest first. */
  async function all() {
    const found = await within(OUTBOX, "readonly", (store) => answered(store.getAll()));
    return found.sort((one, other) => one.written - other.written);
  }
  const get = (key) => within(OUTBOX, "readonly", (store) => answered(store.get(key)));
  const put = (entry) => within(OUTBOX, "readwrite", (store) => answered(store.put(entry)));
  const remove = (key) => within(OUTBOX, "readwrite", (store) => answered(store.delete(key)));

  const lockOf = ({ key }) => `held:${key}`;
  /** What an entry holds of a form: all that was filled in. */
  function written(data, key) {
    const isFilled = ([name, value]) => !UNSENT.includes(name) && !(value instanceof File && !value.size);
    return { key: data.get("id") || key || crypto.randomUUID(), fields: [...data].filter(isFilled) };
  }

  /** Keep a form that could not be sent; the order in which things were said stays. */
  async function add(entry) {
    const last = (await all()).at(-1)?.written ?? 0;
    await put({ state: "waiting", ...entry, written: entry.written ?? Math.max(Date.now(), last + 1) });
    self.outboxStore.tell();
  }

  /** Another person's things are not for this one. */
  async function keepOnly(account) {
    for (const entry of await all()) if (entry.account !== account) await remove(entry.key);
    await within(SHARED, "readwrite", async (store) => {
      const keys = await answered(store.getAllKeys());
      const found = await answered(store.getAll());
      found.forEach((given, index) => isFor(account)(given) || store.delete(keys[index]));
    });
  }

  const field = (entry, name) => entry.fields.find(([key]) => key === name)?.[1] ?? "";
  /** What a form says, in a line: as its page showed it, else by what was typed. */
  function describe(entry) {
    if (entry.label) return entry.label;
    if (entry.kind === "message") return field(entry, "text");
    return [field(entry, "quantity"), field(entry, "unit"), field(entry, "food")].filter(Boolean).join(" ");
  }

  /** For a day its owner's; what was shared before anybody was known here is for an hour whoever signs in. */
  const isFor = (account) => (given) => Date.now() - given.at < (given.account ? 24 : 1) * HOUR_MS && [account, ""].includes(given.account);
  /** Another app shares a photo for whom this device knew last, also when that session has ended. */
  async function share(given) {
    const owner = (await told("owner")) ?? "";
    await within(SHARED, "readwrite", (store) => answered(store.add({ ...given, account: owner, at: Date.now() })));
  }
  /** The newest that is this person's; all is gone once somebody has asked. */
  const takeShared = (account) =>
    within(SHARED, "readwrite", async (store) => {
      const found = await answered(store.getAll());
      store.clear();
      return found.filter(isFor(account)).at(-1);
    });

  const told = (name) => within(TOLD, "readonly", (store) => answered(store.get(name)));
  const account = () => told("account");
  const setAccount = (value) =>
    within(TOLD, "readwrite", (store) => {
      if (value !== NOBODY) store.put(value, "owner");
      return answered(store.put(value, "account"));
    });

  const channel = new BroadcastChannel("outbox");
  const heard = new BroadcastChannel("outbox");
  const tell = () => channel.postMessage("changed");
  const listen = (hear) => heard.addEventListener("message", hear);

  return { WRITER, describe, written, lockOf, all, get, put, add, remove, keepOnly, share, takeShared, account, setAccount, tell, listen };
})();
