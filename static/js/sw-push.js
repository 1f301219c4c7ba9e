// What the browser does with a push, and when somebody taps on it. Nothing else lives here.
self.addEventListener("push", (event) => {
  let told = {};
  try {
    told = event.data.json();
  } catch {
    return;
  }
  const shown = self.registration.showNotification(told.title || "FoodCoord", {
    body: told.text || "",
    tag: told.id, // a repeat takes the place of the first
    data: { url: told.url || "/notifications/" },
  });
  event.waitUntil(shown);
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data.url, self.location.origin);
  if (url.origin !== self.location.origin) return;
  event.waitUntil(
    self.clients.matchAll({ type: "window" }).then((open) => {
      const there = open.find((client) => client.url === url.href);
      return there ? there.focus() : self.clients.openWindow(url.href);
    }),
  );
});
