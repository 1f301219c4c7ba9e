"""Refusals shown where the words were typed."""

from django import forms

from core.errors import Invalid, Refused


def apply_refusal(form: forms.BaseForm, refused: Refused) -> None:
    """Put a service's refusal on a form, so that it is shown with everything that was typed.

    Args:
        form: bound and validated.
        refused: what the service said; `Invalid` goes to its fields, the rest to the top.
    """
    if not isinstance(refused, Invalid):
        form.add_error(None, str(refused))
        return
    for name, messages in refused.details.items():
        field = name if name in form.fields else None
        for message in messages:
            form.add_error(field, str(message))
