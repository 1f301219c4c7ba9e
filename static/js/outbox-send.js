// Sends what waits, one at a time: a lock sees to it that no two pages, nor a page and the worker, do so
// at once. Exactly once on the server is what the client's own id in each form sees to.
self.outboxSend = (() => {
  const SECONDS = 60;
  const LONGEST_MS = 60000;

  const ask = (url, options) =>
    fetch(url, { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(LONGEST_MS), ...options });
  const pause = (answer) => Date.now() + 1000 * (Number(answer.headers.get("Retry-After")) || SECONDS);

  function body(entry) {
    const form = new FormData();
    for (const [name, value] of entry.fields) form.append(name, value);
    return form;
  }

  async function outcome(answer) {
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    const told = isJson ? await answer.json() : { html: await answer.text() };
    return { status: answer.status, url: told.url ?? "", said: told.said ?? [], html: answer.ok ? "" : (told.html ?? "") };
  }

  /** Send one; what stops the others too is returned: no network, no session, a server that is busy. */
  async function send(entry, token) {
    // Written down first: if the answer gets lost, what was sent must stay as it was.
    entry.attempted = true;
    await outboxStore.put(entry);
    let answer;
    try {
      // The server is told whose it is: between asking who is signed in and this, somebody else may have come.
      const headers = { "X-Outbox": "1", "X-Outbox-Account": entry.account, "X-CSRFToken": token };
      answer = await ask(entry.url, { method: "POST", headers, body: body(entry) });
    } catch {
      return { stop: "offline" };
    }
    if (answer.status === 401) return { stop: "signedOut" };
    if (answer.status === 408 || answer.status === 429 || answer.status >= 500) {
      entry.notBefore = pause(answer);
      await outboxStore.put(entry);
      return { stop: "later", at: entry.notBefore };
    }
    entry.answer = await outcome(answer);
    entry.state = answer.ok ? "sent" : "attention";
    entry.attempted = false;
    entry.label = outboxStore.describe(entry);
    if (answer.ok) entry.fields = [];
    await outboxStore.put(entry);
    return {};
  }

  const goesBefore = (one, other) => one.kind === "message" && one.url === other.url && one.written < other.written;
  /** The first that may go now: what was said before it in the same conversation has gone. */
  function next(entries, account) {
    const unsent = entries.filter((entry) => entry.account === account && entry.state !== "sent");
    return unsent.find(
      (entry) =>
        entry.state === "waiting" &&
        !(entry.notBefore > Date.now()) &&
        !unsent.some((earlier) => goesBefore(earlier, entry)),
    );
  }

  /** What the server has put off is still to be sent: by a page opened since, or by the worker. */
  function putOff(entries, account) {
    const mine = entries.filter((entry) => entry.account === account && entry.state === "waiting");
    const times = mine.map((entry) => entry.notBefore).filter((at) => at > Date.now());
    return times.length ? { stop: "later", at: Math.min(...times) } : {};
  }

  async function round(tokenUrl) {
    if (!(await outboxStore.all()).some((entry) => entry.state === "waiting")) return {};
    let answer;
    try {
      answer = await ask(tokenUrl);
    } catch {
      return { stop: "offline" };
    }
    if (!answer.ok) return { stop: "later", at: pause(answer) };
    const { account, token } = await answer.json();
    if (!account) return { stop: "signedOut" };
    for (;;) {
      const entries = await outboxStore.all();
      const entry = next(entries, account);
      if (!entry) return putOff(entries, account);
      const { stop, at } = await send(entry, token);
      outboxStore.tell();
      if (stop) return { stop, at };
    }
  }

  return (tokenUrl) => navigator.locks.request("outbox", () => round(tokenUrl));
})();
