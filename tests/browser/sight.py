"""A page, and how one comes to it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Page

GROWER, SEARCHER, COORDINATOR, MODERATOR = "grower", "searcher", "coordinator", "moderator"
LISTING = "main .cards a[href*='/listings/']"
REQUEST = "main .cards a[href*='/requests/']"
EXCHANGE = "main .exchange a.card__link"
ROW = "main .rows a"


ADDRESSES = """(links) => links.map((link) =>
  link.getAttribute("href") || link.getAttribute("hx-get") || link.getAttribute("value"))"""


@dataclass(frozen=True)
class Sight:
    """A page: where it is, or on which page the link to it is (`follow`, a CSS selector)."""

    name: str
    path: str
    who: str = ""
    follow: str = ""
    status: int = 200


def come_to(page: Page, site: str, sight: Sight) -> int:
    """Open the page by its address, or by following links from it; the answer's status.

    A link is anything that names an address: also what is filled in later, or to be copied.

    Raises:
        LookupError: a link on the way is not there.
    """
    address, answer = sight.path, None
    for selector in ("", *(step for step in sight.follow.split(" >> ") if step)):
        if selector:
            # All at once: what is filled in later may take the place of a link meanwhile.
            found = page.locator(selector).evaluate_all(ADDRESSES)
            if not found:
                raise LookupError(f"{sight.name}: no {selector} on {page.url}")
            address = str(found[0])
        answer = page.goto(site + address.removeprefix(origin(address)))
    assert answer is not None
    return answer.status


def origin(address: str) -> str:
    """Scheme and host of an address that has them: the site's as it tells others of itself."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
