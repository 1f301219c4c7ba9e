import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import services
from accounts.models import User
from accounts.validators import validate_opening_hours
from core.errors import Invalid
from core.events.models import DomainEvent
from core.geo import cells
from core.geo.models import ExactPlace
from tests.factories import LYON, make_user


def events_of(user: User) -> list[tuple[str, int | None, dict[str, object]]]:
    rows = DomainEvent.objects.filter(subject_id=user.pseudonym).order_by("subject_version")
    return [(row.type, row.subject_version, row.payload) for row in rows]


def test_address_is_kept_in_lower_case(db):
    assert make_user(email=" Ana@Example.ORG ").email == "ana@example.org"


def test_address_with_other_capitals_is_the_same(db):
    make_user(email="ana@example.org")
    with pytest.raises(Invalid) as refused:
        services.create_person(email="ANA@example.org")
    assert refused.value.details == {"__all__": ["Someone already uses this e-mail address."]}


def test_database_refuses_capitals(giver):
    with pytest.raises(IntegrityError, match="user_email_lower_case"), transaction.atomic():
        User.objects.filter(pk=giver.pk).update(email="Giver@example.org")


def test_created_person_has_a_verified_address(giver):
    address = EmailAddress.objects.get(user=giver)
    assert (address.email, address.verified, address.primary) == ("giver@example.org", True, True)


def test_name_shown_is_never_the_address(db):
    assert make_user(email="maria.perez@example.org", display_name="").name == "A neighbour"


def test_joining_and_moving_in_are_stated_under_the_pseudonym(db):
    user = make_user(email="ana@example.org", home=LYON)
    assert events_of(user) == [
        ("user.created", 1, {}),
        (
            "user.updated",
            2,
            {"fields": ["home", "home_geohash", "home_precision", "timezone"]},
        ),
    ]
    event = DomainEvent.objects.get(subject_id=user.pseudonym, subject_version=2)
    assert (event.actor, event.subject_type, event.cells) == (user.pseudonym, "user", [])
    assert not DomainEvent.objects.filter(subject_id=user.pk).exists()


def test_home_is_known_by_the_centre_of_its_cell_alone(giver):
    middle = cells.centre(cells.encode(*LYON, 6))
    assert giver.home_cell == cells.encode(*LYON, 6)
    assert giver.home_geohash == cells.encode(middle.lat, middle.lon)
    assert (giver.home.point.lat, giver.home.point.lon) == LYON


def test_two_homes_in_one_cell_look_the_same(db):
    box = cells.bounds(cells.encode(*LYON, 6))
    corner = make_user(home=(box.south + 0.0001, box.west + 0.0001))
    other = make_user(home=(box.north - 0.0001, box.east - 0.0001))
    assert corner.home_geohash == other.home_geohash


def test_home_moves_without_leaving_a_place_behind(giver):
    place = giver.home_id
    moved = services.set_home(user=giver, lat=48.8566, lon=2.3522)
    assert moved.home_id == place
    assert ExactPlace.objects.count() == 1
    assert moved.home_cell == cells.encode(48.8566, 2.3522, 6)


def test_same_home_again_changes_nothing(giver):
    again = services.set_home(user=giver, lat=LYON[0], lon=LYON[1])
    assert again.version == giver.version


def test_home_sets_the_time_zone_once(db):
    user = make_user(home=LYON)
    assert user.timezone == "Europe/Paris"
    assert services.set_home(user=user, lat=40.7128, lon=-74.006).timezone == "Europe/Paris"


@pytest.mark.parametrize(("lat", "lon"), [(91, 0), (0, 181), (float("nan"), 0)])
def test_home_must_be_on_earth(giver, lat, lon):
    with pytest.raises(Invalid):
        services.set_home(user=giver, lat=lat, lon=lon)
    assert ExactPlace.objects.get().point == cells.Point(*LYON)


def test_coarser_home_is_shown_from_the_same_place(giver):
    coarse = services.show_home_at(user=giver, precision=5)
    assert coarse.home_cell == cells.encode(*LYON, 5)
    assert ExactPlace.objects.get().point == cells.Point(*LYON)


def test_precision_is_five_or_six(giver):
    with pytest.raises(Invalid) as refused:
        services.show_home_at(user=giver, precision=7)
    assert list(refused.value.details) == ["home_precision"]


def test_forgotten_home_is_gone_and_forgetting_is_harmless_twice(giver):
    once = services.forget_home(user=giver)
    twice = services.forget_home(user=once)
    assert (twice.home, twice.home_cell, twice.version) == (None, "", once.version)
    assert ExactPlace.objects.count() == 0


def test_profile_changes_only_what_is_new(giver):
    changed = services.update_profile(
        user=giver, display_name="Gina Giver", diets=["vegan", "halal", "vegan"], language="fr"
    )
    assert (changed.diets, changed.language) == (["halal", "vegan"], "fr")
    assert events_of(giver)[-1] == ("user.updated", 3, {"fields": ["diets", "language"]})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("timezone", "Mars/Olympus"),
        ("language", "de"),
        ("units", "stones"),
        ("diets", ["air"]),
        ("avoided_allergens", ["water"]),
        ("share_radius_km", 51),
        ("share_radius_km", 0),
        ("contact_preference", "pigeon"),
    ],
)
def test_profile_refuses_what_breaks_a_rule(giver, field, value):
    with pytest.raises(Invalid) as refused:
        services.update_profile(user=giver, **{field: value})
    assert list(refused.value.details) == [field]


def test_only_profile_fields_can_be_changed(giver):
    changed = services.update_profile(user=giver, is_staff=True, email="root@example.org")
    assert (changed.is_staff, changed.email, changed.version) == (
        False,
        "giver@example.org",
        giver.version,
    )


def test_events_hold_nothing_that_names_or_places(db):
    user = make_user(email="canary@example.org", display_name="Canary Bird", home=LYON)
    told = repr(list(DomainEvent.objects.values()))
    for secret in ("canary@", "Canary Bird", "45.764", "4.8356", str(user.pk)):
        assert secret not in told


@pytest.mark.parametrize(
    "hours",
    [
        [],
        {"monday": [["09:00", "12:00"]]},
        {"mon": [["09:00"]]},
        {"mon": [["12:00", "09:00"]]},
        {"mon": [["09:00", "12:00"], ["11:00", "13:00"]]},
        {"mon": [["9:00", "12:00"]]},
        {"mon": "closed"},
        {"mon": [[9, 12]]},
    ],
)
def test_opening_hours_that_cannot_be_read_are_refused(hours):
    with pytest.raises(ValidationError):
        validate_opening_hours(hours)


def test_opening_hours_until_midnight_are_read():
    validate_opening_hours({"mon": [["09:00", "12:30"], ["18:00", "24:00"]], "sun": []})
