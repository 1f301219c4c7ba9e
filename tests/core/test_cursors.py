"""Keyset pages: nothing skipped, nothing twice, and no cursor that breaks anything."""

import base64
from contextlib import suppress
from datetime import UTC, datetime
from uuid import UUID

import orjson
import pytest
from django.db.models import F, FloatField
from django.db.models.functions import Cast
from hypothesis import given
from hypothesis import strategies as st

from core.api.cursors import decode_cursor, encode_cursor, keyset_page, read_limit
from core.errors import Invalid
from core.events.models import DomainEvent

NEWEST = ("-occurred_at", "id")


def cursor_of(*values: object) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")


def raw_cursor(body: bytes) -> str:
    return base64.urlsafe_b64encode(body).decode().rstrip("=")


@pytest.fixture
def events(db):
    """Five facts, two of one moment."""
    return [
        DomainEvent.objects.create(
            type="test.happened",
            occurred_at=datetime(2026, 3, 1 + n // 2, microsecond=n // 2, tzinfo=UTC),
            subject_type="test",
            subject_id=UUID(int=n),
            subject_version=n,
        )
        for n in range(5)
    ]


def pages(rows, order, limit):
    cursor, found = None, []
    for _ in range(10):
        page, cursor = keyset_page(rows, order=order, limit=limit, cursor=cursor)
        found.append(page)
        if cursor is None:
            return found
    raise AssertionError("pages without end")


@pytest.mark.parametrize("limit", [1, 2, 4, 5, 6])
@pytest.mark.parametrize(
    "order", [NEWEST, ("occurred_at", "-id"), ("type", "subject_version"), ("id",)]
)
def test_pages_together_are_the_whole_in_order(events, order, limit):
    whole = list(DomainEvent.objects.order_by(*order))
    found = pages(DomainEvent.objects.all(), order, limit)
    assert [event for page in found for event in page] == whole
    assert [len(page) for page in found[:-1]] == [limit] * (len(found) - 1)


def test_pages_by_a_computed_column(events):
    rows = DomainEvent.objects.annotate(half=Cast(F("subject_version"), FloatField()) / 3)
    found = pages(rows, ("-half", "id"), 2)
    assert [event.subject_version for page in found for event in page] == [4, 3, 2, 1, 0]


def test_a_row_that_comes_in_between_moves_nothing(events):
    first, cursor = keyset_page(DomainEvent.objects.all(), order=("id",), limit=2, cursor=None)
    DomainEvent.objects.create(
        id=UUID(int=0),
        type="x",
        occurred_at=events[0].occurred_at,
        subject_type="x",
        subject_id=UUID(int=9),
    )
    second, _ = keyset_page(DomainEvent.objects.all(), order=("id",), limit=2, cursor=cursor)
    assert [*first, *second] == sorted(events, key=lambda event: event.pk)[:4]


def test_an_empty_cursor_is_the_beginning(events):
    page, _ = keyset_page(DomainEvent.objects.all(), order=("id",), limit=1, cursor="")
    assert page == [min(events, key=lambda event: event.pk)]


MOMENT, ID = "2026-03-01T00:00:00+00:00", "01a1faa0-6bc5-7382-bb52-65349038da98"


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "=",
        "%",
        "ü",
        "\0",
        "A" * 5000,
        raw_cursor(b"[" * 2000),
        raw_cursor(b'["\\ud800", "\\ud800"]'),
        raw_cursor(b"[NaN, 1]"),
        raw_cursor(b"[1e999, 1]"),
        cursor_of(),
        cursor_of(MOMENT),
        cursor_of(MOMENT, ID, 1),
        raw_cursor(b'{"a": 1}'),
        cursor_of("yesterday", ID),
        cursor_of("2026-03-01T00:00:00", ID),
        cursor_of("2026-13-01T00:00:00+00:00", ID),
        cursor_of("0001-01-01T00:00:00+14:00", "x"),
        cursor_of(None, ID),
        cursor_of(True, ID),
        cursor_of(1, ID),
        cursor_of([], ID),
        cursor_of({}, ID),
        cursor_of(MOMENT, None),
        cursor_of(MOMENT, "x"),
        cursor_of(MOMENT, -1),
        cursor_of(MOMENT, 2**63),
        cursor_of(MOMENT, ["x"]),
        cursor_of(MOMENT, "\0"),
    ],
)
def test_what_is_no_cursor_is_refused_before_the_database_sees_it(
    db, django_assert_num_queries, cursor
):
    with django_assert_num_queries(0), pytest.raises(Invalid) as refused:
        keyset_page(DomainEvent.objects.all(), order=NEWEST, limit=2, cursor=cursor)
    assert list(refused.value.details) == ["cursor"]


STRANGE = [b'"a\\u0000b"', b"%d" % 2**70, b"null", b'["a"]', b'{"a": 1}', b"1.5", b"true"]


@pytest.mark.parametrize("value", STRANGE)
@pytest.mark.parametrize("order", [("type", "id"), ("subject_version", "id"), ("half", "id")])
def test_other_columns_take_no_strange_values_either(db, order, value):
    rows = DomainEvent.objects.annotate(half=Cast(F("subject_version"), FloatField()))
    cursor = raw_cursor(b'[%s, "%s"]' % (value, ID.encode()))
    with suppress(Invalid):
        assert keyset_page(rows, order=order, limit=2, cursor=cursor) == ([], None)


@given(st.text())
def test_any_text_is_a_position_or_refused(text):
    with suppress(Invalid):
        assert len(decode_cursor(text, length=2)) == 2


values = st.lists(
    st.integers(-(2**63), 2**63 - 1)
    | st.booleans()
    | st.text(st.characters(exclude_categories=["Cs"])),
    min_size=1,
    max_size=4,
)


@given(values)
def test_a_cursor_names_its_position_in_url_safe_letters(position):
    cursor = encode_cursor(position)
    assert decode_cursor(cursor, length=len(position)) == position
    assert set(cursor) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@pytest.mark.parametrize(("text", "limit"), [(None, 30), ("1", 1), ("100", 100), ("007", 7)])
def test_limits(text, limit):
    assert read_limit(text) == limit


@pytest.mark.parametrize(
    "text", ["", "0", "101", "-1", "1.0", "1e1", " 1", "１", "x", "+1", "9" * 5000, "1\n", "\0"]
)
def test_what_is_no_limit_is_refused(text):
    with pytest.raises(Invalid) as refused:
        read_limit(text)
    assert list(refused.value.details) == ["limit"]
