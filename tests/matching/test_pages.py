"""Pages of matches and saved searches: whose they are, and what they say."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Block, User
from core.geo.cells import encode
from listings.models import Listing
from matching.models import SavedSearch
from requests_app.models import FoodRequest
from tests.factories import LYON, make_listing, make_organization, make_request, make_user
from tests.matching.conftest import make_search

pytestmark = pytest.mark.django_db

NEW = reverse("matching:search_create")
LIST = reverse("matching:search_list")
HTMX = {"HX-Request": "true"}


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def matches_url(post: Listing | FoodRequest) -> str:
    return reverse(f"matching:for_{post.subject_type}", args=[post.pk])


def form_of(person: User, **said: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "kind": "listing",
        "words": "tomatoes",
        "category": "",
        "radius_km": "7",
        "cell": person.home_cell,
        **said,
    }


def test_request_page_names_each_match_with_its_reasons(taker: User) -> None:
    listing, request = make_listing(quantity="2"), make_request(by=taker, quantity="5")

    page = signed_in(taker).get(matches_url(request)).content.decode()

    assert "Exactly what is asked for: Tomato" in page
    assert "Covers 2 kg of 5 kg" in page
    assert "Less than 1 km away" in page
    assert "Until tomorrow" in page
    assert f"?listing={listing.pk}&amp;request={request.pk}" in page


def test_looking_at_matches_writes_nothing(taker: User) -> None:
    listing, request = make_listing(), make_request(by=taker)
    signed_in(taker).get(matches_url(request))
    signed_in(listing.owner).get(matches_url(listing))
    listing.refresh_from_db()
    request.refresh_from_db()
    assert (listing.version, request.version) == (1, 1)
    assert not listing.promised + request.promised


def test_listing_page_names_requests_it_could_answer(giver: User) -> None:
    listing, request = make_listing(by=giver), make_request()
    page = signed_in(giver).get(matches_url(listing), headers=HTMX).content.decode()
    assert page.count(f"/requests/{request.pk}/") == 1
    assert "<html" not in page


def test_search_sent_before_with_other_words_becomes_a_new_one(taker: User) -> None:
    said = form_of(taker)
    other = {**said, "words": "bread", "diets": ["vegan", "vegetarian"]}
    browser = signed_in(taker)
    browser.post(NEW, said)

    asked = browser.post(NEW, other)

    form = asked.context["form"]
    assert (asked.status_code, list(form.errors)) == (422, ["__all__"])
    assert form["diets"].value() == ["vegan", "vegetarian"]
    browser.post(NEW, {**other, "id": form["id"].value()})
    assert list(SavedSearch.objects.order_by("words").values_list("words", "diets")) == [
        ("bread", ["vegan", "vegetarian"]),
        ("tomatoes", []),
    ]


@pytest.mark.parametrize("make", [make_listing, make_request])
def test_matches_are_for_those_the_post_speaks_for(make: Any, stranger: User) -> None:
    owner = make_user()
    organization = make_organization(by=owner)
    url = matches_url(make(by=owner, organization=organization))

    assert signed_in(owner).get(url).status_code == 200
    assert signed_in(stranger).get(url).status_code == 404
    assert Client().get(url).status_code == 302


def test_blocked_person_is_in_no_match(giver: User, taker: User) -> None:
    Block.objects.create(blocker=giver, blocked=taker)
    listing, request = make_listing(by=giver), make_request(by=taker)
    for person, post in ((giver, listing), (taker, request)):
        page = signed_in(person).get(matches_url(post)).content.decode()
        assert "card__" not in page
        assert "Exactly what is asked for" not in page


def test_ones_own_is_no_match(giver: User) -> None:
    organization = make_organization(by=giver)
    listing = make_listing(by=giver)
    make_request(by=giver, organization=organization)
    page = signed_in(giver).get(matches_url(listing)).content.decode()
    assert "Nobody nearby has asked for something like this" in page


@pytest.mark.parametrize("number", [1, 3])
def test_matches_take_the_same_queries(
    taker: User, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request = make_request(by=taker)
    for _number in range(number):
        make_listing()
    client = signed_in(taker)
    client.get(matches_url(request))
    with django_assert_num_queries(9):
        client.get(matches_url(request), headers=HTMX)


def test_feeds_filters_become_a_search(taker: User) -> None:
    asked = "?kind=request&q=bread&diet=vegan&within=12&at=" + encode(*LYON, 6)
    page = signed_in(taker).get(NEW + asked).content.decode()

    assert 'value="bread"' in page
    assert 'name="radius_km" value="12"' in page
    assert 'value="request"' in page.split("checked")[0].rsplit("<input", 1)[1]
    assert f'name="cell" value="{encode(*LYON, 6)}"' in page


def test_search_is_saved_once_however_often_it_is_sent(taker: User) -> None:
    client, said = signed_in(taker), form_of(taker, diets=["vegan"])
    for _time in range(2):
        assert client.post(NEW, said).status_code == 302
    search = SavedSearch.objects.get()
    assert (search.owner, search.words, search.radius_km) == (taker, "tomatoes", 7)
    assert (search.diets, search.cell) == (["vegan"], taker.home_cell)


def test_search_without_a_place_keeps_what_was_typed() -> None:
    nowhere = make_user(home=None)
    answer = signed_in(nowhere).post(NEW, form_of(nowhere, words="bread"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say where: choose a place first." in page
    assert 'value="bread"' in page
    assert not SavedSearch.objects.exists()


def test_bad_radius_is_named_and_kept(taker: User) -> None:
    answer = signed_in(taker).post(NEW, form_of(taker, radius_km="900"))
    assert answer.status_code == 422
    assert 'value="900"' in answer.content.decode()


def test_one_person_has_twenty_at_most(taker: User) -> None:
    for _number in range(20):
        make_search(by=taker)
    answer = signed_in(taker).post(NEW, form_of(taker))
    assert answer.status_code == 422
    assert "You have 20 saved searches." in answer.content.decode()
    assert SavedSearch.objects.count() == 20


def test_search_is_changed_paused_and_deleted(taker: User) -> None:
    search, client = make_search(by=taker), signed_in(taker)
    edit = reverse("matching:search_edit", args=[search.pk])
    assert client.post(edit, form_of(taker, words="bread", radius_km="3")).status_code == 302
    search.refresh_from_db()
    assert (search.words, search.radius_km, search.cell) == ("bread", 3, taker.home_cell)

    pause = reverse("matching:search_pause", args=[search.pk])
    for active in ("off", "on"):
        client.post(pause, {"active": active})
        search.refresh_from_db()
        assert search.active == (active == "on")

    delete = reverse("matching:search_delete", args=[search.pk])
    assert "Delete “bread”?" in client.get(delete).content.decode()
    client.post(delete)
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("name", ["edit", "pause", "delete"])
def test_searches_are_nobody_elses(taker: User, stranger: User, name: str) -> None:
    search = make_search(by=taker)
    url = reverse(f"matching:search_{name}", args=[search.pk])
    for answer in (signed_in(stranger).post(url, form_of(stranger)),):
        assert answer.status_code == 404
    assert Client().post(url).status_code == 302
    search.refresh_from_db()
    assert search.active


def test_anonymous_is_asked_to_sign_in_first() -> None:
    for url in (LIST, NEW):
        answer = Client().get(url)
        assert (answer.status_code, answer["Location"]) == (
            302,
            f"{reverse('account_login')}?next={url}",
        )


def test_empty_list_says_what_to_do(taker: User) -> None:
    page = signed_in(taker).get(LIST).content.decode()
    assert "No saved searches yet" in page
    assert "Who is told first, and why" in page


@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_the_same_queries(
    taker: User, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(number):
        make_search(by=taker, words="tomatoes")
    make_search(by=make_user())
    client = signed_in(taker)
    client.get(LIST)
    with django_assert_num_queries(4):
        page = client.get(LIST, headers=HTMX).content.decode()
    assert page.count("tomatoes") == number


def test_search_of_an_organization_is_for_those_who_act_for_it(taker: User) -> None:
    mine, other = make_organization(by=taker), make_organization()
    client = signed_in(taker)
    assert client.post(NEW, form_of(taker, organization=str(mine.pk))).status_code == 302
    assert client.post(NEW, form_of(taker, organization=str(other.pk))).status_code == 422
    assert SavedSearch.objects.get().organization == mine


def test_ways_lead_to_matches_and_saved_searches(taker: User) -> None:
    request, listing, client = make_request(by=taker), make_listing(), signed_in(taker)

    own = client.get(request.get_absolute_url()).content.decode()
    others = client.get(listing.get_absolute_url()).content.decode()
    home = client.get(reverse("nearby:home") + "?category=vegetables").content.decode()

    assert f'hx-get="{matches_url(request)}"' in own
    assert matches_url(listing) not in others
    assert f'href="{NEW}?category=vegetables&amp;at={taker.home_cell}"' in home
    assert f'href="{LIST}"' in home
