from django.utils.translation import gettext_lazy as _

from notifications.words.sentence import Words

POSTS = {
    "listing_ending": {
        "listing": Words(
            _("%(food)s: what you share ends soon"),
            _("%(quantity)s left, %(until)s. One tap keeps it open for longer."),
            _("Keep it open"),
        ),
    },
    "listing_still_there": {
        "listing": Words(
            _("%(food)s: is it still there?"),
            _("It has been open for a while, %(quantity)s left. Say that it is, or take it down."),
            _("Have a look"),
        ),
    },
    "request_ending": {
        "request": Words(
            _("%(food)s: your request ends soon"),
            _("%(quantity)s still needed, %(until)s. One tap keeps it open for longer."),
            _("Keep it open"),
        ),
    },
    "request_still_needed": {
        "request": Words(
            _("%(food)s: do you still need it?"),
            _("You asked for it a while ago, %(quantity)s still needed. Keep it, or take it down."),
            _("Have a look"),
        ),
    },
    "standing_made": {
        "listing": Words(
            _("%(food)s: shared for this week"),
            _("%(quantity)s, %(until)s. You can still change it, or take it down."),
            _("See it"),
        ),
        "request": Words(
            _("%(food)s: asked for this week"),
            _("%(quantity)s, %(until)s. You can still change it, or take it down."),
            _("See it"),
        ),
        "": Words(
            _("Your weekly post was made"),
            _("You can still change it, skip the next one, or pause."),
            _("See your weekly posts"),
        ),
    },
    "standing_refused": {
        "": Words(
            _("Your weekly post could not be made"),
            _("Something in it no longer fits. Have a look, and post it by hand if you like."),
            _("Have a look"),
        ),
    },
    "food_reopened": {
        "listing": Words(
            _("%(food)s: free again near you"),
            _("You asked for this. %(quantity)s, %(until)s."),
            _("See it"),
        ),
    },
    "match_found": {
        "listing": Words(
            _("%(food)s: it answers your request"),
            _("%(quantity)s, %(until)s."),
            _("See it"),
        ),
        "request": Words(
            _("%(food)s: someone near you needs it"),
            _("%(quantity)s, %(until)s."),
            _("See it"),
        ),
        "": Words(
            _("Something near you fits"),
            _("It fits what you share, or what you ask for."),
            _("See it"),
        ),
    },
    "search_alert": {
        "listing": Words(
            _("%(food)s: new near you"),
            _("A search that you saved found this. %(quantity)s, %(until)s."),
            _("See it"),
        ),
        "request": Words(
            _("%(food)s: needed near you"),
            _("A search that you saved found this. %(quantity)s, %(until)s."),
            _("See it"),
        ),
        "": Words(
            _("A search that you saved found something"),
            _("See what is new near you."),
            _("See it"),
        ),
    },
    "offered_to_organization": {
        "listing": Words(
            _("%(food)s: offered to your organization"),
            _("Nobody has claimed it yet. %(quantity)s, %(until)s."),
            _("See it"),
        ),
    },
}
