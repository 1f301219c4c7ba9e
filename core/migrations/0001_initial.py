import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import uuid6
from django.db import migrations, models

from core.events import trigger


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ExactPlace",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid6.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "latitude",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=9,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="latitude",
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=9,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="longitude",
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="address or description"
                    ),
                ),
            ],
            options={
                "verbose_name": "exact place",
                "verbose_name_plural": "exact places",
            },
        ),
        migrations.CreateModel(
            name="DomainEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid6.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("type", models.CharField(max_length=64, verbose_name="type")),
                (
                    "schema_version",
                    models.PositiveSmallIntegerField(default=1, verbose_name="schema version"),
                ),
                ("occurred_at", models.DateTimeField(verbose_name="occurred at")),
                ("actor", models.UUIDField(null=True, verbose_name="actor")),
                (
                    "correlation_id",
                    models.CharField(blank=True, max_length=64, verbose_name="correlation id"),
                ),
                ("subject_type", models.CharField(max_length=32, verbose_name="subject type")),
                ("subject_id", models.UUIDField(verbose_name="subject")),
                (
                    "subject_version",
                    models.PositiveIntegerField(null=True, verbose_name="subject version"),
                ),
                (
                    "cells",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        default=list,
                        size=None,
                        verbose_name="cells",
                    ),
                ),
                ("payload", models.JSONField(default=dict, verbose_name="payload")),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "indexes": [
                    models.Index(fields=["type", "occurred_at"], name="event_type_time"),
                    models.Index(fields=["occurred_at"], name="event_time"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject_id", "subject_version", "subject_type"),
                        name="event_once_per_subject_version",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "actor",
                        "key",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("actor", models.UUIDField(verbose_name="actor")),
                ("key", models.CharField(max_length=255, verbose_name="key")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="fingerprint")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="created at"
                    ),
                ),
            ],
            options={
                "verbose_name": "idempotency key",
                "verbose_name_plural": "idempotency keys",
                "indexes": [models.Index(fields=["created_at"], name="idempotency_created")],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("consumer", models.CharField(max_length=40, verbose_name="consumer")),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(db_default=0, verbose_name="attempts"),
                ),
                ("replayed", models.BooleanField(db_default=False, verbose_name="replayed")),
                (
                    "due_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="due at"
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done at")),
                ("dead_at", models.DateTimeField(blank=True, null=True, verbose_name="dead at")),
                (
                    "last_error",
                    models.CharField(
                        blank=True, db_default="", max_length=200, verbose_name="last error"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="core.domainevent",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
                "indexes": [
                    models.Index(
                        condition=models.Q(("dead_at", None), ("done_at", None)),
                        fields=["consumer", "due_at"],
                        name="delivery_open",
                    ),
                    models.Index(
                        condition=models.Q(("dead_at__isnull", False)),
                        fields=["dead_at"],
                        name="delivery_dead",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("event", "consumer"), name="delivery_once")
                ],
            },
        ),
        migrations.RunSQL(trigger.CREATE_FUNCTION, trigger.DROP_FUNCTION),
        migrations.RunSQL(trigger.APPEND_ONLY, trigger.DROP_APPEND_ONLY),
    ]
