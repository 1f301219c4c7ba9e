from django.utils.translation import gettext_lazy as _

from notifications.words.sentence import Words

ANSWER = _("Answer")
LOOK = _("See the exchange")
READ = _("Read it")
FIND = _("See what is near you")

EXCHANGES = {
    "proposal_received": {
        "giver": Words(
            _("%(food)s: %(other)s asks you for it"),
            _("%(other)s would like %(quantity)s from you, %(when)s. Please answer by %(answer)s."),
            ANSWER,
        ),
        "receiver": Words(
            _("%(food)s: %(other)s offers it to you"),
            _("%(other)s would give you %(quantity)s, %(when)s. Please answer by %(answer)s."),
            ANSWER,
        ),
    },
    "windows_offered": {
        "giver": Words(
            _("%(food)s: %(other)s offers another time"),
            _("You would hand over %(quantity)s. Choose the time that suits you, or offer others."),
            _("Choose a time"),
        ),
        "receiver": Words(
            _("%(food)s: %(other)s offers another time"),
            _("You would get %(quantity)s. Choose the time that suits you, or offer others."),
            _("Choose a time"),
        ),
    },
    "proposal_accepted": {
        "giver": Words(
            _("%(food)s: agreed with %(other)s"),
            _("%(other)s said yes. You hand over %(quantity)s, %(when)s."),
            LOOK,
        ),
        "receiver": Words(
            _("%(food)s: agreed with %(other)s"),
            _("%(other)s said yes. You get %(quantity)s, %(when)s."),
            LOOK,
        ),
    },
    "proposal_declined": {
        "giver": Words(
            _("%(food)s: %(other)s does not need it"),
            _("Your offer of %(quantity)s was declined. What you offered is free again."),
            LOOK,
        ),
        "receiver": Words(
            _("%(food)s: %(other)s cannot give it to you"),
            _("You asked for %(quantity)s, and it was declined. You can look for something else."),
            FIND,
        ),
    },
    "proposal_expired": {
        "proposer": Words(
            _("%(food)s: %(other)s did not answer"),
            _("Nobody answered in time, so your proposal of %(quantity)s has ended."),
            LOOK,
        ),
        "asked": Words(
            _("%(food)s: the proposal of %(other)s has ended"),
            _("You did not answer in time. It was about %(quantity)s; you can propose it anew."),
            LOOK,
        ),
    },
    "commitment_cancelled": {
        "giver": Words(
            _("%(food)s: %(other)s has cancelled"),
            _("%(other)s cannot take the %(quantity)s. What you offered is free again."),
            LOOK,
        ),
        "receiver": Words(
            _("%(food)s: %(other)s has cancelled"),
            _("%(other)s cannot give you the %(quantity)s. You can look for something else."),
            FIND,
        ),
        "ended": Words(
            _("%(food)s: a moderator has ended it"),
            _("The exchange with %(other)s, about %(quantity)s, does not take place."),
            LOOK,
        ),
        "withdrawn": Words(
            _("%(food)s: %(other)s took the proposal back"),
            _("It was about %(quantity)s. You need not answer it any more."),
            LOOK,
        ),
    },
    "commitment_resumed": {
        "giver": Words(
            _("%(food)s: it is on again with %(other)s"),
            _("%(other)s changed their mind: you give %(quantity)s. See where it stands."),
            LOOK,
        ),
        "receiver": Words(
            _("%(food)s: it is on again with %(other)s"),
            _("%(other)s changed their mind: you get %(quantity)s. See where it stands."),
            LOOK,
        ),
    },
    "keep_in_touch_asked": {
        "people": Words(
            _("%(other)s would like to keep in touch"),
            _("If you agree, the two of you can write to each other any time."),
            ANSWER,
        ),
        "": Words(
            _("Someone would like to keep in touch"),
            _("If you agree, the two of you can write to each other any time."),
            ANSWER,
        ),
    },
    "keep_in_touch_agreed": {
        "people": Words(
            _("You and %(other)s keep in touch"),
            _("The two of you can write to each other any time now."),
            _("Write"),
        ),
        "": Words(
            _("Someone keeps in touch with you"),
            _("The two of you can write to each other any time now."),
            _("Write"),
        ),
    },
    "message_received": {
        "commitment": Words(
            _("%(food)s: %(other)s wrote to you"),
            _("Read the message, and answer, in your conversation."),
            READ,
        ),
        "people": Words(
            _("%(other)s wrote to you"),
            _("Read the message, and answer, in your conversation."),
            READ,
        ),
        "": Words(
            _("You have a new message"),
            _("Read it, and answer, in your conversation."),
            READ,
        ),
    },
}
