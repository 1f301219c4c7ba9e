"""Somebody of whom there is a row in every table that keeps something about people."""

import io
from datetime import date, time, timedelta
from decimal import Decimal
from uuid import uuid4

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from accounts import services as accounts
from accounts.enums import Purpose, SecurityEventKind
from accounts.models import ApiClient, Block, Organization, SecurityEvent, Tally, User
from accounts.services import inviting, suspending
from catalog.models import Food
from commitments import services as commitments
from commitments.services import calendars
from conversations import services as conversations
from conversations.models import Conversation
from core import clock
from listings.models import Listing
from matching.models import Alert
from matching.services.searches import SearchDraft, save_search
from moderation.models import ContactMessage, Decision, Objection, Report
from notifications import services as notifications
from notifications.models import Digest, Notification, Preferences
from partners.imports import services as imports
from partners.webhooks import services as webhooks
from partners.webhooks.services import WebhookDraft
from photos import services as photos
from standing import services as standings
from tests.factories import PASSWORD, make_commitment, make_listing, make_request, make_user
from tests.photos.pictures import picture

HOMES = {"gina": (45.701234, 4.898765), "tom": (45.712345, 4.887654)}


def word_of(name: str) -> str:
    return f"zq{name}canary"


def a_person(name: str) -> User:
    """With every text of a profile, an address at another site, a second factor, and a history."""
    word = word_of(name)
    person = make_user(
        email=f"{word}@example.org",
        password=PASSWORD,
        display_name=f"{word} name",
        nickname=f"{word} nick",
        pronouns=word,
        bio=f"{word} bio",
        tags=[f"{word} tag"],
        birth_date=date(1981, 2, 3),
        home=None,
    )
    lat, lon = HOMES[name]
    accounts.set_home(user=person, lat=lat, lon=lon, label=f"{word} street")
    accounts.agree(user=person, purpose=Purpose.EMAIL_NEWS, language="en")
    TOTP.activate(person, generate_totp_secret())
    SocialAccount.objects.create(user=person, provider="google", uid=word, extra_data={"n": word})
    UserSession.objects.create(
        user=person, ip="192.0.2.7", session_key=uuid4().hex, user_agent=f"{word} browser"
    )
    SecurityEvent.objects.create(user=person, kind=SecurityEventKind.SIGNED_IN, device=word)
    Tally.objects.create(user=person, what="report", since=clock.now(), used=1)
    suspending.suspend(user=person, until=None, by=None)
    person.refresh_from_db()
    suspending.lift_suspension(user=person, by=None)
    return User.objects.get(pk=person.pk)


def belongings_of(person: User, name: str, *, pantry: Organization, other: User) -> None:
    """All that a person can make and be told of; `other` gets nothing by it but a conversation."""
    word = word_of(name)
    inviting.invite(
        organization=pantry, by=person, invitation_id=uuid4(), email=f"{word}.friend@example.org"
    )
    webhooks.subscribe(
        by=person,
        organization=pantry,
        webhook_id=uuid4(),
        draft=WebhookDraft(url="https://192.0.9.1/hook", event_types=["listing.created"]),
    )
    Block.objects.create(blocker=person, blocked=make_user())
    ApiClient.objects.create(
        id=uuid4(), organization=pantry, name="Stock list", created_by=person, decided_by=person,
        created_at=clock.now(), updated_at=clock.now(),
    )  # fmt: skip
    listing = make_listing(by=person, title=f"{word} food", pickup_note=f"{word} gate")
    asked = make_request(by=person, food="egg", unit="piece", quantity="6", note=f"{word} cake")
    data = picture(seed=len(name))
    photos.arrived_by_form(by=person, album=listing.pk, file=io.BytesIO(data), size=len(data))
    _what_comes_round(person, word)
    search, _new = save_search(
        by=person,
        search_id=uuid4(),
        draft=SearchDraft(kind="listing", cell=person.home_cell, radius_km=5, words=f"{word} jam"),
    )
    Alert.objects.create(
        post_type="listing",
        post_id=asked.pk,
        recipient=person,
        reason="search",
        search=search,
        place=1,
        received_grams=0,
        due_at=clock.now(),
    )
    calendars.renew_calendar(by=person)
    imports.start(
        by=person,
        import_id=uuid4(),
        organization=pantry,
        kind="listings",
        dry_run=True,
        file=io.BytesIO(b"food,quantity,until\nrice,1,2030-01-01\n"),
        file_name=f"{word} stock.csv",
    )
    _moderation(person, other, word)
    _news(person, listing, word)


def both_sides(one: User, other: User, word: str) -> None:
    """`one` asks `other` for food, gets it, says thanks; both write."""
    promise = make_commitment(by=one, listing=make_listing(by=other), message=f"{word} asks")
    talk = Conversation.objects.get(pk=promise.pk)
    conversations.send(by=one, conversation=talk, message_id=uuid4(), text=f"{word} says")
    promise = commitments.accept(commitment=promise, by=other)
    promise = commitments.hand_over(commitment=promise, by=one)
    commitments.thank(commitment=promise, by=one, phrase="thank_you", note=f"{word} thanks")


def _what_comes_round(person: User, word: str) -> None:
    draft = standings.StandingDraft(
        kind="listing",
        food=Food.objects.get(slug="bread"),
        quantity=Decimal(8),
        unit="loaf",
        weekday=5,
        opens=time(9),
        closes=time(12),
        note=f"{word} weekly",
        first_day=clock.today() + timedelta(days=14),
    )
    standings.start(by=person, standing_id=uuid4(), draft=draft)


def _moderation(person: User, other: User, word: str) -> None:
    """They report, are decided about and object; and, as moderators, decide and answer."""
    about = {"subject_type": "listing", "subject_id": uuid4(), "reason": "spam"}
    Report.objects.create(
        id=uuid4(), fingerprint=uuid4().hex, reporter=person, note=f"{word} saw it", **about
    )
    Report.objects.create(
        id=uuid4(), fingerprint=uuid4().hex, person=person, snapshot={"title": word}, **about
    )
    met = Decision.objects.create(action="warn", words=f"{word} read", person=person, **about)
    Objection.objects.create(decision=met, person=person, text=f"{word} objects")
    taken = Decision.objects.create(action="warn", words="Please do not.", by=person, **about)
    Objection.objects.create(
        decision=taken, answered_by=person, outcome="upheld", answered_at=clock.now()
    )
    ContactMessage.objects.create(
        id=uuid4(), person=person, name=word, email=person.email, message=f"{word} writes"
    )
    LogEntry.objects.create(
        user=person,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(person.pk),
        object_repr=f"{word} name",
        action_flag=2,
        change_message=word,
    )


def _news(person: User, listing: Listing, word: str) -> None:
    Notification.objects.filter(recipient=person).delete()
    notifications.register_device(
        user=person,
        device_id=uuid4(),
        endpoint=f"https://fcm.googleapis.com/fcm/send/{word}",
        p256dh="BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM",
        auth="tBHItJI5svbpez7KI4CCXg",
        name=f"{word} phone",
    )
    Preferences.objects.create(user=person, digest="daily")
    Digest.objects.create(recipient=person, period=clock.today(), rhythm="daily")
