"""The pages of an organization's webhooks, and what moderators do in the admin."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import Organization, User
from core.events.drain import drain
from partners.models import Webhook
from partners.webhooks import services
from tests.factories import make_listing, make_organization, make_user
from tests.partners.hooks import make_webhook, planned

pytestmark = pytest.mark.django_db
URL = "https://192.0.9.1/hook"
SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]+")


@pytest.fixture
def pantry(giver: User) -> Organization:
    return make_organization(by=giver, name="Quay Pantry")


@pytest.fixture
def signed_in(client: Client, giver: User) -> Client:
    client.force_login(giver)
    return client


def page(name: str, pantry: Organization, *rest: object) -> str:
    return reverse(f"partners:{name}", args=[pantry.slug, *rest])


def test_an_empty_list_says_what_it_is_for(signed_in: Client, pantry: Organization) -> None:
    text = signed_in.get(page("webhooks", pantry)).content.decode()
    assert "No webhooks yet" in text
    assert page("webhook_create", pantry) in text


def test_adding_one_shows_its_secret_once(signed_in: Client, pantry: Organization) -> None:
    said = {"id": str(uuid4()), "url": URL, "event_types": ["listing.created"], "cell": "U05KQ"}
    shown = signed_in.post(page("webhook_create", pantry), said)
    secret = SECRET.search(shown.content.decode())
    assert (shown.status_code, shown["Cache-Control"]) == (200, "no-store")
    assert secret

    again = signed_in.post(page("webhook_create", pantry), said, follow=True)
    assert not SECRET.search(again.content.decode())
    webhook = Webhook.objects.get()
    assert (webhook.cell, webhook.organization) == ("u05kq", pantry)
    listed = signed_in.get(page("webhooks", pantry)).content.decode()
    assert URL in listed
    assert not SECRET.search(listed)


def test_a_page_sent_before_with_another_address_becomes_a_new_one(
    signed_in: Client, pantry: Organization
) -> None:
    said = {"id": str(uuid4()), "url": URL, "event_types": ["listing.created"], "cell": "u05kq"}
    other = {**said, "url": f"{URL}/other", "event_types": ["request.created", "listing.created"]}
    signed_in.post(page("webhook_create", pantry), said)

    asked = signed_in.post(page("webhook_create", pantry), other)

    form = asked.context["form"]
    assert asked.status_code == 422
    assert form.errors == {
        "__all__": ["You have sent this form already. Send it again if you mean this as well."]
    }
    assert form["event_types"].value() == other["event_types"]
    fresh = form["id"].value()
    assert fresh != said["id"]
    signed_in.post(page("webhook_create", pantry), {**other, "id": fresh})
    assert set(Webhook.objects.values_list("url", flat=True)) == {URL, f"{URL}/other"}


def test_what_is_wrong_is_said_where_it_was_typed_and_all_is_kept(
    signed_in: Client, pantry: Organization
) -> None:
    said = {
        "id": str(uuid4()),
        "url": "https://10.0.0.1/hook",
        "event_types": ["listing.created", "request.created"],
        "cell": "u0",
    }
    answer = signed_in.post(page("webhook_create", pantry), said)
    form = answer.context["form"]
    assert answer.status_code == 422
    assert form.errors == {
        "url": ["This host is not on the public internet."],
        "cell": ["Give an area as a geohash of 4 to 6 signs, or none."],
    }
    text = answer.content.decode()
    assert 'value="https://10.0.0.1/hook"' in text
    assert text.count(" checked") == 2


def test_all_that_is_wrong_is_said_in_one_round(signed_in: Client, pantry: Organization) -> None:
    said = {"id": str(uuid4()), "url": "http://example.org/hook", "cell": "u0"}
    answer = signed_in.post(page("webhook_create", pantry), said)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "event_types": ["Choose at least one of the events."],
        "url": ["Give an address that begins with https://."],
        "cell": ["Give an area as a geohash of 4 to 6 signs, or none."],
    }
    nothing = signed_in.post(page("webhook_create", pantry), {"id": str(uuid4())})
    assert nothing.context["form"].errors == {
        "url": ["This field is required."],
        "event_types": ["Choose at least one of the events."],
    }


def test_a_page_sent_twice_rotates_once(signed_in: Client, pantry: Organization) -> None:
    webhook, _secret = make_webhook(pantry, URL)
    address = page("webhook_rotate", pantry, webhook.pk)
    made_at = signed_in.get(address).context["webhook"].secret_made_at.isoformat()
    first = signed_in.post(address, {"made_at": made_at})
    stored = Webhook.objects.get().secret
    second = signed_in.post(address, {"made_at": made_at}, follow=True)

    assert SECRET.search(first.content.decode())
    assert not SECRET.search(second.content.decode())
    assert "The secret was replaced already." in second.content.decode()
    assert Webhook.objects.get().secret == stored


def test_the_log_says_how_it_went_and_sends_again(signed_in: Client, pantry: Organization) -> None:
    webhook, _secret = make_webhook(pantry, URL)
    make_listing()
    (delivery,) = planned(webhook)
    webhook.deliveries.update(state="failed", attempts=3, last_status=500)
    detail = page("webhook_detail", pantry, webhook.pk)

    text = signed_in.get(detail).content.decode()
    assert "listing.created · 3 attempts · 500" in " ".join(text.split())
    assert "Nothing yet." in signed_in.get(f"{detail}?state=sent").content.decode()
    signed_in.post(page("webhook_redeliver", pantry, webhook.pk, delivery.pk))
    delivery.refresh_from_db()
    assert delivery.state == "planned"


def test_off_and_on_and_gone(signed_in: Client, pantry: Organization) -> None:
    webhook, _secret = make_webhook(pantry, URL)
    for name, state in (("disable", "disabled"), ("enable", "active")):
        signed_in.post(page(f"webhook_{name}", pantry, webhook.pk))
        webhook.refresh_from_db()
        assert webhook.state == state
    signed_in.post(page("webhook_test", pantry, webhook.pk))
    assert webhook.deliveries.get().event_type == "webhook.ping"
    edited = {"url": URL, "event_types": ["request.created"], "id": str(webhook.pk), "cell": ""}
    signed_in.post(page("webhook_edit", pantry, webhook.pk), edited)
    webhook.refresh_from_db()
    assert webhook.event_types == ["request.created"]
    signed_in.post(page("webhook_delete", pantry, webhook.pk))
    assert not Webhook.objects.exists()


def test_its_people_are_led_from_the_news_to_the_webhooks(
    signed_in: Client, pantry: Organization, giver: User
) -> None:
    staff = make_user(is_staff=True)
    webhook, _secret = make_webhook(pantry, URL)
    services.disable(webhook=webhook, by=staff)
    drain("notifications")

    text = signed_in.get(reverse("notifications:list")).content.decode()
    assert "A webhook of Quay Pantry was switched off" in text
    signed_in.post(page("webhook_enable", pantry, webhook.pk))
    webhook.refresh_from_db()
    assert (webhook.state, webhook.disabled_because) == ("disabled", "by_staff")


def test_moderators_switch_off_and_send_again_in_the_admin(
    client: Client, pantry: Organization, settings: Settings
) -> None:
    settings.STAFF_MFA_REQUIRED = False
    staff = make_user(is_staff=True)
    client.force_login(staff)
    webhook, _secret = make_webhook(pantry, URL)
    make_listing()
    (delivery,) = planned(webhook)
    webhook.deliveries.update(state="failed")
    hooks = reverse("admin:partners_webhook_changelist")
    log = reverse("admin:partners_webhookdelivery_changelist")

    client.post(log, {"action": "send_again", "_selected_action": [str(delivery.pk)]})
    delivery.refresh_from_db()
    assert delivery.state == "planned"
    client.post(hooks, {"action": "switch_off", "_selected_action": [str(webhook.pk)]})
    webhook.refresh_from_db()
    assert (webhook.state, webhook.disabled_because) == ("disabled", "by_staff")
    answer = client.post(log, {"action": "send_again", "_selected_action": [str(delivery.pk)]})
    assert answer.status_code == 302
    for address in (hooks, log, reverse("admin:partners_webhook_change", args=[webhook.pk])):
        shown = client.get(address)
        assert shown.status_code == 200
        assert "f1:" not in shown.content.decode()
    assert (
        client.get(reverse("admin:partners_webhookdelivery_change", args=[delivery.pk])).status_code
        == 200
    )
