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


class Walk:
    """One who goes from page to page in a browser, and remembers where links led: the ways to many
    pages begin on the same ones.

    Args:
        page: in a browser that knows the site's address; signed in as whose sights these are.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self._led_to: dict[tuple[str, ...], str] = {}

    def to(self, sight: Sight) -> int:
        """Open the page by its address, or by following links from it; the answer's status.

        A link is anything that names an address: also what is filled in later, or to be copied.

        Raises:
            LookupError: a link on the way is not there.
        """
        way = (sight.path, *(step for step in sight.follow.split(" >> ") if step))
        known = max(n for n in range(1, len(way) + 1) if n == 1 or way[:n] in self._led_to)
        status = self._open(self._led_to.get(way[:known], sight.path))
        for n in range(known, len(way)):
            # All at once: what is filled in later may take the place of a link meanwhile.
            found = self.page.locator(way[n]).evaluate_all(ADDRESSES)
            if not found:
                raise LookupError(f"{sight.name}: no {way[n]} on {self.page.url}")
            address = str(found[0])
            self._led_to[way[: n + 1]] = address.removeprefix(origin(address))
            status = self._open(self._led_to[way[: n + 1]])
        return status

    def _open(self, path: str) -> int:
        answer = self.page.goto(path)
        assert answer is not None
        return answer.status


def origin(address: str) -> str:
    """Scheme and host of an address that has them: the site's as it tells others of itself."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
