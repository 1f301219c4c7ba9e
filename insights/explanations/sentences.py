"""The fixed sentences, in English; gettext has the others. Numbers and names are filled in."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext

from insights.enums import SignalKind


def shortage() -> str:
    return gettext(
        "%(category)s: people ask for more than there is. "
        "In the last %(days)s days about %(kg_requested)s kg were asked for, %(kg_offered)s kg "
        "were offered and %(kg_committed)s kg promised. "
        "If you have some to spare, this is a good moment to share it."
    )


def surplus() -> str:
    return gettext(
        "%(category)s: there is more than people take. "
        "In the last %(days)s days about %(kg_offered)s kg were offered, %(kg_requested)s kg "
        "were asked for and %(kg_committed)s kg promised. "
        "If you can use some, or know a kitchen or a pantry that can, this is a good moment."
    )


def waste() -> str:
    return gettext(
        "%(category)s: a good part of what is offered is not taken in time. "
        "In the last %(days)s days about %(kg_expired)s kg were lost, against %(kg_offered)s kg "
        "offered (%(percent_expired)s %%). "
        "Offering it sooner, for longer, or to a pantry nearby could save it."
    )


def mismatch() -> str:
    return gettext(
        "%(category)s: people ask for more than there is here, and next door some is left. "
        "In the last %(days)s days about %(kg_requested)s kg were asked for here and "
        "%(kg_offered)s kg offered; next door %(kg_offered_next_door)s kg were offered and "
        "%(kg_requested_next_door)s kg asked for. "
        "If you can collect a little further away, or bring some over, this is a good moment."
    )


def slow_answers(*, compared: bool) -> str:
    """`compared`: with what is usual around, where that is known."""
    if not compared:
        return gettext(
            "%(category)s: it takes long until somebody promises it. "
            "In the last %(days)s days a promise usually took about %(hours_usual_here)s hours; "
            "that is seen from %(commitments)s promises. "
            "Answering early, even with a no, helps everybody to plan."
        )
    return gettext(
        "%(category)s: it takes longer here than around until somebody promises it. "
        "In the last %(days)s days a promise usually took about %(hours_usual_here)s hours, "
        "against %(hours_usual_around)s hours around; that is seen from %(commitments)s promises. "
        "Answering early, even with a no, helps everybody to plan."
    )


def shortage_for_growers() -> str:
    return gettext(
        "%(category)s: in the last %(days)s days about %(kg_requested)s kg were asked for and "
        "%(kg_offered)s kg offered here."
    )


def mismatch_for_growers() -> str:
    return gettext(
        "%(category)s: in the last %(days)s days about %(kg_requested)s kg were asked for and "
        "%(kg_offered)s kg offered here; next door %(kg_offered_next_door)s kg were offered."
    )


def in_season() -> str:
    return gettext("In season now: %(foods)s.")


def season_begins() -> str:
    return gettext("Their season begins before long: %(foods)s.")


def what_is_spare() -> str:
    return gettext("What you grow and can spare is welcome.")


FOR_EVERYBODY: Mapping[SignalKind, Callable[[], str]] = {
    SignalKind.SHORTAGE: shortage,
    SignalKind.SURPLUS: surplus,
    SignalKind.WASTE: waste,
    SignalKind.MISMATCH: mismatch,
}
FOR_GROWERS: Mapping[SignalKind, Callable[[], str]] = {
    SignalKind.SHORTAGE: shortage_for_growers,
    SignalKind.MISMATCH: mismatch_for_growers,
}
