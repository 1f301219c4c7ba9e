"""What is sent to each address that takes something: as good as can be, so that only the person
who sends it makes the difference. Where nothing is named, a form is sent that is not empty."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from core import clock
from tests.factories import PASSWORD
from tests.security.world import World

Body = dict[str, Any]


def at(hours: float) -> str:
    return (clock.now() + timedelta(hours=hours)).isoformat()


def day(world: World) -> str:
    """A day on which the standing offer comes round."""
    first = world.standing.first_day
    assert first is not None
    return (first + timedelta(days=7)).isoformat()


def window() -> dict[str, str]:
    return {"start": at(1), "end": at(3)}


def listing(world: World) -> Body:
    post = {"food": "tomato", "quantity": "2", "unit": "kg"}
    return {"id": str(uuid4()), **post, "available_from": at(-1), "available_until": at(9)}


def request(world: World) -> Body:
    post = {"food": "tomato", "quantity": "2", "unit": "kg"}
    return {"id": str(uuid4()), **post, "needed_by": at(9)}


def standing(world: World) -> Body:
    what = {"kind": "listing", "food": "bread", "quantity": "3", "unit": "loaf"}
    return {"id": str(uuid4()), **what, "weekday": 5, "opens": "09:00", "closes": "12:00"}


def proposal(world: World) -> Body:
    """To Tom, of what he needs; who is blocked by nobody of them may propose it."""
    what = {"listing": str(world.toms_listing.pk), "quantity": "1", "travel": "collect"}
    return {"id": str(uuid4()), **what, "window": window()}


def search(world: World) -> Body:
    return {"id": str(uuid4()), "kind": "listing", "words": "jam", "cell": "u05kqf"}


def organization(world: World) -> Body:
    place = {"lat": 45.76, "lon": 4.83}
    return {"id": str(uuid4()), "name": "A new one", "kind": "garden", "place": place}


def webhook(world: World) -> Body:
    """Of the pantry, at an address of the public internet that is not called to be checked."""
    what = {"url": "https://192.0.9.2/hook", "event_types": ["request.created"]}
    return {"id": str(uuid4()), **what, "organization": str(world.pantry.pk)}


def device(world: World) -> Body:
    keys = {"p256dh": world.device.p256dh, "auth": world.device.auth}
    endpoint = "https://fcm.googleapis.com/fcm/send/another"
    return {"id": str(uuid4()), "endpoint": endpoint, "keys": keys}


def photo(world: World) -> Body:
    return {"id": str(uuid4()), "content_type": "image/jpeg", "size": 5000}


def of_tom(world: World) -> Body:
    return {"person": str(world.tom.pk)}


def a_report(world: World) -> Body:
    about = {"subject_type": "listing", "subject": str(world.toms_listing.pk)}
    return {"id": str(uuid4()), **about, "reason": "spam"}


def program(world: World) -> Body:
    said = {"name": "Till", "purpose": "Sells out at six.", "scopes": ["listings:write"]}
    return {"id": str(uuid4()), **said}


def an_import(world: World) -> Body:
    """A small file, only to be tried."""
    text = f"food,quantity,until\nrice,1,{at(99)}\n"
    told = {"organization": str(world.pantry.pk), "kind": "listings", "content": text}
    return {"id": str(uuid4()), **told}


BODIES: dict[str, Callable[[World], Body]] = {
    "POST api/v1/auth/login": lambda w: {"email": "no@example.org", "password": PASSWORD},
    "POST api/v1/auth/code": lambda w: {"email": "no@example.org"},
    "POST api/v1/auth/verify": lambda w: {"email": "no@example.org", "code": "ABCDEF"},
    "POST api/v1/auth/second-factor": lambda w: {"session_token": "x", "code": "123456"},
    "POST api/v1/auth/refresh": lambda w: {"refresh_token": "x"},
    "DELETE api/v1/me": lambda w: {"confirm": "somebody.else@example.org"},
    "POST api/v1/me/consents": lambda w: {"purpose": "email_news", "granted": True},
    "POST api/v1/me/blocks": of_tom,
    "POST api/v1/organizations": organization,
    "PATCH api/v1/organizations/<uuid:organization_id>": lambda w: {"description": "New"},
    "POST api/v1/organizations/<uuid:organization_id>/invitations": lambda w: {"id": str(uuid4())},
    "POST api/v1/organizations/<uuid:organization_id>/clients": program,
    "PATCH api/v1/organizations/<uuid:organization_id>/clients/<uuid:client_id>": lambda w: {
        "purpose": "Another"
    },
    "POST api/v1/invitations/accept": lambda w: {"token": w.invitation.token},
    "PATCH api/v1/organizations/<uuid:organization_id>/members/<uuid:user_id>": lambda w: {
        "role": "coordinator"
    },
    "POST api/v1/listings/<uuid:id>/photos": photo,
    "POST api/v1/listings/<uuid:id>/photos/order": lambda w: {
        "ids": [str(w.photo.pk), str(w.planned.pk)]
    },
    "POST api/v1/listings": listing,
    "PATCH api/v1/listings/<uuid:id>": lambda w: {"title": "Another"},
    "POST api/v1/listings/<uuid:id>/extend": lambda w: {"available_until": at(60)},
    "POST api/v1/requests": request,
    "PATCH api/v1/requests/<uuid:id>": lambda w: {"note": "Another"},
    "POST api/v1/requests/<uuid:id>/extend": lambda w: {"needed_by": at(90)},
    "POST api/v1/conversations": lambda w: {
        "id": str(uuid4()),
        "conversation": str(w.talk.pk),
    },
    "POST api/v1/conversations/<uuid:conversation_id>/messages": lambda w: {
        "id": str(uuid4()),
        "text": "Hello",
    },
    "POST api/v1/conversations/<uuid:conversation_id>/read": lambda w: {
        "message": str(w.message.pk)
    },
    "POST api/v1/conversations/<uuid:conversation_id>/mute": lambda w: {"muted": True},
    "POST api/v1/commitments": proposal,
    "POST api/v1/commitments/<uuid:commitment_id>/offer-windows": lambda w: {"windows": [window()]},
    "POST api/v1/commitments/<uuid:commitment_id>/choose-window": lambda w: {"window": window()},
    "POST api/v1/commitments/<uuid:commitment_id>/thank": lambda w: {"phrase": "thank_you"},
    "POST api/v1/standing": standing,
    "PATCH api/v1/standing/<uuid:id>": lambda w: {"title": "Another"},
    "POST api/v1/standing/<uuid:id>/skip": lambda w: {"day": day(w)},
    "POST api/v1/standing/<uuid:id>/keep": lambda w: {"day": day(w)},
    "POST api/v1/standing/<uuid:id>/post": lambda w: {"day": day(w)},
    "GET api/v1/matches": lambda w: {"request": str(w.request.pk)},
    "POST api/v1/searches": search,
    "PATCH api/v1/searches/<uuid:id>": lambda w: {"words": "honey"},
    "POST api/v1/me/devices": device,
    "PATCH api/v1/me/preferences": lambda w: {"kinds": {"thanked": {"email": False}}},
    "POST api/v1/reports": a_report,
    "POST api/v1/imports": an_import,
    "POST api/v1/decisions/<uuid:decision_id>/objection": lambda w: {"text": "Not so."},
    "GET api/v1/availability": lambda w: {"nickname": "Nobody Yet"},
    "GET api/v1/towns": lambda w: {"q": "lyon"},
    "GET api/v1/feed": lambda w: {"lat": "45.76", "lon": "4.83"},
    "GET api/v1/summary": lambda w: {"lat": "45.76", "lon": "4.83", "window": "7"},
    "GET api/v1/summary.csv": lambda w: {"cell": w.signal.cell},
    "GET api/v1/history": lambda w: {"cell": w.signal.cell},
    "GET api/v1/forecasts": lambda w: {"cell": w.signal.cell},
    "GET api/v1/feeds/listings.geojson": lambda w: {"bbox": "4.7,45.7,4.9,45.8"},
    "GET api/v1/feeds/area.atom": lambda w: {"cell": "u05k"},
    "GET api/v1/feeds/opening-hours.ics": lambda w: {"organization": str(w.pantry.pk)},
    "GET api/v1/feeds/area.json": lambda w: {"bbox": "4.7,45.7,4.9,45.8"},
    "POST api/v1/insights/requests": lambda w: {"cell": w.signal.cell, "window": 14},
    "POST api/v1/webhooks": webhook,
    "PATCH api/v1/webhooks/<uuid:webhook_id>": lambda w: {"cell": "u05k"},
    "POST api/v1/batch": lambda w: {
        "writes": [{"id": "1", "method": "PATCH", "path": "/api/v1/me", "body": {"bio": "New"}}]
    },
    # Pages.
    "POST insights/requests/": lambda w: {"cell": w.signal.cell, "window": "14"},
    "GET insights/figures.<slug:form>": lambda w: {"cell": w.signal.cell, "window": "14"},
    "POST listings/<uuid:album>/photos/plan": lambda w: {
        "content_type": "image/jpeg",
        "size": "5000",
    },
    "POST conversations/<uuid:conversation_id>/read": lambda w: {"message": str(w.message.pk)},
    "POST conversations/<uuid:conversation_id>/": lambda w: {
        "id": str(uuid4()),
        "text": "Hello",
    },
    "POST organizations/<slug:slug>/members/<uuid:user_id>/role/": lambda w: {
        "role": "coordinator"
    },
    "POST standing/<uuid:standing_id>/skip/": lambda w: {"day": day(w)},
    "POST standing/<uuid:standing_id>/keep/": lambda w: {"day": day(w)},
    "POST standing/<uuid:standing_id>/post/": lambda w: {"day": day(w)},
    "POST exchanges/<uuid:commitment_id>/<slug:verb>/": lambda w: {"reason": "ill"},
}


def body_of(method: str, route: str, world: World) -> Body:
    made = BODIES.get(f"{method} {route}")
    if made:
        return made(world)
    return {"sent": "1"} if method != "GET" and not route.startswith("api/") else {}
