from django.utils.translation import gettext_lazy as _

from notifications.words.sentence import Words

OTHER = {
    "verify_organization": {
        "organization": Words(
            _("Is the page of %(name)s still right?"),
            _("Check its place and hours, and confirm them: after a year it is no longer shown."),
            _("Check the page"),
        ),
    },
    "program_approved": {
        "program": Words(
            _("%(name)s is let in"),
            _("It may do what %(organization)s asked for. Make its secret, and it can begin."),
            _("See the program"),
        ),
    },
    "program_refused": {
        "program": Words(
            _("%(name)s did not get what was asked for"),
            _("See why. Change what it asks for, and it is looked at again."),
            _("See the program"),
        ),
    },
    "report_decided": {
        "": Words(
            _("Your report was looked at"),
            _("A moderator has decided. Thank you for telling us."),
            _("See what was decided"),
        ),
    },
    "moderated": {
        "": Words(
            _("A moderator has decided something about you"),
            _("See what was decided, why, and how you can object."),
            _("See the decision"),
        ),
    },
    "objection_answered": {
        "": Words(
            _("Your objection was answered"),
            _("Another moderator has looked at it."),
            _("See the answer"),
        ),
    },
}
