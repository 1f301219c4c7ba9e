from django import forms
from django.utils.translation import gettext_lazy as _

from conversations.enums import Phrase
from conversations.models import MAX_TEXT
from core.forms import NewForm


class MessageForm(NewForm):
    """Words of one's own."""

    text = forms.CharField(
        label=_("Message"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 2, "enterkeyhint": "send"}),
    )


class PhraseForm(NewForm):
    """One tap instead."""

    phrase = forms.ChoiceField(choices=Phrase.choices)


class AskForm(NewForm):
    """Nothing but yes."""


class ReadForm(forms.Form):
    message = forms.UUIDField()
