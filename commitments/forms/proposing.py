from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, User
from catalog.units import quantity_text
from commitments.enums import Side, Travel
from commitments.models import Commitment
from commitments.services import ProposalDraft
from commitments.windows import typed_window, windows_for
from core import clock, moments
from core.errors import NotEnoughLeft, Refused
from core.forms import NewForm
from listings.models import Listing
from posts.models import Post
from posts.querysets import PostQuerySet, organizations_acted_for
from requests_app.models import FoodRequest

# What each way of travelling is called by the side that proposes; the usual one first.
TRAVEL_CHOICES = {
    Side.RECEIVER: [
        (Travel.COLLECT, _("I collect it")),
        (Travel.DELIVER, _("They bring it to me")),
        (Travel.MEET, _("We meet somewhere")),
    ],
    Side.GIVER: [
        (Travel.DELIVER, _("I bring it")),
        (Travel.COLLECT, _("They collect it from me")),
        (Travel.MEET, _("We meet somewhere")),
    ],
}


class ProposalForm(NewForm):
    """A proposal on someone's listing or request. What may be said, the service decides."""

    quantity = forms.DecimalField(label=_("How much"), max_digits=12, decimal_places=3)
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    first = forms.TimeField(
        label=_("From"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    last = forms.TimeField(
        label=_("Until"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    meeting_point = forms.CharField(
        label=_("Meeting point"),
        max_length=200,
        required=False,
        help_text=_("Only if you meet: a place both of you find."),
    )
    message = forms.CharField(
        label=_("Message"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        post: Listing | FoodRequest,
        user: User,
        acting: Organization | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.post, self.user, self.acting = post, user, acting
        self.side = Side.RECEIVER if isinstance(post, Listing) else Side.GIVER
        self.windows = {window.value: window for window in windows_for(post, self._first_sent())}
        self.tell_what_is_left()
        self._offer_times_and_travel()
        self._offer_who_acts()

    @property
    def folds_open(self) -> bool:
        """Whether what is folded away holds something that was typed, or an error."""
        return any(self[name].errors or self[name].value() for name in ("day", "first", "last"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        typed = [cleaned.get(name) for name in ("day", "first", "last")]
        if any(typed):
            for name, value in zip(("day", "first", "last"), typed, strict=True):
                if value is None and name not in self.errors:
                    self.add_error(name, _("Give the day and both times."))
        return cleaned

    def draft(self) -> ProposalDraft:
        """What was said, as the service takes it."""
        said = self.cleaned_data
        start, end = self._time()
        posts = dict.fromkeys(("listing", "request"), said.get("counterpart"))
        posts[self.post.subject_type] = self.post
        return ProposalDraft(
            **posts,
            quantity=said["quantity"],
            handover_start=start,
            handover_end=end,
            travel=said["travel"],
            meeting_point=said["meeting_point"] if said["travel"] == Travel.MEET else "",
            message=said["message"],
            organization=said.get("organization"),
        )

    def apply(self, refused: Refused) -> None:
        if isinstance(refused, NotEnoughLeft):
            self.add_error("quantity", str(refused))
            self.tell_what_is_left()
        else:
            super().apply(refused)

    def _first_sent(self) -> datetime:
        """When a form that is sent again was sent first: the times it offered then are no news."""
        sent = self.fields["id"].widget.value_from_datadict(self.data, self.files, "id")
        own = Commitment.objects.visible_to(self.user)
        known = own.filter(pk=sent).first() if sent and _is_id(sent) else None
        return known.created_at if known else clock.now()

    def _time(self) -> tuple[datetime, datetime]:
        """From and until: as typed, else as chosen."""
        if day := self.cleaned_data["day"]:
            return typed_window(day, self.cleaned_data["first"], self.cleaned_data["last"])
        window = self.windows[self.cleaned_data["window"]]
        return window.start, window.end

    def tell_what_is_left(self) -> None:
        """Say how much can be proposed, as the post in hand knows it."""
        said = quantity_text(self.post.remaining, self.post.unit)
        words = _("%(left)s left") if self.side == Side.RECEIVER else _("%(left)s still needed")
        quantity = self.fields["quantity"]
        quantity.help_text = words % {"left": said}
        plain = format(self.post.remaining.normalize(), "f")
        quantity.widget.attrs |= {"min": "0.001", "max": plain}
        self.initial.setdefault("quantity", plain)

    def _offer_times_and_travel(self) -> None:
        ways = TRAVEL_CHOICES[self.side]
        self.fields["window"] = forms.ChoiceField(
            label=_("When"),
            choices=[(value, found.label) for value, found in self.windows.items()],
            initial=next(iter(self.windows)),
            widget=forms.RadioSelect,
            required=not (self.is_bound and self["day"].value()),
            error_messages={"invalid_choice": _("This time is over. Choose another one.")},
        )
        self.fields["travel"] = forms.ChoiceField(
            label=_("Who travels"), choices=ways, initial=ways[0][0], widget=forms.RadioSelect
        )

    def _offer_who_acts(self) -> None:
        """Only people who act for an organization, or have something to join, are asked."""
        organizations = organizations_acted_for(self.user).order_by("name")
        if organizations:
            self.fields["organization"] = forms.ModelChoiceField(
                organizations,
                label=_("In whose name"),
                required=False,
                empty_label=_("Myself"),
                initial=self.acting and self.acting.pk,
            )
        own = counterparts(self.post, self.user)
        if own:
            label = _("It answers my request") if self.side == Side.RECEIVER else _("It is from")
            same_food = [row for row in own if row.food_id == self.post.food_id]
            self.fields["counterpart"] = CounterpartField(
                own,
                label=label,
                required=False,
                empty_label=_("Nothing I posted"),
                initial=same_food[0].pk if same_food else None,
            )


class CounterpartField(forms.ModelChoiceField[Post]):
    """One's own posts, by what is left of them."""

    def label_from_instance(self, post: Post) -> str:
        end = moments.until(getattr(post, post.END)).text
        return f"{post}, {quantity_text(post.remaining, post.unit)}, {end}"


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def counterparts(post: Post, user: User) -> PostQuerySet[Any]:
    """What the person posted themselves that such a proposal could join, soonest over first."""
    kind: type[Post] = FoodRequest if isinstance(post, Listing) else Listing
    own = kind.rows().of(user).live().in_state(kind.OPEN).filter(category=post.category_id)
    return own.select_related("food", "category").order_by(kind.END)
