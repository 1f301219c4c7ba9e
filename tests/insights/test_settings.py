import pytest

from insights.checks import enough_people, explainer_is_known


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
