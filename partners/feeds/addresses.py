"""Where the feeds are, for the settings too: nothing is imported here."""

PREFIX = "/api/v1/feeds/"
# All but a person's own hand-overs, which take their token.
OPEN = r"^/api/v1/feeds/(?!hand-overs\.ics$)"
NOT_OPEN = r"^/api/(?!v1/feeds/(?!hand-overs\.ics$))"
