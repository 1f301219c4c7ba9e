"""The lessons that users of other systems paid for, as they go over the site.

Here are those that no single app can show; all of them, by the words of the product's own list:

- Posts lapse without their owner knowing: here.
- Late drop-outs waste food; no-shows; applicants left hanging: `tests/commitments/test_lessons.py`.
- The same few people take everything: `tests/matching/test_alerts.py` and `test_limits.py`.
- State told to the wrong person: `tests/commitments/test_negotiating.py`, and here.
- The blurred place taken for the real one: here.
- Editing a post replaced its place with the poster's: here.
- Calendar feeds with years of history: `tests/commitments/test_calendar_feed.py`.
- Stale places: here.
- Totals that nobody trusts: here.
"""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.services import set_home
from accounts.tasks import nudge_organizations
from commitments import services as commitments
from core import clock
from core.events.models import DomainEvent
from core.geo.cells import bounds
from listings.models import Listing
from listings.tasks import ask_before_end
from notifications.models import Dispatch
from notifications.tasks import send_due
from tests.exact import tells
from tests.factories import make_commitment, make_listing, make_organization

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits")]
HOUR = timedelta(hours=1)


def test_lesson_posts_lapse_without_their_owner_knowing(grower, work_is_done):
    """Remind before expiry, one tap to extend: from the mail, by nobody who has signed in."""
    listing = make_listing(by=grower, food="courgette")
    with clock.at(listing.available_until - 6 * HOUR):
        ask_before_end()
        ask_before_end()
    work_is_done()
    Dispatch.objects.update(due_at=timezone.now() - HOUR)
    send_due()
    [sent] = [message for message in mail.outbox if grower.email in message.to]
    [link] = set(re.findall(r"/listings/more-time/[^\s\"<]+", str(sent.body)))
    anybody = Client()
    page = anybody.get(link)
    assert page.content.decode().count("<form") >= 1
    assert Listing.objects.get().available_until == listing.available_until
    answers = [anybody.post(link).status_code for _tap in range(2)]
    after = Listing.objects.get()
    assert answers == [302, 302]
    assert after.available_until > listing.available_until
    assert (after.version, after.state) == (listing.version + 1, "active")


def test_lesson_a_standing_offer_may_have_no_end(grower, opened):
    page = opened(grower).get("/standing/")
    assert page.status_code == 200
    answer = opened(grower).get("/listings/new/").content.decode()
    assert "until it is gone" in answer.lower() or "until gone" in answer.lower()


def test_lesson_state_told_to_the_wrong_person(grower, searcher, opened):
    """Every state has two texts, one a side; a stranger gets neither."""
    promise = make_commitment(by=searcher, listing=make_listing(by=grower))
    seen = []
    for step in (None, commitments.accept, commitments.hand_over):
        if step:
            promise = step(commitment=promise, by=grower)
        texts = [
            opened(person).get(promise.get_absolute_url()).content.decode()
            for person in (grower, searcher)
        ]
        said = [" ".join(re.sub("<[^>]+>", " ", text).split()) for text in texts]
        seen.append([name in text for name, text in zip(("Tom", "Gina"), said, strict=True)])
        assert said[0] != said[1]
    assert seen == [[True, True]] * 3


def test_lesson_the_blurred_place_taken_for_the_real_one(grower, searcher, opened):
    """It says that it is an area, and draws it as an area, wherever its middle is shown."""
    listing = make_listing(by=grower)
    page = opened(searcher).get(listing.get_absolute_url())
    html = page.content.decode()
    assert "This is an area. You are told the exact place once you have agreed." in html
    assert "<rect" in html
    told = opened(searcher).get(f"/api/v1/listings/{listing.pk}").content.decode()
    assert listing.cell in told
    assert tells(told, "45.765") == []
    box = bounds(listing.cell)
    assert box.south < listing.exact_place.point.lat < box.north
    assert tells(html, "45.765") == []


def test_lesson_editing_a_post_replaced_its_place_with_the_posters(grower, sign_in):
    """A place changes only when its field was changed, wherever the poster lives by now."""
    listing = make_listing(by=grower, place=(45.79, 4.91))
    place = listing.exact_place.point
    set_home(user=grower, lat=45.70, lon=4.80)
    gina = sign_in(grower)
    answer = gina.patch(f"/api/v1/listings/{listing.pk}", {"title": "Another"}, format="json")
    assert answer.status_code == 200, answer.json()
    after = Listing.objects.get()
    assert (after.title, after.exact_place.point, after.cell) == ("Another", place, listing.cell)


def test_lesson_stale_places(grower, searcher, opened):
    """Last verified is said; asked at half a year; hidden from others after a year without."""
    with clock.at(clock.now() - timedelta(days=200)):
        pantry = make_organization(by=grower, name="Quay Pantry")
    page = f"/organizations/{pantry.slug}/"
    assert "erified" in opened(searcher).get(page).content.decode()
    nudge_organizations()
    nudge_organizations()
    asked = DomainEvent.objects.filter(payload__kind="verify_organization")
    assert [event.payload["to"] for event in asked] == [str(pantry.pseudonym)]
    type(pantry).objects.update(last_verified=clock.now() - timedelta(days=366))
    assert Client().get(page).status_code == 404
    assert opened(searcher).get(page).status_code == 404
    assert opened(grower).post(f"{page}verify/").status_code == 302
    assert Client().get(page).status_code == 200


@pytest.mark.usefixtures("street")
def test_lesson_totals_that_nobody_trusts(searcher, opened, work_is_done):
    """Every figure links to its definition, which is there, and stands above its rows."""
    work_is_done()
    visitor = opened(searcher)
    html = visitor.get("/insights/").content.decode()
    labels = re.findall(r'<p class="stat__label">\s*(.*?)</p>', html, re.S)
    assert len(labels) > 2
    anchors = [re.findall(r'href="/insights/definitions/#([\w-]+)"', label) for label in labels]
    assert all(anchors), labels
    heads = re.findall(r'<th scope="col" class="num">\s*(.*?)</th>', html, re.S)
    assert len(heads) > 4
    assert all('href="/insights/definitions/#' in head for head in heads)
    assert "Vegetables" in html.partition("<tbody>")[2]
    definitions = visitor.get("/insights/definitions/").content.decode()
    for anchor in re.findall(r'href="/insights/definitions/#([\w-]+)"', html):
        assert f'id="{anchor}"' in definitions
