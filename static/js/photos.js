// [data-photos]: photos go to the store as soon as they are chosen, each with its progress and its
// error beside it; the form they stand in waits for those on their way.
const sending = new Set();
const kept = []; // files that the network did not take: they go with the form, now or later

function row(box, file) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  const bar = document.createElement("progress");
  name.textContent = file.name;
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  item.append(name, bar);
  box.querySelector("[data-photos-sending]").append(item);
  return { item, bar };
}

async function asked(response) {
  if (response.ok) return response.status === 204 ? null : response.json();
  const told = await response.json().catch(() => null);
  throw new Error(told?.error?.message ?? "");
}

function post(url, values, token) {
  const headers = { "X-CSRFToken": token };
  return fetch(url, { method: "POST", headers, body: new URLSearchParams(values) }).then(asked);
}

function send({ url, method, fields }, file, bar) {
  return new Promise((done, fail) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append("file", file);
    const request = new XMLHttpRequest();
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) bar.value = event.loaded / event.total;
    };
    request.onload = () => {
      if (request.status < 300) return done();
      let message = "";
      try {
        message = JSON.parse(request.responseText).error.message;
      } catch {
        // The store answers in a language of its own.
      }
      fail(new Error(message));
    };
    request.onerror = () => fail(new Error(""));
    request.open(method, url);
    request.send(form);
  });
}

async function add(box, file) {
  const token = box.closest("form").querySelector("[name=csrfmiddlewaretoken]").value;
  const { item, bar } = row(box, file);
  try {
    const planned = await post(box.dataset.planUrl, { content_type: file.type, size: file.size }, token);
    await send(planned.upload, file, bar);
    const said = box.dataset.uploadedUrl.replace("00000000-0000-0000-0000-000000000000", planned.id);
    await post(said, {}, token);
    item.remove();
    document.querySelector("#photos").dispatchEvent(new Event("photos:changed"));
  } catch (error) {
    bar.remove();
    const isCut = error instanceof TypeError || !navigator.onLine;
    if (isCut) kept.push({ box, file });
    const text = document.createElement(isCut ? "span" : "strong");
    text.className = isCut ? "muted" : "photos__error";
    text.textContent = isCut ? box.dataset.kept : error.message || box.dataset.failed;
    item.append(text);
  }
}

async function addAll(box, files) {
  for (const file of files) {
    const work = add(box, file);
    sending.add(work);
    await work;
    sending.delete(work);
  }
}

document.addEventListener("change", (event) => {
  const input = event.target;
  const box = input.closest?.("[data-photos]");
  if (!box || input.type !== "file") return;
  const files = [...input.files];
  input.value = "";
  addAll(box, files);
});
document.addEventListener("photos:add", ({ target, detail }) => addAll(target, detail.files));

document.addEventListener("formdata", ({ target, formData }) => {
  for (const { box, file } of kept) if (box.closest("form") === target) formData.append("photos", file, file.name);
});
document.addEventListener("reset", ({ target }) => {
  if (!target.querySelector("[data-photos]")) return;
  kept.length = 0;
  target.querySelector("[data-photos-sending]").replaceChildren();
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!sending.size || !form.querySelector("[data-photos]")) return;
  event.preventDefault();
  await Promise.allSettled([...sending]);
  form.requestSubmit(event.submitter);
});
