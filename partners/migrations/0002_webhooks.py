import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import uuid6
from django.conf import settings
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_generated_text"),
        ("core", "0003_bell"),
        ("partners", "0001_need_lists"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Webhook",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="version"),
                ),
                ("fingerprint", models.CharField(editable=False, max_length=64)),
                ("created_at", models.DateTimeField(editable=False, verbose_name="created at")),
                ("updated_at", models.DateTimeField(editable=False, verbose_name="updated at")),
                ("url", models.CharField(max_length=500, verbose_name="address")),
                (
                    "event_types",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        size=None,
                        verbose_name="what it is told of",
                    ),
                ),
                (
                    "cell",
                    models.CharField(
                        blank=True, db_collation="C", max_length=6, verbose_name="area"
                    ),
                ),
                ("secret", models.TextField(editable=False, verbose_name="secret")),
                (
                    "secret_made_at",
                    models.DateTimeField(editable=False, verbose_name="secret made at"),
                ),
                (
                    "old_secret",
                    models.TextField(blank=True, editable=False, verbose_name="secret before"),
                ),
                (
                    "old_secret_until",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="old secret signs until"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "On"), ("disabled", "Off")],
                        default="active",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "disabled_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("by_hand", "switched off by the organization"),
                            ("by_staff", "switched off by a moderator"),
                            ("gone", "the receiver answered that it is gone"),
                            ("failing", "nothing could be delivered for three days"),
                        ],
                        max_length=8,
                        verbose_name="why it is off",
                    ),
                ),
                ("state_since", models.DateTimeField(default=core.clock.now, verbose_name="since")),
                (
                    "failing_since",
                    models.DateTimeField(blank=True, null=True, verbose_name="failing since"),
                ),
                (
                    "rests_until",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="due at",
                    ),
                ),
                (
                    "busy_until",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="being called until",
                    ),
                ),
                (
                    "served_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="last called",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="created by",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="webhooks",
                        to="accounts.organization",
                        verbose_name="organization",
                    ),
                ),
            ],
            options={
                "verbose_name": "webhook",
                "verbose_name_plural": "webhooks",
            },
        ),
        migrations.CreateModel(
            name="WebhookDelivery",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid6.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("subject_id", models.UUIDField(null=True, verbose_name="subject")),
                (
                    "subject_version",
                    models.PositiveIntegerField(null=True, verbose_name="subject version"),
                ),
                (
                    "subject_state",
                    models.CharField(blank=True, max_length=16, verbose_name="its state then"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Waiting"),
                            ("sent", "Delivered"),
                            ("failed", "Given up"),
                            ("skipped", "Not sent: the webhook was off"),
                        ],
                        default="planned",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "attempts",
                    models.PositiveIntegerField(db_default=0, verbose_name="attempts"),
                ),
                (
                    "due_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="due at"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=core.clock.now, editable=False, verbose_name="created at"
                    ),
                ),
                (
                    "first_tried_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="first tried at"),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent at")),
                (
                    "last_status",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="last status"
                    ),
                ),
                (
                    "last_error",
                    models.CharField(blank=True, max_length=40, verbose_name="last error"),
                ),
                (
                    "event",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.domainevent",
                        verbose_name="event",
                    ),
                ),
                (
                    "webhook",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="partners.webhook",
                    ),
                ),
            ],
            options={
                "verbose_name": "webhook delivery",
                "verbose_name_plural": "webhook deliveries",
            },
        ),
        migrations.CreateModel(
            name="WebhookAttempt",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=core.clock.now, verbose_name="at")),
                ("status", models.PositiveSmallIntegerField(null=True, verbose_name="status")),
                ("milliseconds", models.PositiveIntegerField(verbose_name="milliseconds")),
                ("error", models.CharField(blank=True, max_length=40, verbose_name="error")),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts_made",
                        to="partners.webhookdelivery",
                    ),
                ),
            ],
            options={
                "verbose_name": "attempt to call a webhook",
                "verbose_name_plural": "attempts to call webhooks",
            },
        ),
        migrations.AddIndex(
            model_name="webhook",
            index=models.Index(
                condition=models.Q(("state", "active")), fields=["served_at"], name="webhook_next"
            ),
        ),
        migrations.AddConstraint(
            model_name="webhook",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("disabled_because", ""), ("state", "active")),
                    models.Q(
                        ("disabled_because__in", ["by_hand", "by_staff", "gone", "failing"]),
                        ("state", "disabled"),
                    ),
                    _connector="OR",
                ),
                name="webhook_off_for_a_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(
                condition=models.Q(("state", "planned")),
                fields=["webhook", "due_at", "id"],
                name="webhook_delivery_due",
            ),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(
                condition=models.Q(("state", "planned")),
                fields=["webhook", "subject_id", "subject_version", "id"],
                name="webhook_delivery_order",
            ),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(
                fields=["webhook", "-created_at", "-id"], name="webhook_delivery_log"
            ),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(fields=["created_at"], name="webhook_delivery_age"),
        ),
        migrations.AddConstraint(
            model_name="webhookdelivery",
            constraint=models.UniqueConstraint(
                fields=("webhook", "event"), name="webhook_delivery_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="webhookdelivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["planned", "sent", "failed", "skipped"])),
                name="webhook_delivery_state",
            ),
        ),
        migrations.AddIndex(
            model_name="webhookattempt",
            index=models.Index(fields=["at"], name="webhook_attempt_at"),
        ),
    ]
