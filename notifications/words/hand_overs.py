from django.utils.translation import gettext_lazy as _

from notifications.words.sentence import Words

LOOK = _("See the exchange")
SAY = _("Say what happened")

HAND_OVERS = {
    "hand_over_soon": {
        "giver": Words(
            _("%(food)s: you hand it over soon"),
            _("%(quantity)s to %(other)s, %(when)s. If something comes up, say so now."),
            LOOK,
        ),
        "receiver": Words(
            _("%(food)s: you get it soon"),
            _("%(quantity)s from %(other)s, %(when)s. If something comes up, say so now."),
            LOOK,
        ),
    },
    "hand_over_ask": {
        "giver": Words(
            _("%(food)s: did you hand it over?"),
            _("You were to give %(quantity)s to %(other)s. One tap says how it went."),
            SAY,
        ),
        "receiver": Words(
            _("%(food)s: did you get it?"),
            _("You were to get %(quantity)s from %(other)s. One tap says how it went."),
            SAY,
        ),
    },
    "hand_over_ask_again": {
        "giver": Words(
            _("%(food)s: did you hand it over? We ask once more"),
            _("If neither you nor %(other)s says anything, it counts as not having happened."),
            SAY,
        ),
        "receiver": Words(
            _("%(food)s: did you get it? We ask once more"),
            _("If neither you nor %(other)s says anything, it counts as not having happened."),
            SAY,
        ),
    },
    "hand_over_stated": {
        "giver": Words(
            _("%(food)s: %(other)s got it from you"),
            _("%(other)s says that you handed over %(given)s. If that is not so, say it."),
            LOOK,
        ),
        "receiver": Words(
            _("%(food)s: %(other)s gave it to you"),
            _("%(other)s says that you received %(given)s. If that is not so, say it."),
            LOOK,
        ),
    },
    "hand_over_disputed": {
        "giver": Words(
            _("%(food)s: %(other)s says it was not so"),
            _("You said that you handed it over; %(other)s says that this is not what happened."),
            LOOK,
        ),
        "receiver": Words(
            _("%(food)s: %(other)s says it was not so"),
            _("You said that you received it; %(other)s says that this is not what happened."),
            LOOK,
        ),
    },
    "commitment_missed": {
        "giver": Words(
            _("%(food)s: the hand-over did not happen"),
            _("What you offered to %(other)s is free again. Nobody is blamed."),
            LOOK,
        ),
        "receiver": Words(
            _("%(food)s: the hand-over did not happen"),
            _("You can ask %(other)s, or someone else, again. Nobody is blamed."),
            LOOK,
        ),
    },
    "thanked": {
        "giver": Words(
            _("%(food)s: %(other)s thanks you"),
            _("For what you gave. Only you can see it."),
            LOOK,
        ),
        "receiver": Words(
            _("%(food)s: %(other)s thanks you"),
            _("For taking it. Only you can see it."),
            LOOK,
        ),
    },
}
