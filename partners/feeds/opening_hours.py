"""`feeds/opening-hours.ics`: when an organization is open in the coming weeks, for calendars."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from accounts.models import Organization
from accounts.presenters import hours_on
from commitments.calendar import Entry, calendar_file
from core import clock
from core.errors import Invalid
from partners.feeds import schemas
from partners.feeds.answering import address, tell
from partners.feeds.rows import Page, public_organizations, public_places
from partners.feeds.texts import nearest_town
from partners.feeds.views import OpenFeed

CONTENT_TYPE = "text/calendar; charset=utf-8"
DAYS_AHEAD = 28
END_OF_DAY = "24:00"


class OpeningHoursView(OpenFeed):
    names_something = True

    @extend_schema(operation_id="feeds_opening_hours", **schemas.OPENING_HOURS)
    def get(self, request: Request) -> HttpResponseBase:
        """When an organization is open in the coming four weeks, special days as they are."""
        organization = _asked(request)
        page = Page([organization], None)
        return tell(
            request,
            tag=[page.tag, _today(organization).isoformat()],
            newest=page.newest,
            content_type=CONTENT_TYPE,
            build=lambda: calendar_of(organization).encode(),
            links={},
        )


def calendar_of(organization: Organization) -> str:
    """One event for each time it is open; times are told in UTC, so that no clock's rules are
    needed to read them."""
    today = _today(organization)
    place = public_places([organization]).get(organization.pk)
    entries = [
        _entry(organization, today + timedelta(days=ahead), opens, closes, place)
        for ahead in range(DAYS_AHEAD)
        for opens, closes in hours_on(organization, today + timedelta(days=ahead))
    ]
    return calendar_file(*entries, name=organization.name)


def _entry(organization: Organization, day: date, opens: str, closes: str, place: Any) -> Entry:
    return Entry(
        uid=f"{uuid5(organization.pk, f'{day} {opens}')}@foodcoord",
        sequence=organization.version,
        stamp=organization.updated_at,
        start=_moment(organization, day, opens),
        end=_moment(organization, day, closes),
        summary=_("%(organization)s is open") % {"organization": organization.name},
        description=organization.description,
        location=place.label if place else "",
        url=address(organization.get_absolute_url()),
    )


def _moment(organization: Organization, day: date, text: str) -> datetime:
    if text == END_OF_DAY:
        day, text = day + timedelta(days=1), "00:00"
    return datetime.combine(day, time.fromisoformat(text), _zone(organization))


def _today(organization: Organization) -> date:
    return clock.now().astimezone(_zone(organization)).date()


def _zone(organization: Organization) -> ZoneInfo:
    return ZoneInfo(nearest_town(organization.cell).timezone)


def _asked(request: Request) -> Organization:
    """The organization that is named.

    Raises:
        Invalid: on `organization`: no id.
        Http404: there is none that everybody may know of.
    """
    try:
        wanted = UUID(request.query_params.get("organization", ""))
    except ValueError as error:
        raise Invalid(organization=_("Give the id of an organization.")) from error
    organization = public_organizations(None).filter(pk=wanted).first()
    if organization is None:
        raise Http404
    return organization
