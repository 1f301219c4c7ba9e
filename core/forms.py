"""Pages with a form: what it is bound to, what a service makes of it, and the form once more, with
what was refused shown where the words were typed."""

from collections.abc import Callable, Mapping
from copy import copy
from typing import Any, ClassVar, TypeVar, cast
from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.errors import IdempotencyMismatch, Invalid, Refused

FORM_METHODS = ["GET", "HEAD", "POST"]
T = TypeVar("T")


class RefusableForm(forms.Form):
    """A form that a service may refuse.

    `field_of` names the field of what a service calls otherwise.
    """

    field_of: ClassVar[Mapping[str, str]] = {}

    def apply(self, refused: Refused) -> None:
        """Show a refusal where the words were typed, with all of them.

        Args:
            refused: what the service said; `Invalid` goes to its fields, the rest to the top.
        """
        if not isinstance(refused, Invalid):
            self.add_error(None, str(refused))
            return
        for name, messages in refused.details.items():
            field = name if name in self.fields else self.field_of.get(name)
            for message in messages:
                self.add_error(field if field in self.fields else None, str(message))


class NewForm(RefusableForm):
    """A form that makes something. `id` is the client's own: what is sent twice is made once. One
    that was sent before, with other words since, becomes a new one: sending it again is meant."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def apply(self, refused: Refused) -> None:
        if not isinstance(refused, IdempotencyMismatch):
            super().apply(refused)
            return
        data = copy(cast(QueryDict, self.data))
        data[self.add_prefix("id")] = str(uuid4())
        self.data = data
        said = _("You have sent this form already. Send it again if you mean this as well.")
        self.add_error(None, said)


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was sent, were it nothing."""
    return request.POST if request.method == "POST" else None


def saved(request: HttpRequest, form: RefusableForm, write: Callable[[], T]) -> T | None:
    """What the service made of a sent and valid form; None shows the form, with what is wrong."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return write()
    except Refused as refused:
        form.apply(refused)
        return None


def show_form(
    request: HttpRequest, template: str, form: forms.BaseForm, **context: Any
) -> HttpResponse:
    """The form; with 422 when something is wrong with what was sent."""
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)
