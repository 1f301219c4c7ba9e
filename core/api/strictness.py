"""JSON means what it says: a number is no text, a text no number, and yes is `true`.

REST framework reads `"5"`, `5` and `5.0` as one another, which hides mistakes of a client until a
stricter field meets them. What the description calls a string has to be one here.
"""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

TEXTS = (serializers.CharField, serializers.UUIDField, serializers.PrimaryKeyRelatedField)
NUMBERS = (serializers.IntegerField, serializers.FloatField)
A_TEXT = _("Give a text.")
A_NUMBER = _("Give a number.")
YES_OR_NO = _("Give true or false.")
EMPTY = _("Give a value, or leave it out.")


def refuse_other_types(asked: serializers.Serializer[Any], data: Any) -> None:
    """Refuse what is of another type than described; all else is for the serializer to say.

    Args:
        asked: the serializer that will read the data.
        data: as it came, JSON or the query.

    Raises:
        ValidationError: with each field.
    """
    wrong = _empty_in(asked, data) if isinstance(data, QueryDict) else _wrong_in(asked, data)
    if wrong:
        raise serializers.ValidationError(wrong)


def _empty_in(asked: serializers.Serializer[Any], query: QueryDict) -> dict[str, Any]:
    """`?state=` names no state. An empty text or list of words asks for nothing."""
    return {
        name: [EMPTY]
        for name, field in asked.fields.items()
        if query.get(name) == ""
        and type(field) is not serializers.CharField
        and not isinstance(field, serializers.ListField)
    }


def _wrong_in(asked: serializers.Serializer[Any], data: Any) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        return {}
    found = {name: _wrong(field, data.get(name)) for name, field in asked.fields.items()}
    return {name: said for name, said in found.items() if said}


def _wrong(field: Any, value: Any) -> Any:
    """What is wrong about a value's type; nothing, where all is well or nothing was sent."""
    if value is None:
        return None
    if isinstance(field, serializers.ListSerializer | serializers.ListField):
        return _wrong_among(field.child, value)
    if isinstance(field, serializers.DictField):
        return _wrong_among(field.child, list(value.values()) if isinstance(value, Mapping) else [])
    if isinstance(field, serializers.Serializer):
        return _wrong_in(field, value)
    if isinstance(field, serializers.BooleanField):
        return None if isinstance(value, bool) else [YES_OR_NO]
    if isinstance(field, TEXTS):
        return None if isinstance(value, str) else [A_TEXT]
    if isinstance(field, NUMBERS):
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return None if is_number else [A_NUMBER]
    if isinstance(field, serializers.ChoiceField):
        return _wrong_choice(field, value)
    return None


def _wrong_among(child: Any, values: Any) -> Any:
    if not isinstance(values, list):
        return None
    return next((said for value in values if (said := _wrong(child, value))), None)


def _wrong_choice(field: serializers.ChoiceField, value: Any) -> Any:
    """Only where its text is a choice: for all else the field has its own words."""
    choices = field.choices
    if isinstance(value, bool) or (str(value) in map(str, choices) and value not in choices):
        return [A_NUMBER if all(isinstance(each, int) for each in choices) else A_TEXT]
    return None
