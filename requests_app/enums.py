from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrOrPromise


class RequestState(TextChoices):
    OPEN = "open", pgettext_lazy("request", "Needed")
    ANSWERED = "answered", pgettext_lazy("request", "All promised")
    FULFILLED = "fulfilled", pgettext_lazy("request", "Received")
    EXPIRED = "expired", pgettext_lazy("request", "Expired")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "Withdrawn")


LIVE = (RequestState.OPEN, RequestState.ANSWERED)

TRANSITIONS: dict[str, tuple[str, ...]] = {
    RequestState.OPEN: (
        RequestState.ANSWERED,
        RequestState.FULFILLED,
        RequestState.EXPIRED,
        RequestState.WITHDRAWN,
    ),
    RequestState.ANSWERED: (
        RequestState.OPEN,
        RequestState.FULFILLED,
        RequestState.WITHDRAWN,
    ),
    RequestState.EXPIRED: (RequestState.OPEN,),
    RequestState.FULFILLED: (),
    RequestState.WITHDRAWN: (RequestState.OPEN, RequestState.ANSWERED),
}

OWNER_TEXTS: dict[str, StrOrPromise] = {
    RequestState.OPEN: _("Neighbours can see what you need and offer it."),
    RequestState.ANSWERED: _("All of it is promised to you. It opens again if a promise fails."),
    RequestState.FULFILLED: _("You have received all of it."),
    RequestState.EXPIRED: _("The time you gave is over. Extend it if you still need this."),
    RequestState.WITHDRAWN: _("You took this request back."),
}
OTHER_TEXTS: dict[str, StrOrPromise] = {
    RequestState.OPEN: _("Still needed."),
    RequestState.ANSWERED: _("All of it is promised at the moment."),
    RequestState.FULFILLED: _("This need has been met."),
    RequestState.EXPIRED: _("The time for this is over."),
    RequestState.WITHDRAWN: _("The request was taken back."),
}
