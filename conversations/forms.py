from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from conversations.enums import Phrase
from conversations.models import MAX_TEXT


class MessageForm(forms.Form):
    """Words of one's own, under an id that makes a second sending harmless."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = forms.CharField(
        label=_("Message"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 2, "enterkeyhint": "send"}),
    )


class PhraseForm(forms.Form):
    """One tap instead."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    phrase = forms.ChoiceField(choices=Phrase.choices)


class AskForm(forms.Form):
    """Nothing but yes, under an id."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class ReadForm(forms.Form):
    message = forms.UUIDField()
