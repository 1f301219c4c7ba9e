// Asks this browser to be called, and hands its address to the form that keeps it.
const form = document.querySelector("[data-push]");
const button = form?.querySelector("button");
const notes = form ? Object.fromEntries([...form.querySelectorAll("[data-push-note]")].map((note) => [note.dataset.pushNote, note])) : {};

const say = (name) => Object.entries(notes).forEach(([key, note]) => (note.hidden = key !== name));
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const words = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const nameOf = (agent) => {
  const browser = ["Edg", "Firefox", "Chrome", "Safari"].find((each) => agent.includes(each)) || "";
  const system = ["Android", "iPhone", "iPad", "Windows", "Mac", "Linux"].find((each) => agent.includes(each)) || "";
  return [browser.replace("Edg", "Edge"), system].filter(Boolean).join(" · ");
};

async function subscribe() {
  if ((await Notification.requestPermission()) !== "granted") return say("denied");
  const worker = await navigator.serviceWorker.register("/sw.js");
  await navigator.serviceWorker.ready;
  const device = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.push) });
  form.elements.device_id.value = crypto.randomUUID();
  form.elements.endpoint.value = device.endpoint;
  form.elements.p256dh.value = words(device.getKey("p256dh"));
  form.elements.auth.value = words(device.getKey("auth"));
  form.elements.name.value = nameOf(navigator.userAgent);
  form.submit();
}

if (form) {
  const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  if (able) button.addEventListener("click", () => subscribe().catch(() => say("failed")));
  else {
    button.hidden = true;
    say("unable");
  }
}
