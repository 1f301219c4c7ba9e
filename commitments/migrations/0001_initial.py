from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import posts.models
from core.events.trigger import require_event


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_cache_table"),
        ("catalog", "0001_initial"),
        ("listings", "0001_initial"),
        ("requests_app", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Commitment",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="version"),
                ),
                ("fingerprint", models.CharField(editable=False, max_length=64)),
                ("created_at", models.DateTimeField(editable=False, verbose_name="created at")),
                ("updated_at", models.DateTimeField(editable=False, verbose_name="updated at")),
                ("proposed_by_giver", models.BooleanField(verbose_name="proposed by the giver")),
                ("geohash", models.CharField(db_collation="C", editable=False, max_length=12)),
                (
                    "quantity",
                    posts.models.QuantityField(
                        decimal_places=3, max_digits=12, verbose_name="quantity"
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("kg", "kilograms"),
                            ("g", "grams"),
                            ("l", "litres"),
                            ("ml", "millilitres"),
                            ("piece", "pieces"),
                            ("bunch", "bunches"),
                            ("dozen", "dozens"),
                            ("loaf", "loaves"),
                            ("jar", "jars"),
                            ("tin", "tins"),
                            ("bag", "bags"),
                            ("box", "boxes"),
                            ("tray", "trays"),
                            ("portion", "portions"),
                            ("pack", "packs"),
                            ("bottle", "bottles"),
                        ],
                        max_length=12,
                        verbose_name="unit",
                    ),
                ),
                ("grams", models.BigIntegerField(verbose_name="grams, estimated")),
                (
                    "request_quantity",
                    posts.models.QuantityField(
                        decimal_places=3,
                        default=Decimal("0"),
                        max_digits=12,
                        verbose_name="held on the request",
                    ),
                ),
                ("handover_start", models.DateTimeField(verbose_name="hand-over from")),
                ("handover_end", models.DateTimeField(verbose_name="hand-over until")),
                (
                    "travel",
                    models.CharField(
                        choices=[
                            ("collect", "The receiver collects it"),
                            ("deliver", "The giver brings it"),
                            ("meet", "Both meet at a place"),
                        ],
                        max_length=8,
                        verbose_name="who travels",
                    ),
                ),
                (
                    "meeting_point",
                    models.CharField(blank=True, max_length=200, verbose_name="meeting point"),
                ),
                ("message", models.TextField(blank=True, max_length=1000, verbose_name="message")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("accepted", "Agreed"),
                            ("fulfilled", "Handed over"),
                            ("declined", "Declined"),
                            ("cancelled", "Cancelled"),
                            ("missed", "Missed"),
                            ("expired", "Expired"),
                        ],
                        default="proposed",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("expires_at", models.DateTimeField(verbose_name="answer expected by")),
                (
                    "accepted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="accepted at"),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                (
                    "handed_over",
                    posts.models.QuantityField(
                        decimal_places=3,
                        default=Decimal("0"),
                        max_digits=12,
                        verbose_name="handed over",
                    ),
                ),
                (
                    "handed_over_grams",
                    models.BigIntegerField(default=0, verbose_name="grams handed over"),
                ),
                (
                    "handed_over_by_giver",
                    models.BooleanField(null=True, verbose_name="said by the giver"),
                ),
                (
                    "disputed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="disputed at"),
                ),
                (
                    "category",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.category",
                    ),
                ),
                (
                    "food",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.food",
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="giver_commitments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="giver",
                    ),
                ),
                (
                    "giver_organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="giver_commitments",
                        to="accounts.organization",
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="listings.listing",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receiver_commitments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="receiver",
                    ),
                ),
                (
                    "receiver_organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receiver_commitments",
                        to="accounts.organization",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="requests_app.foodrequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "commitment",
                "verbose_name_plural": "commitments",
                "indexes": [
                    models.Index(
                        fields=["giver", "-created_at", "-id"], name="commitment_by_giver"
                    ),
                    models.Index(
                        fields=["receiver", "-created_at", "-id"], name="commitment_by_receiver"
                    ),
                    models.Index(
                        condition=models.Q(("state", "proposed")),
                        fields=["expires_at"],
                        name="commitment_unanswered",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "proposed",
                                    "accepted",
                                    "fulfilled",
                                    "declined",
                                    "cancelled",
                                    "missed",
                                    "expired",
                                ],
                            )
                        ),
                        name="commitment_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("travel__in", ["collect", "deliver", "meet"])),
                        name="commitment_travel_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("listing__isnull", False), ("request__isnull", False), _connector="OR"
                        ),
                        name="commitment_about_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("handed_over__gte", 0),
                            ("quantity__gt", 0),
                            ("request_quantity__gte", 0),
                            ("handed_over__lte", models.F("quantity")),
                        ),
                        name="commitment_quantities",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("handover_end__gt", models.F("handover_start"))),
                        name="commitment_ends_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("giver", models.F("receiver")), _negated=True),
                            ("giver_organization__isnull", False),
                            ("receiver_organization__isnull", False),
                            _connector="OR",
                        ),
                        name="commitment_two_parties",
                    ),
                ],
            },
        ),
        require_event("commitments_commitment", "commitment"),
    ]
