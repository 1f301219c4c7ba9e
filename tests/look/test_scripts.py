"""Our small scripts, in a real browser under the real content policy."""

import pytest
from django import forms
from playwright.sync_api import expect

from core.geo import cells
from tests.look.conftest import Show, rendered

pytestmark = pytest.mark.browser

OPTIONS = [
    {
        "id": "food-tomato",
        "value": "tomato",
        "label": "Tomato",
        "hint": "",
        "picture": "vegetables",
    },
    {"id": "food-turnip", "value": "turnip", "label": "Turnip", "hint": "", "picture": "roots"},
]
TOWNS = [{"id": "t1", "value": "1", "label": "Lyon", "lat": "45.764043", "lon": "4.835659"}]
FOOD = """{% include "components/food_picker.html" with field=form.food slug=form.slug \
search_url="/q" %}"""
QUANTITY = '{% include "components/quantity.html" with amount=form.quantity unit=form.unit %}'
PLACE = """<form>{% include "components/place_picker.html" with lat=form.lat lon=form.lon \
town=form.town search_url="/q" precision_field="detail" %}{{ form.detail }}</form>"""
THEME = """<div class="js-only" data-theme-switch><button type="button" value="light">Light</button>
<button type="button" value="dark">Dark</button>
<button type="button" value="">Both</button></div>"""


class SurplusForm(forms.Form):
    food = forms.CharField()
    slug = forms.CharField(widget=forms.HiddenInput)
    quantity = forms.DecimalField(min_value=0, initial=2)
    unit = forms.ChoiceField(choices=[("kg", "kilograms")])
    town = forms.CharField()
    lat = forms.CharField(widget=forms.HiddenInput)
    lon = forms.CharField(widget=forms.HiddenInput)
    detail = forms.ChoiceField(choices=[("6", "Fine"), ("5", "Coarse")])


def options(found: list[dict[str, str]]) -> dict[str, str]:
    return {"/q": rendered('{% include "components/options.html" %}', {"options": found})}


def test_food_chosen_by_keyboard_sets_its_slug(show: Show) -> None:
    page = show(FOOD, {"form": SurplusForm()}, options(OPTIONS))
    food = page.get_by_role("combobox")
    food.press_sequentially("t")
    expect(page.get_by_role("option")).to_have_count(2)
    food.press("ArrowDown")
    food.press("ArrowDown")
    expect(food).to_have_attribute("aria-activedescendant", "food-turnip")
    food.press("Enter")
    expect(food).to_have_value("Turnip")
    expect(food).to_have_attribute("aria-expanded", "false")
    expect(page.locator("[name=slug]")).to_have_value("turnip")


def test_typing_again_forgets_the_chosen_food(show: Show) -> None:
    page = show(FOOD, {"form": SurplusForm()}, options(OPTIONS))
    food = page.get_by_role("combobox")
    food.press_sequentially("t")
    page.get_by_role("option", name="Tomato").click()
    expect(page.locator("[name=slug]")).to_have_value("tomato")
    food.press_sequentially("x")
    expect(page.locator("[name=slug]")).to_have_value("")


def test_escape_closes_the_suggestions_and_keeps_the_words(show: Show) -> None:
    page = show(FOOD, {"form": SurplusForm()}, options(OPTIONS))
    food = page.get_by_role("combobox")
    food.press_sequentially("t")
    expect(page.get_by_role("listbox")).to_be_visible()
    food.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(food).to_have_value("t")


def test_stepper_stops_at_the_least(show: Show) -> None:
    page = show(QUANTITY, {"form": SurplusForm()})
    amount = page.locator("[name=quantity]")
    page.get_by_label("More").click()
    expect(amount).to_have_value("3")
    for _ in range(5):
        page.get_by_label("Less").click()
    expect(amount).to_have_value("1")


def test_town_sets_the_place_and_draws_its_area(show: Show) -> None:
    page = show(PLACE, {"form": SurplusForm()}, options(TOWNS))
    page.get_by_role("button", name="Choose on the map").click()
    page.get_by_role("combobox", name="Town").press_sequentially("L")
    page.get_by_role("option", name="Lyon").click()
    expect(page.locator("[name=lat]")).to_have_value("45.764043")
    expect(page.locator("[name=lon]")).to_have_value("4.835659")
    expect(page.locator(".place__area")).to_have_count(1)
    page.get_by_role("combobox", name="Town").press_sequentially("x")
    expect(page.locator("[name=lat]")).to_have_value("")
    expect(page.locator(".place__area")).to_have_count(0)


def test_map_takes_the_middle_on_enter(show: Show) -> None:
    form = SurplusForm(initial={"lat": "45.764043", "lon": "4.835659"})
    page = show(PLACE, {"form": form}, options(TOWNS))
    page.get_by_role("button", name="Choose on the map").click()
    expect(page.locator(".place__area")).to_have_count(1)
    page.locator("[data-map]").press("Enter")
    expect(page.locator("[data-status]")).to_contain_text("Place set")


@pytest.mark.parametrize("precision", [5, 6])
@pytest.mark.parametrize(
    ("lat", "lon"), [(45.764043, 4.835659), (-33.9, -70.6), (0, 0), (89.9, 179.99), (-90, -180)]
)
def test_drawn_area_is_the_public_cell(show: Show, lat: float, lon: float, precision: int) -> None:
    page = show("")
    corners = page.evaluate(
        "async ([lat, lon, precision]) => "
        "(await import('/static/js/leaflet.js')).cellBounds(lat, lon, precision).flat()",
        [lat, lon, precision],
    )
    box = cells.bounds(cells.encode(lat, lon, precision))
    assert corners == pytest.approx([box.south, box.west, box.north, box.east], abs=1e-9)


def test_dark_is_kept_for_the_next_page(show: Show) -> None:
    page = show(THEME)
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert "theme=dark" in page.evaluate("document.cookie")
    page.get_by_role("button", name="Both").click()
    assert "theme" not in page.evaluate("document.cookie")


def test_menu_closes_on_escape_and_gives_the_focus_back(show: Show) -> None:
    page = show(
        "<details class='menu' data-menu><summary>Menu</summary><a href='#x'>Link</a></details>"
    )
    page.locator("summary").click()
    page.get_by_role("link", name="Link").press("Escape")
    expect(page.get_by_role("link", name="Link")).to_be_hidden()
    expect(page.locator("summary")).to_be_focused()


def test_form_with_errors_takes_the_focus(show: Show) -> None:
    page = show("<form>{{ form }}</form>", {"form": SurplusForm({})})
    expect(page.get_by_role("alert").first).to_be_focused()
