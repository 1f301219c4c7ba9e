"""What single cells say; what can be read in two ways is refused."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from accounts.enums import OrganizationKind
from catalog.enums import Allergen, Storage
from partners.imports import values
from partners.imports.hours import opening_hours
from partners.imports.values import Unread

MORNING = [["09:00", "12:00"]]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("3", "en", "3"),
        ("2.5", "en", "2.5"),
        ("2,5", "en", "2.5"),
        ("2,5", "fr", "2.5"),
        ("0,125", "en", "0.125"),
        ("2,125", "es", "2.125"),
        ("2.125", "en", "2.125"),
        ("1 000,5", "fr", "1000.5"),
        ("1\u202f000", "fr", "1000"),
        ("1.000,5", "en", "1000.5"),
        ("1,000.5", "es", "1000.5"),
        ("1.000.000", "es", "1000000"),
        ("-1", "en", "-1"),
        ("1,000", "en", None),
        ("1.000", "es", None),
        ("1.2.3", "en", None),
        ("", "en", None),
        ("kg", "en", None),
        ("٣", "en", None),
        ("1e9", "en", None),
    ],
)
def test_numbers(text: str, language: str, value: str | None) -> None:
    if value is None:
        with pytest.raises(Unread):
            values.number(text, language)
    else:
        assert values.number(text, language) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("2,5 kg", (Decimal("2.5"), "kg")),
        ("12 œufs", None),
        ("3 cajas", (Decimal(3), "box")),
        ("500g", (Decimal(500), "g")),
        ("7", (Decimal(7), "")),
        ("6 bocaux", (Decimal(6), "jar")),
    ],
)
def test_amounts(text: str, amount: tuple[Decimal, str] | None) -> None:
    if amount is None:
        with pytest.raises(Unread, match="no unit called"):
            values.amount(text, "fr")
    else:
        assert values.amount(text, "fr") == amount


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("2026-11-30", "en", date(2026, 11, 30)),
        ("2026/11/30", "en", date(2026, 11, 30)),
        ("30/11/2026", "en", date(2026, 11, 30)),
        ("11/30/2026", "en", date(2026, 11, 30)),
        ("05.05.2026", "en", date(2026, 5, 5)),
        ("03/04/2026", "fr", date(2026, 4, 3)),
        ("3-4-2026", "es", date(2026, 4, 3)),
        ("03/04/2026", "en", None),
        ("11/30/2026", "es", None),
        ("31/02/2026", "fr", None),
        ("03/04/26", "fr", None),
        ("tomorrow", "en", None),
        ("46000", "en", None),
    ],
)
def test_days(text: str, language: str, day: date | None) -> None:
    if day is None:
        with pytest.raises(Unread):
            values.day(text, language)
    else:
        assert values.day(text, language) == day


def test_a_day_that_may_be_two_says_both() -> None:
    with pytest.raises(Unread) as unread:
        values.day("03/04/2026", "en")
    assert str(unread.value) == (
        "“03/04/2026” can be read as 2026-03-04 or as 2026-04-03. Write it like one of these."
    )


@pytest.mark.parametrize(
    ("text", "is_end", "moment"),
    [
        ("2026-07-01", True, datetime(2026, 7, 1, 22, tzinfo=UTC)),
        ("2026-07-01", False, datetime(2026, 6, 30, 22, tzinfo=UTC)),
        ("2026-07-01 14:00", True, datetime(2026, 7, 1, 12, tzinfo=UTC)),
        ("2026-07-01T14:00:00", True, datetime(2026, 7, 1, 12, tzinfo=UTC)),
        ("2026-07-01T14:00Z", True, datetime(2026, 7, 1, 14, tzinfo=UTC)),
        ("1/7/2026 14h30", True, datetime(2026, 7, 1, 12, 30, tzinfo=UTC)),
        ("1/7/2026 2 pm", True, datetime(2026, 7, 1, 12, tzinfo=UTC)),
        ("1/7/2026 25:00", True, None),
        ("1/7/2026 soon", True, None),
    ],
)
def test_moments(text: str, is_end: bool, moment: datetime | None) -> None:
    if moment is None:
        with pytest.raises(Unread):
            values.moment(text, "fr", "Europe/Paris", is_end=is_end)
    else:
        assert values.moment(text, "fr", "Europe/Paris", is_end=is_end) == moment


def test_choices_in_any_language() -> None:
    assert values.choice("Fridge", Storage) == "chilled"
    assert values.choice("frozen", Storage) == "frozen"
    assert values.several("Milk; eggs, FISH / fish", Allergen) == ["eggs", "fish", "milk"]
    assert values.choice("Food pantry", OrganizationKind) == "pantry"
    with pytest.raises(Unread, match="“lava” is none of: Cupboard"):
        values.choice("lava", Storage)
    assert [values.flag(text) for text in ("Yes", "sí", "oui", "no", "NON", "x")] == [
        *(True, True, True),
        *(False, False, True),
    ]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("mon 9:00-12:00", {"mon": [["09:00", "12:00"]]}),
        ("Mon-Wed 9:00-12:00, 14:00-18:00", None),
        ("MO 09:00-12:00; MO 14:00-18:00", {"mon": [["09:00", "12:00"], ["14:00", "18:00"]]}),
        ("lun: 9h00-12h00; sáb 10:00 to 11:00", {"mon": MORNING, "sat": [["10:00", "11:00"]]}),
    ],
)
def test_opening_hours(text: str, hours: dict[str, object] | None) -> None:
    both = [["09:00", "12:00"], ["14:00", "18:00"]]
    assert opening_hours(text) == (hours or {"mon": both, "tue": both, "wed": both})


@pytest.mark.parametrize("text", ["someday 9:00-12:00", "mon", "mon 9", "mon 12:00-9:00"])
def test_no_opening_hours(text: str) -> None:
    with pytest.raises(Unread):
        opening_hours(text)


def test_places() -> None:
    assert values.degrees("45,76", 90) == 45.76
    for text in ("91", "nan", "north", "1e999"):
        with pytest.raises(Unread):
            values.degrees(text, 90)
