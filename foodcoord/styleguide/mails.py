"""Every mail that the site sends, filled with made-up words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.letters import letter_html
from notifications.kinds import KINDS
from notifications.telling import Told
from notifications.words import WORDS, Words

NOBODY = UUID(int=0)
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
SAID = {
    "food": "Courgettes",
    "other": "Ana",
    "quantity": "4 kg",
    "when": "Saturday 17:00–18:00",
    "answer": "Friday 20:00",
    "organization": "Riverside Garden",
}
LETTER = {
    "code": "K7PQ2M",
    "email": "ana@example.org",
    "from_email": "ana@example.org",
    "to_email": "ana.new@example.org",
    "deleted_email": "ana@example.org",
    "password_reset_url": "https://foodcoord.example/accounts/password/reset/key/1-abc/",
    "signup_url": "https://foodcoord.example/accounts/signup/",
    "timestamp": "22 November 2026, 18:00",
    "ip": "198.51.100.0/24",
    "user_agent": "Firefox on Android",
    "current_site": {"domain": "foodcoord.example"},
    "inviter": "Ana",
    "organization": "Riverside Garden",
    "url": "https://foodcoord.example/invitations/abc/",
}


@dataclass(frozen=True)
class Mail:
    """A mail, ready to be looked at: `html` and `text` say the same."""

    name: str
    subject: str
    html: str
    text: str


def names() -> list[str]:
    """What each is called, in the order they are shown."""
    return list(_makers())


def mail(name: str) -> Mail:
    """The mail of that name, in the active language.

    Raises:
        KeyError: there is none.
    """
    return _makers()[name](name)


def _makers() -> dict[str, Callable[[str], Mail]]:
    folder = settings.BASE_DIR / "templates"
    letters = [
        f"{app}-{file.name.removesuffix('_message.txt')}"
        for app in ("account", "mfa")
        for file in sorted((folder / app / "email").glob("[!b]*_message.txt"))
    ]
    notices = [f"notice-{kind}" for kind in KINDS if kind in WORDS]
    return {
        **dict.fromkeys(letters, _letter),
        "invitation": _invitation,
        **dict.fromkeys(notices, _notice),
        "digest": _digest,
    }


def _letter(name: str) -> Mail:
    app, _dash, letter = name.partition("-")
    prefix = f"{app}/email/{letter}"
    subject = " ".join(render_to_string(f"{prefix}_subject.txt", LETTER).split())
    text = render_to_string(f"{prefix}_message.txt", LETTER).strip()
    return Mail(name, subject, letter_html(subject, text), text)


def _invitation(name: str) -> Mail:
    subject = _("%(organization)s invites you") % {"organization": LETTER["organization"]}
    text = render_to_string("accounts/email/invitation.txt", LETTER)
    return Mail(name, subject, letter_html(subject, text), text)


def _notice(name: str) -> Mail:
    told = _told(name.removeprefix("notice-"))
    context = {"told": told, "url": f"{settings.SITE_URL}/", "extend_url": ""}
    return _shown(name, "notice", told.title, context)


def _digest(name: str) -> Mail:
    items = [{"told": _told(kind), "url": f"{settings.SITE_URL}/"} for kind in list(WORDS)[:3]]
    title = _("What happened since the last mail")
    context = {"items": items, "title": title, "url": f"{settings.SITE_URL}/"}
    return _shown(name, "digest", title, context)


def _shown(name: str, template: str, subject: str, context: Mapping[str, object]) -> Mail:
    whole = {
        **context,
        "subject": subject,
        "site_url": settings.SITE_URL,
        "settings_url": f"{settings.SITE_URL}/notifications/settings/",
        "unsubscribe_url": f"{settings.SITE_URL}/notifications/unsubscribe/abc/",
    }
    html = render_to_string(f"notifications/mail/{template}.html", whole)
    text = render_to_string(f"notifications/mail/{template}.txt", whole)
    return Mail(name, subject, html, text)


def _told(kind: str) -> Told:
    words: Words = next(iter(WORDS[kind].values()))
    title, text = _filled(str(words.title)), _filled(str(words.text))
    return Told(NOBODY, KINDS[kind], title, text, str(words.action), "/", None)


def _filled(text: str) -> str:
    return PLACEHOLDER.sub(lambda found: SAID.get(found[1], "…"), text)
