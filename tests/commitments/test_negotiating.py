"""Finding a time: whose turn it is, on every page and for every verb."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.errors import Suspended
from commitments import services
from commitments.enums import Side
from commitments.models import Commitment
from commitments.permissions import allowed_to
from commitments.services import Offer
from core import clock
from core.errors import Invalid, NotAllowed, TransitionForbidden
from tests.factories import make_commitment

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def offer(*hours: int) -> list[Offer]:
    now = clock.now().replace(microsecond=0)
    return [Offer(now + hour * HOUR, now + (hour + 1) * HOUR) for hour in hours]


@pytest.fixture
def countered(proposed, giver) -> Commitment:
    """Gina offers two other times instead."""
    return services.offer_windows(commitment=proposed, by=giver, windows=offer(6, 8))


@pytest.fixture
def moved(accepted, giver) -> Commitment:
    """Gina asks for another time for what is agreed."""
    return services.offer_windows(commitment=accepted, by=giver, windows=offer(6))


def test_lesson_state_told_to_the_wrong_person(countered):
    assert countered.text_for(Side.GIVER) == (
        "You offered other times. Tom Taker has not answered yet."
    )
    assert countered.text_for(Side.RECEIVER) == (
        "Gina Giver offers other times. Choose one, or offer others."
    )


def test_turn_changes_with_each_offer(countered, giver, taker):
    assert allowed_to(Side.GIVER, countered) == ["decline", "offer-windows"]
    assert allowed_to(Side.RECEIVER, countered) == ["choose-window", "offer-windows", "cancel"]
    waiting = Commitment.objects.waiting_for
    assert (waiting(taker).count(), waiting(giver).count()) == (1, 0)
    assert Commitment.objects.sent_by(giver).count() == 1
    services.offer_windows(commitment=countered, by=taker, windows=offer(10))
    assert (waiting(taker).count(), waiting(giver).count()) == (0, 1)


def test_original_time_cannot_be_accepted_any_more(countered, giver, taker):
    for by in (giver, taker):
        with pytest.raises(TransitionForbidden):
            services.accept(commitment=countered, by=by)


def test_choosing_accepts_the_proposal_at_that_time(countered, taker, facts):
    window = services.windows_of([countered])[countered.pk][1]
    chosen = services.choose_window(commitment=countered, by=taker, window=window)
    assert (chosen.state, chosen.handover_start, chosen.handover_end) == (
        "accepted",
        window.start,
        window.end,
    )
    _, payload = facts(chosen)[-1]
    assert (payload["happened"], payload["by"], payload["committed_delta"]) == (
        "window_chosen",
        "receiver",
        2000,
    )
    version = chosen.version
    assert services.choose_window(commitment=chosen, by=taker, window=window).version == version


def test_expiry_is_renewed_but_no_longer_than_the_last_window(proposed, giver):
    services.offer_windows(commitment=proposed, by=giver, windows=offer(100))
    assert proposed.expires_at == proposed.updated_at + timedelta(hours=24)
    last = offer(2, 4)
    services.offer_windows(commitment=proposed, by=giver, windows=last)
    assert proposed.expires_at == last[1].end


def test_agreed_time_holds_until_another_is_chosen(moved, taker, giver, facts):
    before = (moved.handover_start, moved.handover_end)
    assert moved.state == "accepted"
    assert Commitment.objects.waiting_for(taker).count() == 1
    assert Commitment.objects.waiting_for(giver).count() == 0
    services.choose_window(commitment=moved, by=taker, window=None)
    assert (moved.handover_start, moved.handover_end) == before
    assert Commitment.objects.waiting_for(taker).count() == 0
    assert "committed_delta" not in facts(moved)[-1][1]


def test_agreed_time_is_moved_by_the_other_side_alone(moved, giver, taker):
    window = services.windows_of([moved])[moved.pk][0]
    with pytest.raises(NotAllowed):
        services.choose_window(commitment=moved, by=giver, window=window)
    services.choose_window(commitment=moved, by=taker, window=window)
    assert moved.handover_start == window.start


def test_times_of_an_earlier_round_are_off_the_table(countered, giver, taker):
    old = services.windows_of([countered])[countered.pk][0]
    services.offer_windows(commitment=countered, by=giver, windows=offer(12))
    with pytest.raises(Invalid) as refused:
        services.choose_window(commitment=countered, by=taker, window=old)
    assert list(refused.value.details) == ["window"]


@pytest.mark.parametrize("hours", [(), (1, 2, 3, 4), (-5,), (24 * 400,)])
def test_impossible_offers_are_refused(proposed, giver, hours):
    with pytest.raises(Invalid) as refused:
        services.offer_windows(commitment=proposed, by=giver, windows=offer(*hours))
    assert list(refused.value.details) == ["windows"]


def test_same_offer_again_changes_nothing(countered, giver):
    windows = [Offer(row.start, row.end) for row in services.windows_of([countered])[countered.pk]]
    version = countered.version
    services.offer_windows(commitment=countered, by=giver, windows=windows)
    assert Commitment.objects.get().version == version


def test_strangers_and_suspended_people_offer_nothing(proposed, giver, stranger):
    with pytest.raises(NotAllowed):
        services.offer_windows(commitment=proposed, by=stranger, windows=offer(5))
    giver.suspended_at = clock.now()
    giver.save()
    for verb in (services.accept, services.undo):
        with pytest.raises(Suspended):
            verb(commitment=proposed, by=giver)
    with pytest.raises(Suspended):
        services.offer_windows(commitment=proposed, by=giver, windows=offer(5))
    assert services.decline(commitment=proposed, by=giver).state == "declined"


def test_pages_offer_and_choose(client, countered, taker, giver):
    client.force_login(taker)
    address = f"/exchanges/{countered.pk}/"
    window = services.windows_of([countered])[countered.pk][0]
    assert f'name="window" value="{window.pk}"' in " ".join(
        client.get(address).content.decode().split()
    )
    page = client.post(f"{address}offer-windows/", {"day_1": "2031-01-01"})
    assert (page.status_code, sorted(page.context["form"].errors)) == (422, ["first_1", "last_1"])
    assert client.post(f"{address}choose-window/", {"window": "x"}).status_code == 422
    client.post(f"{address}choose-window/", {"window": window.pk})
    assert Commitment.objects.get().handover_start == window.start


def test_page_of_other_times_offers_them(client, proposed, giver):
    client.force_login(giver)
    day = (clock.now() + timedelta(days=2)).date().isoformat()
    form = {"day_1": day, "first_1": "10:00", "last_1": "12:00"}
    page = client.post(f"/exchanges/{proposed.pk}/offer-windows/", form)
    assert page.status_code == 302
    offered = services.windows_of([Commitment.objects.get()])[proposed.pk]
    assert [row.end - row.start for row in offered] == [2 * HOUR]


def test_over_the_api(api, proposed, giver, taker):
    one = f"/api/v1/commitments/{proposed.pk}"
    start = clock.now().replace(microsecond=0) + 5 * HOUR
    window = {"start": start.isoformat(), "end": (start + HOUR).isoformat()}
    told = api(giver).post(f"{one}/offer-windows", {"windows": [window]}, format="json")
    assert (told.json()["data"]["waits_for"], told.status_code) == ("receiver", 200)
    refused = api(giver).post(f"{one}/offer-windows", {"windows": []}, format="json")
    assert "windows" in refused.json()["error"]["details"]
    offered = api(taker).get(one).json()["data"]["offered_windows"][0]["id"]
    wrong = api(taker).post(f"{one}/choose-window", {"window": offered + 1}, format="json")
    assert list(wrong.json()["error"]["details"]) == ["window"]
    done = api(taker).post(f"{one}/choose-window", {"window": offered}, format="json")
    assert done.json()["data"]["state"] == "accepted"


def test_strangers_over_the_api(api, countered, stranger):
    one = f"/api/v1/commitments/{countered.pk}"
    for verb in ("offer-windows", "choose-window", "confirm", "undo", "thank", "hand-over"):
        assert api(stranger).post(f"{one}/{verb}", {}, format="json").status_code == 404
        assert api().post(f"{one}/{verb}", {}, format="json").status_code == 401
    assert api(stranger).get(f"{one}/code").status_code == 404
    assert api().get(f"{one}/code").status_code == 401


def test_declined_after_an_offer_of_ones_own(countered, giver, listing, books):
    services.decline(commitment=countered, by=giver)
    assert books(listing) == ("active", 3, 0, 0)
    services.undo(commitment=countered, by=giver)
    assert (countered.state, countered.offered_by_giver) == ("proposed", True)
    assert books(listing) == ("active", 1, 2, 0)


def test_people_with_a_block_find_nothing_to_propose_on(listing, taker, giver):
    from accounts.models import Block

    Block.objects.create(blocker=giver, blocked=taker)
    with pytest.raises(TransitionForbidden) as refused:
        make_commitment(by=taker, listing=listing)
    assert str(refused.value) == "This is no longer open."
    client = Client()
    client.force_login(taker)
    assert client.get(f"/exchanges/new/?listing={listing.pk}").status_code == 404
