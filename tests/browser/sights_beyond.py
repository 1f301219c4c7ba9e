"""Pages on the edges: endings, and other systems."""

from tests.browser.sight import COORDINATOR, GROWER, MODERATOR, ROW, SEARCHER, Sight

TEAM = "/organizations/?mine"
MEMBERS = ROW + " >> main a[href$='/members/']"
PROGRAMS = ROW + " >> main a[href$='/programs/']"
PROGRAM = PROGRAMS + " >> " + ROW
HOOKS = PROGRAMS + " >> .tabs a[href$='/webhooks/']"
HOOK = HOOKS + " >> " + ROW
IMPORTS = PROGRAMS + " >> .tabs a[href$='/imports/']"
SEARCH = "main a[href*='/matches/searches/']"
REPORTED = " >> main a[href*='/reports/new/message/']"
OWN_REQUEST = "/requests/mine/"

BEYOND = (
    Sight("developers", "/about/developers/"),
    Sight("account-inactive", "/accounts/inactive/"),
    Sight("elsewhere-cancelled", "/accounts/3rdparty/login/cancelled/"),
    Sight("elsewhere-failed", "/accounts/3rdparty/login/error/", status=401),
    Sight("elsewhere", "/accounts/3rdparty/", GROWER),
    Sight("its-food", "/organizations/", "", ROW + " >> main [hx-get^='/listings/of/']"),
    Sight("its-requests", "/organizations/", "", ROW + " >> main [hx-get^='/requests/of/']"),
    Sight("search-delete", "/matches/searches/", GROWER, SEARCH + " >> main a[href$='/delete/']"),
    Sight("block", "/conversations/", GROWER, ROW + REPORTED + " >> main a[href*='/blocks/']"),
    Sight("agree-again", "/settings/consents/again/", SEARCHER),
    Sight("password-set", "/accounts/password/set/", SEARCHER),
    Sight("request-extend", OWN_REQUEST, SEARCHER, ROW + " >> main a[href$='/extend/']"),
    Sight("request-withdraw", OWN_REQUEST, SEARCHER, ROW + " >> main a[href$='/withdraw/']"),
    Sight("member-remove", TEAM, COORDINATOR, MEMBERS + " >> main a[href$='/remove/']"),
    Sight("invitation", TEAM, COORDINATOR, MEMBERS + " >> main input[value*='/invitations/']"),
    Sight("programs", TEAM, COORDINATOR, PROGRAMS),
    Sight("program-new", TEAM, COORDINATOR, PROGRAMS + " >> main a[href$='/programs/new/']"),
    Sight("program", TEAM, COORDINATOR, PROGRAM),
    Sight("program-edit", TEAM, COORDINATOR, PROGRAM + " >> main a[href$='/edit/']"),
    Sight("program-secret", TEAM, COORDINATOR, PROGRAM + " >> main a[href$='/secret/']"),
    Sight("program-off", TEAM, COORDINATOR, PROGRAM + " >> main a[href$='/switch-off/']"),
    Sight("webhooks", TEAM, COORDINATOR, HOOKS),
    Sight("webhook-new", TEAM, COORDINATOR, HOOKS + " >> main a[href$='/webhooks/new/']"),
    Sight("webhook", TEAM, COORDINATOR, HOOK),
    Sight("webhook-edit", TEAM, COORDINATOR, HOOK + " >> main a[href$='/edit/']"),
    Sight("webhook-secret", TEAM, COORDINATOR, HOOK + " >> main a[href$='/rotate/']"),
    Sight("webhook-delete", TEAM, COORDINATOR, HOOK + " >> main a[href$='/delete/']"),
    Sight("imports", TEAM, COORDINATOR, IMPORTS),
    Sight("import", TEAM, COORDINATOR, IMPORTS + " >> main .rows a:has-text('done.csv')"),
    Sight("import-columns", TEAM, COORDINATOR, IMPORTS + " >> main .rows a:has-text('asks.csv')"),
    Sight("admin", "/admin/", MODERATOR),
    Sight("styleguide", "/styleguide/", MODERATOR),
    Sight("styleguide-mails", "/styleguide/mails/", MODERATOR),
)
