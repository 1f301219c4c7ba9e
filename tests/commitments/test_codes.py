"""The hand-over code: only the receiver sees it, the giver proves with it, guessing ends soon."""

from datetime import timedelta
from decimal import Decimal

import pytest

from commitments import services
from commitments.codes import ALPHABET, code_of, matches
from commitments.errors import TooManyTries
from commitments.models import CodeTries, Commitment
from core import clock
from core.errors import Invalid, NotAllowed
from tests.factories import make_commitment

pytestmark = pytest.mark.django_db


def url(commitment, tail=""):
    return f"/exchanges/{commitment.pk}/{tail}"


def wrong(commitment) -> str:
    return "222222" if code_of(commitment) != "222222" else "333333"


def test_code_is_six_clear_characters_however_typed(accepted):
    code = code_of(accepted)
    assert (len(code), set(code) <= set(ALPHABET)) == (6, True)
    assert matches(accepted, f" {code[:3].lower()}-{code[3:].lower()} ")
    assert not matches(accepted, code + code[-1])
    assert not matches(accepted, "")


def test_only_the_receiver_sees_it_while_it_is_agreed(client, proposed, giver, taker, stranger):
    code = code_of(proposed)
    client.force_login(taker)
    assert code not in client.get(url(proposed)).content.decode()
    services.accept(commitment=proposed, by=giver)
    assert code in client.get(url(proposed)).content.decode()
    picture = client.get(url(proposed, "code.svg"))
    assert (picture["Content-Type"], b"style=" in picture.content) == ("image/svg+xml", False)
    assert "no-store" in picture["Cache-Control"]
    client.force_login(giver)
    assert code not in client.get(url(proposed)).content.decode()
    assert client.get(url(proposed, "code.svg")).status_code == 404
    client.force_login(stranger)
    assert client.get(url(proposed, "code.svg")).status_code == 404
    client.logout()
    assert client.get(url(proposed, "code.svg")).status_code == 302


def test_over_the_api(api, accepted, giver, taker):
    one = f"/api/v1/commitments/{accepted.pk}"
    told = api(taker).get(f"{one}/code").json()["data"]
    assert told["code"] == code_of(accepted)
    assert told["url"].endswith(f"/exchanges/{accepted.pk}/hand-over/?code={told['code']}")
    assert api(giver).get(f"{one}/code").status_code == 404
    refused = api(giver).post(f"{one}/hand-over", {"code": wrong(accepted)})
    assert list(refused.json()["error"]["details"]) == ["code"]
    done = api(giver).post(f"{one}/hand-over", {"code": told["code"]}).json()["data"]
    assert (done["state"], done["confirmed"], done["allowed"]) == ("fulfilled", True, ["thank"])
    again = api(giver).post(f"{one}/hand-over", {"code": told["code"]})
    assert again.status_code == 200


def test_part_handed_over_with_a_code_opens_the_rest(
    client, accepted, giver, listing, books, facts
):
    client.force_login(giver)
    code = code_of(accepted)
    page = client.get(url(accepted, f"hand-over/?code={code}"))
    assert f'value="{code}"' in page.content.decode()
    client.post(url(accepted, "hand-over/"), {"quantity": "0.5", "code": code})
    done = Commitment.objects.get()
    assert (done.state, done.handed_over, done.confirmed_at is not None) == (
        "fulfilled",
        Decimal("0.5"),
        True,
    )
    assert books(listing) == ("active", Decimal("2.5"), 0, Decimal("0.5"))
    assert facts(done)[-1][1]["confirmed"] is True


def test_impossible_part_with_a_right_code_is_said_at_the_quantity(client, accepted, giver):
    client.force_login(giver)
    form = {"quantity": "9", "code": code_of(accepted)}
    page = client.post(url(accepted, "hand-over/"), form)
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["quantity"])


def test_wrong_code_is_said_at_the_field_and_five_tries_an_hour_are_all(client, accepted, giver):
    client.force_login(giver)
    form = {"quantity": "2", "code": wrong(accepted)}
    for _ in range(5):
        page = client.post(url(accepted, "hand-over/"), form)
        assert (page.status_code, page.context["form"].errors["code"]) == (
            422,
            ["This is not the code of this exchange. Look at it again."],
        )
    page = client.post(url(accepted, "hand-over/"), {**form, "code": code_of(accepted)})
    assert page.status_code == 422
    assert "Too many tries" in page.context["form"].errors["code"][0]
    with clock.at(clock.now() + timedelta(minutes=61)):
        services.check_code(commitment=accepted, by=giver, code=code_of(accepted))
    assert CodeTries.objects.get().tries == 1


def test_idempotency_keys_do_not_make_tries_free(api, accepted, giver):
    caller, one = api(giver), f"/api/v1/commitments/{accepted.pk}/hand-over"
    body = {"code": wrong(accepted)}
    said = [caller.post(one, body, HTTP_IDEMPOTENCY_KEY=f"k{n}").status_code for n in range(6)]
    assert said == [400, 400, 400, 400, 400, 429]


def test_receiver_states_it_alone_without_a_code(accepted, taker, giver):
    with pytest.raises(NotAllowed):
        services.check_code(commitment=accepted, by=taker, code=code_of(accepted))
    services.hand_over(commitment=accepted, by=taker)
    assert accepted.confirmed_at is None
    services.confirm(commitment=accepted, by=giver)
    assert Commitment.objects.get().confirmed_at is not None


def test_code_of_another_exchange_is_wrong(accepted, giver, taker, listing):
    other = make_commitment(by=taker, listing=listing)
    with pytest.raises(Invalid):
        services.check_code(commitment=accepted, by=giver, code=code_of(other))


def test_too_many_tries_say_when_to_come_back(accepted, giver):
    for _ in range(5):
        with pytest.raises(Invalid):
            services.check_code(commitment=accepted, by=giver, code="x")
    with pytest.raises(TooManyTries) as refused:
        services.check_code(commitment=accepted, by=giver, code="x")
    assert 3500 < refused.value.details["retry_after"] <= 3600
