"""Nothing that people type is in a derived row: no column could hold it, and none does."""

import pytest
from django.apps import apps
from django.db import models

from core.derived.models import DerivedModel
from insights.models import Explanation, InsightSignal
from listings import services as listings
from tests.factories import make_listing, make_organization, make_request, make_user
from tests.insights.events import drain_now

pytestmark = pytest.mark.django_db

CANARY = "Zqcanary"
DERIVED = [m for m in apps.get_models() if issubclass(m, DerivedModel)]
# Cells, slugs, states, names of versions and models: never a sentence of anybody's. The one text
# is made from numbers, and a refused one is not kept.
TEXTS = {
    "insights_daybucket": {"cell", "category"},
    "insights_dayparticipant": {"cell", "category"},
    "insights_daywait": {"cell", "category"},
    "insights_aggregate": {"cell", "category"},
    "insights_snapshot": {"cell", "category"},
    "insights_insightsignal": {
        *("kind", "cell", "neighbour", "category", "numbers", "inputs_hash", "closed_because"),
    },
    "insights_explanation": {
        *("context", "inputs_hash", "prompt_version", "language", "source", "state", "text"),
        *("reason", "model", "inputs", "checks"),
    },
    "insights_modelcall": {"outcome", "error", "model"},
    "insights_forecast": {"cell", "category", "outlook"},
}


def test_no_column_of_derived_rows_is_for_what_people_type():
    found = {
        model._meta.db_table: {
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        }
        for model in DERIVED
    }
    assert found == TEXTS


def test_what_people_typed_is_in_no_derived_row():
    for number in range(8):
        person = make_user(
            email=f"{CANARY.lower()}{number}@example.org",
            display_name=f"{CANARY} {number}",
        )
        make_request(by=person, quantity="4", note=f"{CANARY} please")
    pantry = make_organization(name=f"{CANARY} pantry")
    listing = make_listing(
        by=pantry.memberships.get().user,
        title=f"{CANARY} courgettes",
        pickup_note=f"{CANARY} gate",
    )
    listings.update(listing=listing, by=listing.owner, title=f"{CANARY} again")
    for consumer in ("aggregates", "explanations", "areas"):
        drain_now(consumer)

    assert InsightSignal.objects.exists()
    assert Explanation.objects.exclude(text="").exists()
    for model in DERIVED:
        for row in model._default_manager.values():
            assert CANARY.lower() not in str(row).lower(), model
