import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission

from commitments import services
from commitments.models import Commitment
from core import clock
from core.errors import NotAllowed, TransitionForbidden
from core.events.models import DomainEvent
from tests.factories import make_commitment, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/commitments/commitment/"


@pytest.fixture
def moderator(db, settings):
    settings.STAFF_MFA_REQUIRED = False
    return make_user(email="mod@example.org", is_staff=True)


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


def act(desk, action, *commitments):
    chosen = {"action": action, "_selected_action": [str(row.pk) for row in commitments]}
    return desk.post(LIST, chosen, follow=True)


@pytest.mark.parametrize(
    ("query", "found"), [("giver@example.org", 1), ("Tom", 1), ("tomato", 1), ("stranger", 0)]
)
def test_found_by_people_and_food(desk, proposed, query, found):
    page = desk.get(LIST, {"q": query})
    assert page.context["cl"].result_count == found


def test_page_tells_what_happened_and_takes_nothing_in(desk, accepted):
    page = desk.get(f"{LIST}{accepted.pk}/change/").content.decode()
    assert page.count("commitment.created") == 1
    assert page.count("commitment.updated") == 1
    assert "committed_delta" in page
    assert 'name="_save"' not in page
    assert str(accepted.listing.exact_place.latitude) not in page


def test_moderator_cancels_through_the_service(desk, moderator, accepted, listing, books):
    page = act(desk, "cancel", accepted)
    assert [str(message) for message in page.context["messages"]] == ["1 is cancelled."]
    assert books(listing) == ("active", 3, 0, 0)
    event = DomainEvent.objects.filter(subject_id=accepted.pk).latest("subject_version")
    assert (event.actor, event.payload["state"]) == (moderator.pseudonym, "cancelled")
    assert LogEntry.objects.get().change_message == "cancelled as a moderator"


def test_what_has_ended_is_told_and_left(desk, fulfilled):
    page = act(desk, "cancel", fulfilled)
    assert [str(message) for message in page.context["messages"]] == [
        "Tomato: Gina Giver → Tom Taker: This cannot be done now: Handed over.",
        "0 are cancelled.",
    ]
    assert Commitment.objects.get().state == "fulfilled"


def test_overdue_ones_are_ended(desk, listing, taker, accepted):
    waiting = make_commitment(by=taker, listing=listing, quantity="0.5")
    with clock.at(waiting.handover_end):
        page = act(desk, "end_overdue", waiting, accepted)
    assert [str(message) for message in page.context["messages"]] == ["1 has ended."]
    assert sorted(Commitment.objects.values_list("state", flat=True)) == ["accepted", "expired"]


def test_staff_without_the_right_may_only_look(desk, moderator, proposed):
    moderator.is_superuser = False
    moderator.save()
    moderator.user_permissions.add(Permission.objects.get(codename="view_commitment"))
    assert 'value="cancel"' not in desk.get(LIST).content.decode()
    act(desk, "cancel", proposed)
    assert Commitment.objects.get().state == "proposed"


def test_service_refuses_who_is_no_moderator(proposed, giver, stranger):
    for by in (giver, stranger):
        with pytest.raises(NotAllowed):
            services.cancel_as_moderator(commitment=proposed, by=by)


def test_service_is_harmless_twice_and_names_what_is_possible(moderator, proposed, accepted):
    services.cancel_as_moderator(commitment=accepted, by=moderator)
    again = services.cancel_as_moderator(commitment=accepted, by=moderator)
    assert (again.state, again.version) == ("cancelled", 3)


def test_service_leaves_what_was_handed_over(moderator, fulfilled):
    with pytest.raises(TransitionForbidden) as refused:
        services.cancel_as_moderator(commitment=fulfilled, by=moderator)
    assert refused.value.details == {"state": "fulfilled", "allowed": [], "transitions": []}


def test_people_have_no_business_there(client, giver, proposed):
    client.force_login(giver)
    assert client.get(LIST).status_code == 302
