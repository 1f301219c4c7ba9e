"""Days at the ends of the calendar are refused at their field, and what was typed is kept."""

from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from core.errors import Invalid
from listings import services as listings
from tests.factories import make_listing

pytestmark = pytest.mark.django_db


def test_year_one_is_no_time_until_which_food_is_needed(taker: User) -> None:
    client = Client()
    client.force_login(taker)
    asked = {"food": "tomato", "quantity": "2", "unit": "kg", "until": "0001-01-01T00:00"}
    answer = client.post("/requests/new/", asked)
    assert answer.status_code == 422
    assert answer.context["form"].errors["until"] == ["Enter a valid date/time."]
    assert 'value="0001-01-01T00:00"' in answer.content.decode()


def test_last_day_of_the_calendar_is_no_use_by_date(giver: User) -> None:
    with pytest.raises(Invalid) as refused:
        make_listing(by=giver, use_by=date.max)
    assert list(refused.value.details) == ["use_by"]
    listing = make_listing(by=giver)
    with pytest.raises(Invalid):
        listings.update(listing=listing, by=giver, use_by=date.max)
