"""Edit, extend, withdraw, expire: what they write, what they state, whom they refuse."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts import services as people
from accounts.models import User
from core import clock
from core.errors import Invalid, NotAllowed, TransitionForbidden
from core.events.models import DomainEvent
from core.geo.cells import Point
from core.geo.models import ExactPlace
from posts import services as posts
from tests.factories import make_organization, make_user
from tests.posts.kinds import LISTING, REQUEST, Kind, books, facts

pytestmark = pytest.mark.django_db
D = Decimal
ELSEWHERE = Point(45.79, 4.91)


def test_edit_of_the_quantity_states_the_difference(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver, quantity="3")
    posts.hold(post, quantity=D(1), actor=giver.pseudonym)

    kind.call("update", post, by=giver, quantity=D("4.5"))

    assert books(post) == (D("3.5"), D(1), D(0), kind.open)
    assert post.grams == 4500
    assert facts(post)[-1] == (3, f"{kind.name}.updated", {kind.correction: 1500})


def test_edit_below_what_is_promised_is_refused(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver, quantity="3")
    posts.hold(post, quantity=D("1.5"), actor=giver.pseudonym)

    with pytest.raises(Invalid) as refused:
        kind.call("update", post, by=giver, quantity=D("1.499"))

    said = "1.5 kg are promised or handed over already."
    assert refused.value.details == {"quantity": [said]}
    assert books(post) == (D("1.5"), D("1.5"), D(0), kind.open)


def test_edit_to_what_is_promised_covers_it(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver, quantity="3")
    posts.hold(post, quantity=D(1), actor=giver.pseudonym)

    kind.call("update", post, by=giver, quantity=D(1))

    assert books(post) == (D(0), D(1), D(0), kind.covered)


def test_edit_to_what_is_gone_is_the_end_of_it(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver, quantity="3")
    posts.hold(post, quantity=D(1), actor=giver.pseudonym)
    posts.settle(post, promised=D(1), handed_over=D(1), actor=giver.pseudonym)

    kind.call("update", post, by=giver, quantity=D(1))

    assert books(post) == (D(0), D(0), D(1), kind.done)
    assert facts(post)[-2:] == [
        (4, f"{kind.name}.updated", {kind.correction: -2000}),
        (5, f"{kind.name}.{kind.done}", {}),
    ]


def test_edit_that_changes_nothing_states_nothing(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver, quantity="3", place=(45.76, 4.83))

    same = {"quantity": D("3.000"), "place": Point(45.76, 4.83), "diets": list(post.diets)}
    kind.call("update", post, by=giver, **same)

    assert [version for version, _, _ in facts(post)] == [1]


def test_edit_with_a_stale_copy_states_the_true_difference(kind: Kind, giver: User) -> None:
    stale = kind.make(by=giver, quantity="3")
    kind.call("update", type(stale).objects.get(pk=stale.pk), by=giver, quantity=D(10))

    kind.call("update", stale, by=giver, quantity=D(4))

    assert facts(stale)[-1] == (3, f"{kind.name}.updated", {kind.correction: -6000})


def test_edit_ignores_what_may_not_be_edited(kind: Kind, giver: User, stranger: User) -> None:
    post = kind.make(by=giver)

    kind.call("update", post, by=giver, owner=stranger, state=kind.done, unit="g", grams=1)

    post.refresh_from_db()
    assert (post.owner, post.state, post.unit, post.grams) == (giver, kind.open, "kg", 3000)


def test_a_place_moves_with_its_figures_and_leaves_none_behind(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver, quantity="3")
    places, cells = ExactPlace.objects.count(), post.cell_ancestry

    kind.call("update", post, by=giver, quantity=D(4), place=ELSEWHERE)

    post.refresh_from_db()
    assert post.exact_place.point == ELSEWHERE
    assert ExactPlace.objects.count() == places
    moved = {kind.correction: 1000, "moved_from": cells, "moved_grams": 3000}
    assert facts(post)[-1] == (2, f"{kind.name}.updated", moved)
    event = DomainEvent.objects.get(subject_id=post.pk, subject_version=2)
    assert event.cells == post.cell_ancestry
    assert event.cells != cells


def test_a_place_stays_while_someone_counts_on_it(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver)
    posts.hold(post, quantity=D(1), actor=giver.pseudonym)

    with pytest.raises(TransitionForbidden, match="The place cannot change any more"):
        kind.call("update", post, by=giver, place=ELSEWHERE)


def test_a_place_given_within_a_coarse_home_is_shown_as_coarsely(kind: Kind) -> None:
    shy = make_user(home=(45.764043, 4.835659), home_precision=5)

    at_home = kind.make(by=shy)
    nearby = kind.make(by=shy, place=(45.7641, 4.8357))
    away = kind.make(by=shy, place=(46.2, 5.2))

    assert at_home.cell == nearby.cell == shy.home_cell
    assert at_home.location == nearby.location
    assert [len(post.cell) for post in (at_home, nearby, away)] == [5, 5, 6]


def test_two_places_in_one_cell_look_the_same(kind: Kind, giver: User) -> None:
    one, other = kind.make(by=giver, place=(45.7641, 4.8357)), kind.make(by=giver)

    assert one.exact_place.point != other.exact_place.point
    assert (one.geohash, one.location) == (other.geohash, other.location)


def test_extend_moves_the_end(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver)
    later = getattr(post, kind.end) + timedelta(days=5)

    kind.extend(post, giver, later)
    kind.extend(post, giver, later)

    post.refresh_from_db()
    assert getattr(post, kind.end) == later
    assert facts(post)[1:] == [(2, f"{kind.name}.updated", {})]


def test_extend_into_the_past_is_refused(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver)

    with pytest.raises(Invalid) as refused:
        kind.extend(post, giver, clock.now() - timedelta(seconds=1))

    assert refused.value.details == {kind.end: ["This is in the past."]}


def test_withdraw_keeps_what_is_promised_and_is_harmless_twice(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver, quantity="3")
    posts.hold(post, quantity=D(1), actor=giver.pseudonym)

    kind.call("withdraw", post, by=giver)
    kind.call("withdraw", post, by=giver)

    assert books(post) == (D(2), D(1), D(0), "withdrawn")
    assert facts(post)[2:] == [(3, f"{kind.name}.withdrawn", {kind.correction: -2000})]


def test_expire_waits_for_the_end(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver)
    with clock.at(getattr(post, kind.end) - timedelta(seconds=1)):
        assert kind.call("expire", post) is False
    with clock.at(getattr(post, kind.end)):
        assert kind.call("expire", post) is True
        assert kind.call("expire", post) is False

    post.refresh_from_db()
    assert (post.state, post.expired_on) == ("expired", getattr(post, kind.end).date())
    assert [event for _, event, _ in facts(post)][1:] == [f"{kind.name}.expired"]


def test_an_expired_listing_has_lost_what_nobody_was_promised(giver: User) -> None:
    listing = LISTING.make(by=giver, quantity="3")
    posts.hold(listing, quantity=D(1), actor=giver.pseudonym)
    day = listing.available_until.date().isoformat()

    with clock.at(listing.available_until):
        LISTING.call("expire", listing)
    with clock.at(listing.available_until + timedelta(days=2)):
        posts.settle(listing, promised=D(1), handed_over=D(0), actor=None)
        LISTING.extend(listing, giver, clock.now() + timedelta(days=1))

    assert facts(listing)[2:] == [
        (3, "listing.expired", {"lost": 2000, "lost_on": day}),
        (4, "listing.updated", {"lost_delta": 1000, "lost_on": day}),
        (5, "listing.updated", {"lost_delta": -3000, "lost_on": day}),
    ]
    assert books(listing) == (D(3), D(0), D(0), "active")


def test_a_need_that_nobody_met_was_real(giver: User) -> None:
    request = REQUEST.in_state("expired", giver)

    REQUEST.extend(request, giver, clock.now() + timedelta(days=9))

    assert [fact for _, _, fact in facts(request)] == [{"grams": 3000}, {}, {}]


VERBS = ("update", "extend", "withdraw")


def _try(kind: Kind, verb: str, post: object, by: User) -> None:
    arguments = {
        "update": {"quantity": D(5)},
        "extend": {kind.end: clock.now() + timedelta(days=9)},
        "withdraw": {},
    }
    kind.call(verb, post, by=by, **arguments[verb])  # type: ignore[arg-type]


@pytest.mark.parametrize("verb", VERBS)
def test_a_stranger_is_refused(kind: Kind, verb: str, giver: User, stranger: User) -> None:
    post = kind.make(by=giver)

    with pytest.raises(NotAllowed, match="Only those who posted this can change it"):
        _try(kind, verb, post, stranger)

    assert len(facts(post)) == 1


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    ("role", "may"), [("owner", True), ("coordinator", True), ("member", False)]
)
def test_an_organization_is_spoken_for_by_role(
    kind: Kind, verb: str, role: str, may: bool, giver: User, taker: User
) -> None:
    organization = make_organization(by=giver)
    people.add_member(organization=organization, by=giver, email=taker.email, role=role)
    post = kind.make(by=giver, organization=organization)

    if may:
        _try(kind, verb, post, taker)
        assert len(facts(post)) == 2
    else:
        with pytest.raises(NotAllowed):
            _try(kind, verb, post, taker)


def test_who_left_the_organization_no_longer_speaks_for_it(kind: Kind, giver: User) -> None:
    organization = make_organization()
    owner = organization.memberships.get().user
    people.add_member(organization=organization, by=owner, email=giver.email, role="coordinator")
    post = kind.make(by=giver, organization=organization)
    membership = organization.memberships.get(user=giver)
    people.remove_member(membership=membership, by=owner)

    with pytest.raises(NotAllowed):
        kind.call("withdraw", post, by=giver)


def test_staff_may_withdraw_and_extend_but_not_put_words_in_mouths(kind: Kind, giver: User) -> None:
    post, admin = kind.make(by=giver), make_user(is_staff=True)

    _try(kind, "extend", post, admin)
    with pytest.raises(NotAllowed):
        _try(kind, "update", post, admin)
    _try(kind, "withdraw", post, admin)

    actors = DomainEvent.objects.filter(subject_id=post.pk).order_by("subject_version")
    assert [event.actor for event in actors] == [
        giver.pseudonym,
        admin.pseudonym,
        admin.pseudonym,
    ]


def test_staff_without_the_right_are_strangers(kind: Kind, giver: User) -> None:
    post, clerk = kind.make(by=giver), make_user(is_staff=True)
    clerk.is_superuser = False
    clerk.save(update_fields=["is_superuser"])

    with pytest.raises(NotAllowed):
        kind.call("withdraw", post, by=clerk)
