from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as immediate
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, User
from core import clock
from core.errors import Refused
from core.forms import NewForm
from listings.pasting.reading import MOST, Line, read
from listings.services import ListingDraft, RefusedLine
from posts.evenings import MIDNIGHT, at
from posts.forms import MYSELF, EndFields
from posts.pages import reason
from posts.querysets import organizations_acted_for

LONGEST = 20_000


class PasteForm(NewForm, EndFields):
    """A table, until when all of it is there, and for whom. Each line's listing has an id that is
    made of the form's."""

    organization = forms.ChoiceField(label=_("For whom"), initial=MYSELF, widget=forms.RadioSelect)
    table = forms.CharField(
        label=_("The table"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=_(
            "A line each: food, quantity, unit, best before, note for picking up. Copy it from a "
            "spreadsheet, or separate by semicolons. All but food and quantity may be empty."
        ),
    )

    def __init__(
        self, *args: Any, by: User, acting: Organization | None = None, **kwargs: Any
    ) -> None:
        initial = {"when": "tomorrow", "organization": str(acting.pk) if acting else MYSELF}
        super().__init__(*args, initial=initial, **kwargs)
        self.lines: list[Line] = []
        self.organizations = {
            str(one.pk): one
            for one in organizations_acted_for(by).select_related("exact_place").order_by("name")
        }
        if self.organizations:
            choices = [(MYSELF, _("Myself")), *((k, o.name) for k, o in self.organizations.items())]
            self.fields["organization"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["organization"]

    def clean_table(self) -> str:
        text: str = self.cleaned_data["table"]
        self.lines = read(text)
        if not self.lines:
            self.add_error("table", immediate("There is no line in it."))
        if len(self.lines) > MOST:
            said = immediate("At most %(most)s lines at once.") % {"most": MOST}
            self.add_error("table", said)
        return text

    @property
    def is_clear(self) -> bool:
        """Whether each line says something that can be shared."""
        return self.is_valid() and not any(line.errors for line in self.lines)

    def drafts(self) -> Sequence[tuple[UUID, ListingDraft]]:
        """The listings it makes, of lines that are clear."""
        cleaned = self.cleaned_data
        start = at(timezone.localdate(clock.now()), MIDNIGHT)
        organization = self.organizations.get(cleaned.get("organization", MYSELF))
        return [
            (
                uuid5(cleaned["id"], str(line.number)),
                ListingDraft(
                    food=line.food,
                    quantity=line.quantity,
                    unit=line.unit,
                    organization=organization,
                    available_from=start,
                    available_until=cleaned["end"],
                    best_before=line.best_before,
                    pickup_note=line.note,
                ),
            )
            for line in self.lines
            if line.food is not None and line.quantity is not None
        ]

    def apply(self, refused: Refused) -> None:
        """Show a refusal at its line, or above the table."""
        if isinstance(refused, RefusedLine):
            self.lines[refused.line].errors.append(reason(refused.refused))
        else:
            self.add_error(None, reason(refused))
