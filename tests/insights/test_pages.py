"""The pages: for everyone, without JavaScript, nothing on them below k."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from insights.definitions import all_definitions
from insights.enums import ExplanationState
from insights.explanations.write import write_plain
from insights.models import Explanation, InsightSignal, Retraction
from insights.pages.areas import area_name
from insights.pages.maps import REACH, grid
from insights.reads.start import start_cell
from tests.insights.events import FAR, P4, P5, P6, PEOPLE, absorb, listing, noon, request

pytestmark = pytest.mark.django_db


def page(client: Client, url: str, **headers: str) -> str:
    response = client.get(url, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def overview(client: Client, query: str = "", **headers: str) -> str:
    return page(client, f"{reverse('insights:overview')}?{query}", **headers)


@pytest.fixture
def shortage(today) -> InsightSignal:
    absorb(*[request(today, grams=5_000, by=person) for person in PEOPLE[:6]])
    return InsightSignal.objects.get(cell=P5)


def test_overview_shows_figures_signals_and_map(client, shortage):
    shown = overview(client, f"cell={P5}&window=14")
    assert "Vegetables: scarce" in shown
    assert "about 30 kg were asked for" in " ".join(shown.split())
    assert '<svg class="area-map"' in shown
    assert shown.count('class="cell cell--5 cell--tomato cell--here"') == 1
    assert f'href="{shortage.get_absolute_url()}"' in shown
    assert "Everything until" in shown


def test_window_switch_is_links(client, shortage):
    shown = overview(client, f"cell={P5}&window=30")
    for days in (7, 14, 30):
        assert f"?cell={P5}&amp;window={days}" in shown
    for name in ("How many days", "Kind of food"):
        nav = shown.partition(f'aria-label="{name}"')[2].partition("</nav>")[0]
        assert nav.count('aria-current="true"') == 1


def test_htmx_gets_the_fragment_alone(client, shortage):
    shown = overview(client, f"cell={P5}", **{"hx-request": "true"})
    assert "<html" not in shown
    assert "Vegetables: scarce" in shown


def test_history_gets_the_whole_page(client, shortage):
    headers = {"hx-request": "true", "hx-history-restore-request": "true"}
    assert "<html" in overview(client, f"cell={P5}", **headers)


def test_empty_town_says_what_to_do(client):
    shown = overview(client)
    assert "Nothing to show yet" in shown
    assert reverse("listings:create") in shown


def test_area_below_k_shows_nothing_of_it(client, today):
    absorb(*[request(today, grams=91_000, by=person) for person in PEOPLE[:4]])
    shown = overview(client, f"cell={P5}&window=30")
    assert "91 kg" not in shown
    assert "364 kg" not in shown
    assert "Nothing to show yet" in shown


def test_smaller_area_below_k_is_answered_for_by_the_larger(client, today):
    absorb(
        *[listing(today, by=person) for person in PEOPLE[:3]],
        *[listing(today, by=person, cell=FAR) for person in PEOPLE[3:6]],
    )
    shown = overview(client, f"cell={P5}")
    assert "Too few people stand behind" in shown
    assert "and around" in shown


def test_total_of_a_small_area_is_named_as_such(client, shortage):
    assert "All food" in overview(client, f"cell={P6}")


@pytest.mark.parametrize("query", ["cell=nonsense!", "window=5", "lat=100&lon=0", "lat=x"])
def test_place_or_time_that_cannot_be_read_is_said(client, shortage, query):
    assert "could not be read" in overview(client, query)


def test_town_is_found_by_name(client):
    assert "<h2>Lyon</h2>" in overview(client, "near=lyon")
    assert "No town by that name" in overview(client, "near=zzzzzz")


def test_signed_in_it_begins_at_home(client, taker, shortage):
    client.force_login(taker)
    assert start_cell(taker) == taker.home_cell[:5]
    assert f"cell={taker.home_cell[:5]}" in overview(client)


def test_otherwise_it_begins_where_something_stands_out(client, shortage):
    assert "Vegetables: scarce" in overview(client)


def test_weights_come_in_the_readers_units(client, stranger, shortage):
    stranger.units = "imperial"
    stranger.save(update_fields=["units"])
    client.force_login(stranger)
    assert "66.1 lb" in overview(client, f"cell={P5}")


@pytest.mark.parametrize("count", [1, 3])
def test_overview_costs_the_same_queries_for_any_number_of_rows(
    client, today, count, django_assert_num_queries
):
    absorb(
        *[
            request(today, grams=5_000, by=person, category=category)
            for person in PEOPLE[:6]
            for category in ["vegetables", "fruit", "berries"][:count]
        ]
    )
    for signal in InsightSignal.objects.all():
        write_plain(signal)
    with django_assert_num_queries(8):
        overview(client, f"cell={P5}")


# --- One signal ----------------------------------------------------------------------------------


def test_signal_page_says_why(client, shortage):
    write_plain(shortage)
    shown = " ".join(page(client, shortage.get_absolute_url()).split())
    for expected in (
        "Vegetables: scarce",
        "Why we say this",
        "about 30 kg were asked for",
        "Put together from fixed sentences",
        "plain-1",
        "How sure",
        "definitions/#shortage",
        "definitions/#people",
        "First seen",
        "The signal lapses",
    ):
        assert expected in shown


def test_signal_page_names_the_model(client, shortage):
    write_plain(shortage)
    Explanation.objects.filter(language="en").update(
        source="bedrock", model="some-model", text="It is so.", prompt_version="explain-1"
    )
    shown = page(client, shortage.get_absolute_url())
    assert "Written by a language model (some-model)" in shown


def test_retracted_explanation_says_why_instead(client, shortage):
    write_plain(shortage)
    explanation = Explanation.objects.get(language="en", context="town", signal=shortage)
    Retraction.objects.create(
        explanation=explanation, reason="It was misleading.", by=uuid4(), at=shortage.first_seen
    )
    for url in (shortage.get_absolute_url(), f"{reverse('insights:overview')}?cell={P5}"):
        shown = page(client, url)
        assert "taken back: It was misleading." in " ".join(shown.split())
    own = page(client, shortage.get_absolute_url())
    assert "people ask for more" not in own


def test_retracted_words_of_a_model_give_way_to_the_plain_ones(client, shortage):
    write_plain(shortage)
    plain = Explanation.objects.get(language="en", context="town", signal=shortage)
    generated = Explanation.objects.create(
        signal=shortage,
        inputs_hash=plain.inputs_hash,
        prompt_version="explain-1",
        language="en",
        source="bedrock",
        state=ExplanationState.WRITTEN,
        text="Something wrong.",
        inputs=plain.inputs,
        created_at=plain.created_at,
        expires_at=plain.expires_at,
    )
    assert "Something wrong." in page(client, shortage.get_absolute_url())
    Retraction.objects.create(
        explanation=generated, reason="Wrong.", by=uuid4(), at=plain.created_at
    )
    shown = page(client, shortage.get_absolute_url())
    assert "Something wrong." not in shown
    assert "people ask for more than there is" in shown


def test_signal_that_no_longer_holds_is_not_there(client, shortage, today):
    InsightSignal.objects.update(closed_at=noon(today))
    assert client.get(shortage.get_absolute_url()).status_code == 404
    assert client.get(reverse("insights:signal", args=[uuid4()])).status_code == 404


# --- Definitions ---------------------------------------------------------------------------------


def test_every_definition_can_be_linked_to(client):
    shown = page(client, reverse("insights:definitions"))
    for definition in all_definitions():
        assert f'id="{definition.anchor}"' in shown


def test_every_link_to_a_definition_arrives(client, shortage):
    anchors = {definition.anchor for definition in all_definitions()}
    shown = overview(client, f"cell={P5}") + page(client, shortage.get_absolute_url())
    linked = {part.split('"')[0] for part in shown.split("definitions/#")[1:]}
    assert linked
    assert linked <= anchors


# --- Who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["anonymous", "stranger"])
def test_pages_are_open_to_everyone_for_reading_only(client, stranger, shortage, who):
    if who == "stranger":
        client.force_login(stranger)
    for url in (
        reverse("insights:overview"),
        shortage.get_absolute_url(),
        reverse("insights:definitions"),
    ):
        assert client.get(url).status_code == 200
        assert client.post(url).status_code == 405


# --- The map -------------------------------------------------------------------------------------


def test_map_has_the_cell_in_its_middle():
    placed = {(column, row): cell for column, row, cell in grid(P5)}
    assert len(placed) == (2 * REACH + 1) ** 2
    assert placed[REACH, REACH] == P5


def test_map_of_a_region_holds_its_areas():
    cells = {cell for _x, _y, cell in grid(P4)}
    assert len(cells) == 32
    assert {cell[:4] for cell in cells} == {P4}


def test_map_goes_on_across_the_antimeridian():
    cells = [cell for _x, _y, cell in grid("xbpbp")]
    assert len(set(cells)) == len(cells)
    assert {cell[0] for cell in cells} == {"x", "8", "r", "2"}


def test_map_ends_at_the_pole():
    assert len(grid("zzzzz")) == (2 * REACH + 1) * (REACH + 1)


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        (P5, "Lyon"),
        (P4, "Lyon and around"),
    ],
)
def test_areas_are_called_by_their_town(cell, name):
    assert area_name(cell) == name


def test_area_beside_a_town_says_in_which_direction():
    assert area_name("u05ty").endswith(("of Lyon", "of Caluire-et-Cuire")) or " of " in area_name(
        "u05ty"
    )
