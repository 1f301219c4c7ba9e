"""One JSON line a record; facts, where it broke and under which wish, never what it quoted."""

import io
import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
import structlog
from django.db import IntegrityError
from django.test import Client

from accounts.models import User
from core.correlation import correlated, current_correlation_id
from core.events.drain import drain
from core.logs import formatter
from tests.core.listeners import NAME, happen, listening
from tests.factories import make_user

Written = Callable[[], list[dict[str, Any]]]
CANARIES = ("ana@example.org", "45.764043", "correct horse", "Ana Surname")


@pytest.fixture
def written():
    """What the root logger has written so far, a record a line."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter())
    root = logging.getLogger()
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)


def raw(lines: list[dict[str, Any]]) -> str:
    return json.dumps(lines, ensure_ascii=False)


def test_a_fact_is_one_line_with_its_wish(written: Written):
    with correlated("wish-7"):
        structlog.get_logger("core.test").warning("batch_failed", size=3)
    (line,) = written()
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "batch_failed",
        "size": 3,
        "level": "warning",
        "logger": "core.test",
        "correlation_id": "wish-7",
    }


@pytest.mark.parametrize(
    "said", ["a\r\nb", 'a\n{"level": "critical"}', "a\u2028b", "a\x00b", "\x1b[31ma"]
)
def test_nobody_can_write_a_second_line(written: Written, said):
    logging.getLogger("other").warning("%s", said)
    structlog.get_logger("ours").warning("said", said=said)
    assert [line["logger"] for line in written()] == ["other", "ours"]


def test_others_messages_end_with_their_first_line_and_name_no_address(written: Written):
    logging.getLogger("other").error(
        "could not write %s\nDETAIL: Key (email)=(%s) exists", CANARIES[0], CANARIES[0]
    )
    assert written()[0]["event"] == "could not write …@…"


def test_of_an_exception_its_class_and_place(written: Written):
    def write_row():
        raise IntegrityError(f"DETAIL: Failing row contains ({', '.join(CANARIES)})")

    for log in (logging.getLogger("other"), structlog.get_logger("ours")):
        try:
            write_row()
        except IntegrityError:
            log.exception("it broke")
    lines = written()
    assert [line["exception"] for line in lines] == ["django.db.utils.IntegrityError"] * 2
    assert all(line["at"][-1].endswith(" write_row") for line in lines)
    assert not [canary for canary in CANARIES if canary in raw(lines)]


@pytest.mark.django_db
def test_a_failing_consumer_leaves_no_row_in_the_log(written: Written):
    happen()

    def handle(batch):
        User.objects.create(email=CANARIES[0], display_name=CANARIES[3])
        User.objects.create(email=CANARIES[0], display_name=CANARIES[3])

    with listening(handle):
        drain(NAME)
    (line,) = [line for line in written() if line["event"] == "delivery_failed"]
    assert (line["attempts"], line["error"]) == (1, "django.db.utils.IntegrityError")
    assert not [canary for canary in CANARIES if canary in raw(written())]


@pytest.mark.django_db
def test_djangos_own_lines_carry_the_requests_wish(written: Written):
    Client().get("/api/v1/nothing", headers={"X-Correlation-Id": "wish-7"})
    (line,) = [line for line in written() if line["logger"] == "django.request"]
    assert (line["event"], line["correlation_id"]) == ("Not Found: /api/v1/nothing", "wish-7")


@pytest.mark.django_db
def test_a_sign_in_leaves_no_address_and_no_password_in_the_log(written: Written, api):
    make_user(email=CANARIES[0], password="correct horse battery", display_name=CANARIES[3])
    for password in ("correct horse battery", "correct horse wrong"):
        api().post("/api/v1/auth/login", {"email": CANARIES[0], "password": password})
    assert not [canary for canary in CANARIES if canary in raw(written())]


def test_correlation_ends_with_its_block():
    assert current_correlation_id() == ""
    with correlated("outer"):
        with correlated("inner") as inner:
            assert (inner, current_correlation_id()) == ("inner", "inner")
        assert current_correlation_id() == "outer"
    assert current_correlation_id() == ""
