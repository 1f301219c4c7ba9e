import pytest

from accounts.models import User
from core.errors import Invalid, NotAllowed, TransitionForbidden
from moderation import services
from moderation.models import Decision, Objection
from tests.factories import make_listing, make_organization, make_user
from tests.moderation.people import decide, make_moderator, notices, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(db: None) -> User:
    return make_moderator(email="moderator@example.org")


@pytest.fixture
def decision(giver: User, taker: User, moderator: User) -> Decision:
    return decide(report(taker, make_listing(by=giver)), moderator, "suspend", days=7)


def objection(decision: Decision, by: User, text: str = "It was a joke.") -> Objection:
    return services.object_to(decision=decision, by=by, text=text)[0]


def test_one_objects_once_while_suspended(giver: User, decision: Decision) -> None:
    giver.refresh_from_db()
    made = objection(decision, giver)
    assert objection(decision, giver, " It was a joke. ") == made
    with pytest.raises(TransitionForbidden):
        objection(decision, giver, "And another thing.")
    assert Objection.objects.count() == 1


def test_only_those_it_is_about_object(
    taker: User, stranger: User, moderator: User, decision: Decision
) -> None:
    for who in (taker, stranger, moderator):
        with pytest.raises(NotAllowed):
            objection(decision, who)


def test_an_organization_objects_through_those_who_act_for_it(
    giver: User, taker: User, stranger: User, moderator: User
) -> None:
    pantry = make_organization(by=giver)
    made = decide(report(taker, pantry, "organization"), moderator, "hide")
    with pytest.raises(NotAllowed):
        objection(made, stranger)
    assert objection(made, giver).person == giver


def test_an_objection_says_why(giver: User, decision: Decision) -> None:
    for text in (" ", "x" * 2001):
        with pytest.raises(Invalid) as refused:
            objection(decision, giver, text)
        assert list(refused.value.details) == ["text"]


def test_there_is_nothing_to_object_to_in_good_news(
    giver: User, taker: User, moderator: User, decision: Decision
) -> None:
    lifted = decide(report(taker, make_listing(by=make_user())), moderator, "dismiss")
    with pytest.raises(NotAllowed):
        objection(lifted, giver)
    made = decision.reports.get()
    restored = decide(made, moderator, "lift")
    with pytest.raises(TransitionForbidden):
        objection(restored, giver)


def test_another_moderator_answers_where_there_is_one(
    giver: User, moderator: User, decision: Decision
) -> None:
    made = objection(decision, giver)
    another = make_moderator()
    with pytest.raises(NotAllowed):
        services.answer_objection(objection=made, by=moderator, outcome="upheld")
    answered = services.answer_objection(objection=made, by=another, outcome="upheld", words="No.")
    assert (answered.outcome, answered.answered_by, answered.words) == ("upheld", another, "No.")
    decision.refresh_from_db()
    assert decision.is_in_force


def test_a_moderator_alone_answers_themselves(
    giver: User, moderator: User, decision: Decision
) -> None:
    answered = services.answer_objection(
        objection=objection(decision, giver), by=moderator, outcome="upheld"
    )
    assert answered.answered_by == moderator


def test_taking_it_back_undoes_what_it_did(giver: User, decision: Decision) -> None:
    listing = giver.listings.get()
    assert giver.listings.filter(hidden_at=None).count() == 0
    made = objection(decision, giver)
    services.answer_objection(objection=made, by=make_moderator(), outcome="reversed")
    giver.refresh_from_db()
    listing.refresh_from_db()
    assert (giver.is_suspended, listing.hidden_at) == (False, None)
    assert notices("objection_answered") == [(str(giver.pseudonym), ["decision", str(decision.pk)])]


def test_an_answer_stands(giver: User, decision: Decision) -> None:
    made, another = objection(decision, giver), make_moderator()
    services.answer_objection(objection=made, by=another, outcome="upheld")
    services.answer_objection(objection=made, by=another, outcome="upheld")
    with pytest.raises(TransitionForbidden):
        services.answer_objection(objection=made, by=another, outcome="reversed")
    assert len(notices("objection_answered")) == 1


def test_those_it_is_about_do_not_answer(giver: User, decision: Decision) -> None:
    made = objection(decision, giver)
    for who in (giver, make_user()):
        with pytest.raises(NotAllowed):
            services.answer_objection(objection=made, by=who, outcome="reversed")
