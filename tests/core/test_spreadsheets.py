"""Cells of a table are text: whatever they begin with, nothing is computed from them."""

from datetime import date
from decimal import Decimal

import pytest

from core.spreadsheets import cell, csv_lines


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_formula_is_made_text(start):
    assert cell(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (12, "12"),
        (date(2026, 5, 1), "2026-05-01"),
        (Decimal("1.50"), "1.50"),
        (["a", "b"], "a, b"),
        ({"a": 1}, '{"a":1}'),
        ("kept = as it is", "kept = as it is"),
    ],
)
def test_value_as_spreadsheets_take_it(value, text):
    assert cell(value) == text


def test_lines_have_the_columns_in_their_order():
    assert list(csv_lines(["a", "b"], [{"b": 2, "a": "x,y"}, {"a": None}])) == [
        "a,b\r\n",
        '"x,y",2\r\n',
        ",\r\n",
    ]
