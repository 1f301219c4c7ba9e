"""The queue as a moderator works through it."""

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from moderation import services
from moderation.models import ContactMessage, Decision, Report
from tests.factories import make_commitment, make_listing, make_user
from tests.moderation.people import decide, make_moderator, report, talk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Settings) -> None:
    settings.STAFF_MFA_REQUIRED = False


@pytest.fixture
def moderator(db: None) -> User:
    return make_moderator(email="moderator@example.org", display_name="Mo Derator")


@pytest.fixture
def desk(moderator: User) -> Client:
    client = Client()
    client.force_login(moderator)
    return client


def of(made: Report) -> str:
    return f"/admin/moderation/report/{made.pk}/change/"


def test_the_most_urgent_come_first(desk: Client, giver: User, taker: User, stranger: User) -> None:
    old = report(taker, make_listing(by=giver, title="Old"))
    two = make_listing(by=giver, title="Two voices")
    report(taker, two)
    report(stranger, two)
    report(taker, make_listing(by=giver, title="Unsafe"), reason="unsafe_food")
    done = report(taker, make_listing(by=giver, title="Done"), reason="unsafe_food")
    decide(done, make_moderator(), "dismiss")
    html = desk.get("/admin/moderation/report/").content.decode()
    order = sorted(["Unsafe", "Two voices", "Old", "Done"], key=html.index)
    assert order == ["Unsafe", "Two voices", "Old", "Done"]
    assert old.is_open


@pytest.mark.parametrize(
    "asked", ["?safety=yes", "?decided_at__isempty=1", "?subject_type=listing&reason=spam"]
)
def test_the_queue_can_be_filtered(desk: Client, giver: User, taker: User, asked: str) -> None:
    report(taker, make_listing(by=giver, title="Seen"))
    response = desk.get(f"/admin/moderation/report/{asked}")
    assert response.status_code == 200
    assert ("Seen" in response.content.decode()) == ("safety" not in asked)


def test_one_page_has_all_one_needs_to_decide(
    desk: Client, giver: User, taker: User, stranger: User
) -> None:
    listing = make_listing(by=giver, title="Mushrooms", pickup_note="Found in the wood.")
    earlier = report(taker, make_listing(by=giver))
    decide(earlier, make_moderator(), "warn", words="Name what it is.")
    report(stranger, listing, reason="unsafe_food", note="These are death caps.")
    made = report(taker, listing, reason="unsafe_food", note="Dangerous.")
    html = desk.get(of(made)).content.decode()
    for shown in (
        "Mushrooms",
        "Found in the wood.",
        "Dangerous.",
        "These are death caps.",
        "Name what it is.",
        "Gina Giver",
        "about them: 3",
    ):
        assert shown in html, shown


def test_a_message_is_shown_with_what_came_before(desk: Client, giver: User, taker: User) -> None:
    first = talk(giver, taker, "Where are you?")
    html = desk.get(of(report(taker, first, "message"))).content.decode()
    assert "Where are you?" in html


def test_deciding_on_the_page(desk: Client, moderator: User, giver: User, taker: User) -> None:
    made = report(taker, make_listing(by=giver))
    sent = {"action": "suspend", "days": "7", "reason": "spam", "words": ""}
    wrong = desk.post(of(made), sent)
    assert wrong.status_code == 422
    assert "what was decided and why" in wrong.content.decode()
    assert desk.post(of(made), {**sent, "words": "No adverts."}).status_code == 302
    decision = Decision.objects.get()
    assert (decision.action, decision.by, decision.words) == ("suspend", moderator, "No adverts.")
    giver.refresh_from_db()
    assert giver.is_suspended
    html = desk.get(of(made)).content.decode()
    trail = html[html.index("Trail") :]
    assert trail.count("Mo Derator") == 2


def test_moderators_are_offered_nothing_about_colleagues(desk: Client, taker: User) -> None:
    made = report(taker, make_listing(by=make_user(is_staff=True)))
    html = desk.get(of(made)).content.decode()
    assert "You cannot decide about this" in html
    assert 'name="action"' not in html
    response = desk.post(of(made), {"action": "dismiss", "reason": "spam"})
    assert response.status_code == 422
    assert made.decision_id is None


def test_answering_an_objection_on_the_page(desk: Client, giver: User, taker: User) -> None:
    decision = decide(report(taker, make_listing(by=giver)), make_moderator(), "hide")
    made, _ = services.object_to(decision=decision, by=giver, text="It is good.")
    address = f"/admin/moderation/objection/{made.pk}/change/"
    assert "It is good." in desk.get(address).content.decode()
    assert "It is good." not in desk.get("/admin/moderation/report/").content.decode()
    desk.post(address, {"outcome": "reversed", "words": "You are right."})
    made.refresh_from_db()
    assert made.outcome == "reversed"
    assert giver.listings.filter(hidden_at=None).count() == 1


@pytest.mark.parametrize("model", ["report", "objection", "decision", "contactmessage"])
def test_only_moderators_see_the_queue(model: str, desk: Client, giver: User) -> None:
    address = f"/admin/moderation/{model}/"
    assert desk.get(address).status_code == 200
    staff = make_user()
    staff.is_staff = True
    staff.save(update_fields=["is_staff"])
    for who, status in ((staff, 403), (giver, 302)):
        client = Client()
        client.force_login(who)
        assert client.get(address).status_code == status
    assert Client().get(address).status_code == 302


def test_nobody_without_the_right_decides_on_the_page(giver: User, taker: User) -> None:
    made = report(taker, make_listing(by=giver))
    staff = make_user()
    staff.is_staff = True
    staff.save(update_fields=["is_staff"])
    sent = {"action": "dismiss", "reason": "spam"}
    for who, status in ((staff, 403), (taker, 302)):
        client = Client()
        client.force_login(who)
        assert client.get(of(made)).status_code == status
        assert client.post(of(made), sent).status_code == status
    assert Decision.objects.count() == 0


def test_a_person_with_a_past_is_shown_in_numbers(desk: Client, giver: User, taker: User) -> None:
    make_commitment(by=taker, listing=make_listing(by=giver))
    html = desk.get(of(report(taker, giver, "person"))).content.decode()
    assert "all: 1, kept: 0, missed: 0, cancelled: 0" in html


def test_what_people_wrote_is_marked_as_answered(desk: Client) -> None:
    row = ContactMessage.objects.create(
        id=make_user().pk, name="Ana", email="ana@example.org", message="Hello."
    )
    assert "Ana" in desk.get("/admin/moderation/contactmessage/").content.decode()
    sent = {"action": "mark_answered", "_selected_action": [str(row.pk)]}
    desk.post("/admin/moderation/contactmessage/", sent)
    row.refresh_from_db()
    assert row.answered_at is not None
