"""What a signal says, in as few words as there are."""

from django.utils.translation import gettext as _

from insights.enums import SignalKind


def statement(kind: str, category: str) -> str:
    """`Vegetables: scarce`.

    Args:
        kind: of the signal.
        category: its name, in the active language.
    """
    statements = {
        SignalKind.SURPLUS: _("%(category)s: plentiful"),
        SignalKind.SHORTAGE: _("%(category)s: scarce"),
        SignalKind.WASTE: _("%(category)s: often not taken in time"),
        SignalKind.MISMATCH: _("%(category)s: scarce here, plentiful next door"),
        SignalKind.SLOW_ANSWERS: _("%(category)s: answers take longer than usual"),
    }
    return statements[SignalKind(kind)] % {"category": category}
