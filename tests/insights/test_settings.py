from decimal import Decimal

import pytest

from insights.checks import calls_are_bounded, enough_people, explainer_is_known


@pytest.mark.parametrize(("k", "faults"), [(5, []), (2, []), (1, ["insights.E001"])])
def test_k_must_leave_nobody_alone(settings, k, faults):
    settings.K_PARTICIPANTS = k
    assert [fault.id for fault in enough_people()] == faults


@pytest.mark.parametrize(
    ("explainer", "model", "faults"),
    [
        ("plain", "", []),
        ("bedrock", "some-model", []),
        ("bedrock", "", ["insights.E003"]),
        ("oracle", "", ["insights.E002"]),
    ],
)
def test_explainer_must_be_known_and_complete(settings, explainer, model, faults):
    settings.EXPLAINER, settings.BEDROCK_MODEL = explainer, model
    assert [fault.id for fault in explainer_is_known()] == faults


@pytest.mark.parametrize(
    ("wrong", "faults"),
    [
        ({}, []),
        ({"BEDROCK_ROUND_SECONDS": 12}, ["insights.E004"]),
        ({"BEDROCK_READ_SECONDS": 30}, ["insights.E004"]),
        ({"BEDROCK_DAILY_TOKENS": -1}, ["insights.E005"]),
        ({"BEDROCK_PRICE_IN": Decimal(-1)}, ["insights.E005"]),
        ({"BEDROCK_BREAKER_FAILURES": 0}, ["insights.E006"]),
        ({"BEDROCK_REST_MINUTES": 0}, ["insights.E006"]),
        ({"BEDROCK_PRICE_OUT": Decimal(0)}, ["insights.W001"]),
        ({"EXPLAINER": "plain", "BEDROCK_DAILY_TOKENS": -1}, []),
    ],
)
def test_calls_must_be_bounded_in_time_and_cost(settings, wrong, faults):
    settings.EXPLAINER, settings.BEDROCK_MODEL = "bedrock", "some-model"
    settings.BEDROCK_PRICE_IN = settings.BEDROCK_PRICE_OUT = Decimal(1)
    for name, value in wrong.items():
        setattr(settings, name, value)
    assert [fault.id for fault in calls_are_bounded()] == faults
