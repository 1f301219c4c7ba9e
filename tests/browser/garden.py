"""What tests ask of a phone that is out of reach: what its caches hold, and what it is handed."""

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from accounts.models import User
from tests.lossy_wire import Wire

READY = "async () => { await navigator.serviceWorker.ready; }"
KEPT_PAGES = """async () => {
  let found = 0;
  for (const name of await caches.keys()) {
    if (!name.startsWith("pages-")) continue;
    const keys = await (await caches.open(name)).keys();
    found += keys.filter(({ url }) => new URL(url).pathname === "ADDRESS").length;
  }
  return found;
}"""
SHELLS = "async () => (await caches.keys()).filter((name) => name.startsWith('shell-'))"
SHARE_FROM_PHONE = """(hex) => {
  const bytes = Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  const given = new DataTransfer();
  given.items.add(new File([bytes], "plums.jpg", { type: "image/jpeg" }));
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: "/share-target/", enctype: "multipart/form-data" });
  const photos = Object.assign(document.createElement("input"), { type: "file", name: "photos" });
  const title = Object.assign(document.createElement("input"), { name: "title", value: "Plums" });
  photos.files = given.files;
  form.append(photos, title);
  document.body.append(form);
  form.submit();
}"""

ELSEWHERE = "http://elsewhere.test/"
KEPT_FORMS = "async () => (await outboxStore.all()).map(({ account, kind }) => [account, kind])"
POST_FROM_ELSEWHERE = """([action, fields]) => {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action });
  for (const [name, value] of Object.entries(fields)) {
    form.append(Object.assign(document.createElement("input"), { name, value }));
  }
  document.body.append(form);
  form.submit();
}"""


def sign_in(context: BrowserContext, wire: Wire, user: User) -> None:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": wire.url}])


def wait_for(page: Page, script: str) -> None:
    """Until an asynchronous script says yes; `wait_for_function` takes its promise for one."""
    for _ in range(100):
        if page.evaluate(script):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never: {script}")
