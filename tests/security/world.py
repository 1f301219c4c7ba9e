"""A small town in which everything is there once: what a page may show, and whom it is about.

Gina owns everything that can be owned, and her texts carry a canary; Tom is the other side.
"""

import io
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from accounts import services as accounts
from accounts.models import ApiClient, Block, Organization, User
from accounts.scopes import Scope
from accounts.services import inviting
from catalog.models import Food
from commitments import services as commitments
from commitments.models import Commitment
from commitments.services import calendars
from conversations import services as conversations
from conversations.models import Conversation, Message
from core import clock
from core.events.drain import drain
from core.events.notices import request_notice
from insights.models import InsightSignal
from listings.models import Listing
from matching.models import SavedSearch
from matching.services.searches import SearchDraft, save_search
from moderation.models import Decision, Report
from notifications import services as notifications
from notifications.models import Notification, PushDevice
from partners.imports import services as imports
from partners.models import Import, Webhook, WebhookDelivery
from partners.webhooks import services as webhooks
from partners.webhooks.services import WebhookDraft
from photos import services as photos
from photos import tasks as photo_tasks
from photos.models import Photo
from requests_app.models import FoodRequest
from standing import services as standings
from standing.models import Standing
from tests.accounts.programs import make_program
from tests.factories import (
    PASSWORD,
    make_commitment,
    make_listing,
    make_organization,
    make_request,
    make_user,
)
from tests.insights.derived import a_forecast, a_sunday, a_week
from tests.insights.events import P5, PEOPLE, absorb, utc_today
from tests.insights.events import request as asked_for
from tests.moderation.people import decide, make_moderator, report
from tests.photos.pictures import picture

CANARY = "zqcanary"
# Given with six decimals; 300 m and more from the middles of their cells.
HOME = (45.764321, 4.835123)
TOMS = (45.773456, 4.853456)
ELSEWHERE = (45.751234, 4.861234)
BIRTH = date(1981, 2, 3)


@dataclass
class World:
    gina: User
    tom: User
    stranger: User
    outsider: User
    blocked: User
    pantry: Organization
    carla: User
    listing: Listing
    request: FoodRequest
    pantry_request: FoodRequest
    toms_listing: Listing
    photo: Photo
    planned: Photo
    exchange: Commitment
    proposal: Commitment
    talk: Conversation
    message: Message
    standing: Standing
    search: SavedSearch
    notification: Notification
    device: PushDevice
    report: Report
    decision: Decision
    invitation: Any
    calendar: str
    signal: InsightSignal
    webhook: Webhook
    hook_delivery: WebhookDelivery
    program: ApiClient
    import_run: Import


def build() -> World:
    """All of it, by the services themselves."""
    signal = a_signal()
    gina, tom = a_person("gina", HOME), a_person("tom", TOMS, canary="zqtom")
    sam, olga, bert = a_person("sam"), a_person("olga"), a_person("bert")
    made: dict[str, Any] = {"gina": gina, "tom": tom, "stranger": sam, "outsider": olga}
    # Its door is public: away from where anybody lives.
    make_organization(by=olga, name="Hill Kitchen", place=(45.7301, 4.8102))
    made |= an_organization(gina)
    made |= posts_of(gina)
    made["toms_listing"] = make_listing(by=tom, food="carrot", pickup_note="zqtom gate")
    made |= an_exchange(gina, tom, made["listing"])
    made |= what_comes_round(gina)
    made |= what_was_reported(gina, tom, made["message"])
    Block.objects.create(blocker=gina, blocked=bert)
    made |= {"blocked": bert, "signal": signal, "calendar": calendars.renew_calendar(by=gina)}
    made |= news_for(gina, made["listing"])
    made |= what_a_program_is_told(gina, made["pantry"])
    made["program"] = make_program(made["pantry"], scopes=Scope.values)
    made["import_run"] = an_import(gina, made["pantry"])
    return World(**made)


def a_person(
    name: str, home: tuple[float, float] = ELSEWHERE, canary: str = "", **more: Any
) -> User:
    private = canary or (CANARY if name == "gina" else "")
    if private:
        more = {"pronouns": f"{private}pron", "bio": f"{private} bio", "birth_date": BIRTH} | more
    return make_user(
        email=f"{name}.{private or 'zqmail'}@example.org",
        password=PASSWORD,
        display_name=name.title(),
        home=home,
        **more,
    )


def an_organization(gina: User) -> dict[str, Any]:
    """A pantry of Gina's, where Carla is a member, and a link by which others may join."""
    pantry = make_organization(by=gina, name="Quay Pantry", place=ELSEWHERE)
    carla = make_user(email="carla.zqmail@example.org", display_name="Carla")
    accounts.add_member(organization=pantry, by=gina, email=carla.email, role="member")
    invitation, _new = inviting.invite(organization=pantry, by=gina, invitation_id=uuid4())
    asked = make_request(by=gina, organization=pantry, food="carrot")
    made = {"pantry": pantry, "carla": carla, "invitation": invitation}
    return {**made, "pantry_request": asked}


def an_import(gina: User, pantry: Organization) -> Import:
    """A file of the pantry's that waits for a worker."""
    run, _new = imports.start(
        by=gina,
        import_id=uuid4(),
        organization=pantry,
        kind="listings",
        dry_run=True,
        file=io.BytesIO(b"food,quantity,until\nrice,1,2030-01-01\n"),
        file_name=f"{CANARY} stock.csv",
    )
    return run


def posts_of(gina: User) -> dict[str, Any]:
    """Tomatoes with a photo that is shown and a place taken for another; eggs are needed."""
    listing = make_listing(by=gina, quantity="9", pickup_note=f"{CANARY} pickup, green gate")
    data = picture()
    photo = photos.arrived_by_form(by=gina, album=listing.pk, file=io.BytesIO(data), size=len(data))
    photo_tasks.prepare(str(photo.pk))
    photo.refresh_from_db()
    planned, _to, _new = photos.plan(
        by=gina, album=listing.pk, photo_id=uuid4(), content_type="image/jpeg", size=1000
    )
    note = "For a cake"
    asked = make_request(by=gina, food="egg", unit="piece", quantity="12", note=note)
    return {"listing": listing, "request": asked, "photo": photo, "planned": planned}


def an_exchange(gina: User, tom: User, listing: Listing) -> dict[str, Any]:
    """Agreed, and talked about; and another that Tom proposes and Gina has not answered."""
    agreed = make_commitment(by=tom, listing=listing, message=f"{CANARY} at five")
    agreed = commitments.accept(commitment=agreed, by=gina)
    proposal = make_commitment(by=tom, listing=listing, message=f"{CANARY} at six")
    talk = Conversation.objects.get(pk=agreed.pk)
    message, _new = conversations.send(
        by=tom, conversation=talk, message_id=uuid4(), text=f"{CANARY} behind the shed"
    )
    return {"exchange": agreed, "proposal": proposal, "talk": talk, "message": message}


def what_comes_round(gina: User) -> dict[str, Any]:
    draft = standings.StandingDraft(
        kind="listing",
        food=Food.objects.get(slug="bread"),
        quantity=Decimal(8),
        unit="loaf",
        weekday=clock.now().isoweekday(),
        opens=time(9),
        closes=time(12),
        note=f"{CANARY} weekly",
        timezone="Europe/Paris",
        first_day=clock.today() + timedelta(days=7),
    )
    standing, _new = standings.start(by=gina, standing_id=uuid4(), draft=draft)
    wanted = SearchDraft(kind="listing", cell=gina.home_cell, radius_km=5, words=f"{CANARY} jam")
    search, _new = save_search(by=gina, search_id=uuid4(), draft=wanted)
    return {"standing": standing, "search": search}


def what_was_reported(gina: User, tom: User, message: Message) -> dict[str, Any]:
    """Gina reports Tom's message; Tom reported food of hers, and she was warned for it."""
    made = report(gina, message, "message", note=f"{CANARY} was rude")
    earlier = make_listing(by=gina, food="bread", unit="loaf")
    decision = decide(report(tom, earlier), make_moderator(), "warn", words=f"{CANARY} decided")
    return {"report": made, "decision": decision}


def news_for(gina: User, listing: Listing) -> dict[str, Any]:
    request_notice("listing_ending", to=gina.pseudonym, about=("listing", listing.pk))
    drain("notifications")
    device, _new = notifications.register_device(
        user=gina,
        device_id=uuid4(),
        endpoint="https://fcm.googleapis.com/fcm/send/zqcanary",
        p256dh="BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM",
        auth="tBHItJI5svbpez7KI4CCXg",
    )
    news = Notification.objects.filter(recipient=gina).order_by("-created_at")[0]
    return {"notification": news, "device": device}


def what_a_program_is_told(gina: User, pantry: Organization) -> dict[str, Any]:
    """A receiver of the pantry's, at an address that nothing ever calls."""
    draft = WebhookDraft(url="https://192.0.9.1/hook", event_types=["listing.created"])
    webhook, _secret = webhooks.subscribe(
        by=gina, organization=pantry, webhook_id=uuid4(), draft=draft
    )
    return {"webhook": webhook, "hook_delivery": webhooks.ping(webhook=webhook, by=gina)}


def a_signal() -> InsightSignal:
    """A shortage of vegetables, with what is said of it, a week long ago and a forecast."""
    absorb(*[asked_for(utc_today(), grams=5_000, by=person) for person in PEOPLE[:6]])
    a_week(P5, "vegetables", ended=a_sunday(weeks_ago=8))
    a_forecast(P5[:4], "vegetables")
    return InsightSignal.objects.get(cell=P5, kind="shortage")
