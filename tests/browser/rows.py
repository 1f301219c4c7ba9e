"""What else happens in the street: every week, photos, words, searches, reports, organizations."""

import io
from datetime import date, time, timedelta
from decimal import Decimal
from uuid import uuid4

from accounts import services as consenting
from accounts.enums import Purpose
from accounts.models import Organization, User
from accounts.services import blocking, inviting
from catalog.models import Food
from commitments import services as commitments
from commitments.models import Commitment
from commitments.services.negotiating import Offer
from conversations import services as conversations
from conversations.models import Conversation
from core import clock
from core.events.drain import drain
from listings.models import Listing
from matching.services.searches import SearchDraft, save_search
from moderation import services as moderation
from moderation.models import Report
from moderation.subjects import find
from partners.imports import services as imports
from partners.imports import tasks as import_tasks
from partners.webhooks import services as webhooks
from partners.webhooks.services import WebhookDraft
from photos import services as photos
from photos import tasks as photo_tasks
from standing import services as standing
from standing.services import StandingDraft
from tests.accounts.programs import make_program
from tests.factories import make_commitment, make_listing, make_user
from tests.photos.pictures import picture


def illustrate(listing: Listing, by: User) -> None:
    """A photo that is shown, and one that is still being prepared."""
    for seed in (1, 2):
        data = picture(seed=seed)
        photo = photos.arrived_by_form(
            by=by, album=listing.pk, file=io.BytesIO(data), size=len(data)
        )
        if seed == 1:
            photo_tasks.prepare(str(photo.pk))


def repeat_weekly(by: User) -> None:
    draft = StandingDraft(
        kind="listing",
        food=Food.objects.get(slug="egg"),
        quantity=Decimal(12),
        unit="piece",
        weekday=5,
        opens=time(9),
        closes=time(12),
        timezone="Europe/Paris",
        first_day=date.today(),
    )
    standing.start(by=by, standing_id=uuid4(), draft=draft)


def talk(commitment: Commitment, *people: User) -> None:
    conversation = Conversation.objects.get(pk=commitment.pk)
    for number, person in enumerate(people):
        text = "Shall I bring a basket?" if number % 2 else "Ring the bell twice."
        conversations.send(by=person, conversation=conversation, message_id=uuid4(), text=text)


def search(by: User) -> None:
    draft = SearchDraft(kind="listing", cell=by.home_cell, radius_km=5, words="courgette")
    save_search(by=by, search_id=uuid4(), draft=draft)


def report(by: User, thing: Listing | User, subject_type: str, **values: str) -> Report:
    subject = find(subject_type, thing.pk, reader=by)
    assert subject is not None
    made, _ = moderation.report(
        by=by, report_id=uuid4(), subject_type=subject_type, subject=subject, **values
    )
    return made


def moderate(grower: User, searcher: User, moderator: User) -> None:
    """One report waits; one was decided about, and the grower objects to it."""
    advertised = make_listing(by=grower, food="plum", title="Plums, cheap, call me")
    told = report(searcher, advertised, "listing", reason="spam", note="It reads like an advert.")
    decision = moderation.decide(
        report=told, by=moderator, action="warn", words="Food is given here, never sold."
    )
    moderation.object_to(decision=decision, by=grower, text="I did not ask for money.")
    report(grower, make_listing(food="bread"), "listing", reason="not_food")


def hand_over_and_ask(grower: User, searcher: User) -> None:
    """Two agreed with the searcher: one has other times on offer, one was handed over."""
    in_an_hour = clock.now() + timedelta(hours=1)
    food = make_listing(by=grower, food="potato", quantity="20", title="Potatoes, plot 17")
    moved = make_commitment(by=searcher, listing=food, handover_start=in_an_hour)
    commitments.accept(commitment=moved, by=grower)
    tomorrow = in_an_hour + timedelta(days=1)
    commitments.offer_windows(
        commitment=moved, by=searcher, windows=[Offer(tomorrow, tomorrow + timedelta(hours=2))]
    )
    kept = make_commitment(by=searcher, listing=food, handover_start=in_an_hour)
    commitments.accept(commitment=kept, by=grower)
    commitments.hand_over(commitment=kept, by=grower)
    commitments.thank(commitment=kept, by=searcher, phrase="tasted_good", note="All of it!")


def invite(organization: Organization, owner: User) -> str:
    """The address of an open invitation."""
    member = make_user(email="member@example.org", display_name="Moussa")
    invitation, _ = inviting.invite(
        organization=organization, by=owner, invitation_id=uuid4(), most_uses=20
    )
    inviting.join_by(invitation=invitation, by=member)
    return invitation.get_absolute_url()


def connect(organization: Organization, owner: User) -> None:
    """A program, a receiver of events, and two files: one is through, one asks for its columns."""
    make_program(organization)
    webhook, _ = webhooks.subscribe(
        by=owner,
        organization=organization,
        webhook_id=uuid4(),
        draft=WebhookDraft(url="https://192.0.9.1/hook", event_types=["listing.created"]),
    )
    webhooks.ping(webhook=webhook, by=owner)
    for name, text in (
        ("done.csv", "food,quantity,unit,until\nrice,1,kg,2030-01-01\nmoonfruit,0,kg,soon\n"),
        ("asks.csv", "what is it,how much of it\nrice,1\n"),
    ):
        run, _ = imports.start(
            by=owner,
            import_id=uuid4(),
            organization=organization,
            kind="listings",
            dry_run=True,
            file=io.BytesIO(text.encode()),
            file_name=name,
            ask=True,
        )
        if name == "done.csv":
            import_tasks.run(str(run.pk))


def agreed_long_ago(by: User) -> None:
    """To rules that have changed since."""
    consenting.agree(user=by, purpose=Purpose.HOUSE_RULES, language="en")
    by.consents.update(version="2020-01-01")


def fall_out(grower: User) -> None:
    """The grower has met somebody, and blocked them."""
    other = make_user(display_name="Bernd")
    make_commitment(by=other, listing=make_listing(by=grower, food="apple"))
    blocking.block(by=grower, person=other)


def tell_everybody() -> None:
    """Whatever has happened is told."""
    drain("notifications")
