import django.db.models.deletion
import django.utils.timezone
import uuid6
from django.db import migrations, models

import insights.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Aggregate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "computed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="computed at"
                    ),
                ),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="expires at")),
                (
                    "cell",
                    insights.models.CellField(db_collation="C", max_length=6, verbose_name="cell"),
                ),
                (
                    "category",
                    insights.models.SlugColumn(
                        blank=True, db_collation="C", max_length=120, verbose_name="category"
                    ),
                ),
                ("listings", models.IntegerField(default=0, verbose_name="listings")),
                ("requests", models.IntegerField(default=0, verbose_name="requests")),
                ("commitments", models.IntegerField(default=0, verbose_name="commitments")),
                ("offered_g", models.BigIntegerField(default=0, verbose_name="grams offered")),
                ("requested_g", models.BigIntegerField(default=0, verbose_name="grams asked for")),
                ("committed_g", models.BigIntegerField(default=0, verbose_name="grams promised")),
                (
                    "handed_over_g",
                    models.BigIntegerField(default=0, verbose_name="grams handed over"),
                ),
                (
                    "expired_g",
                    models.BigIntegerField(default=0, verbose_name="grams lost to expiry"),
                ),
                (
                    "window_days",
                    models.PositiveSmallIntegerField(
                        choices=[(7, "7 days"), (14, "14 days"), (30, "30 days")],
                        verbose_name="window",
                    ),
                ),
                ("as_of", models.DateField(verbose_name="as of")),
                (
                    "participants",
                    models.IntegerField(default=0, verbose_name="distinct participants"),
                ),
                ("added_participants", models.IntegerField(default=0)),
                (
                    "median_minutes",
                    models.IntegerField(null=True, verbose_name="median minutes to a promise"),
                ),
                ("shown", models.BooleanField(default=False, verbose_name="shown")),
            ],
            options={
                "verbose_name": "aggregate",
                "verbose_name_plural": "aggregates",
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("shown", True)),
                        fields=["cell", "window_days"],
                        name="aggregate_shown",
                    ),
                    models.Index(fields=["as_of", "cell"], name="aggregate_by_age"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("computed_at"))),
                        name="insights_aggregate_expires_later",
                    ),
                    models.UniqueConstraint(
                        fields=("category", "cell", "window_days"), name="aggregate_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("window_days__in", [7, 14, 30])),
                        name="aggregate_window_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DayBucket",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "computed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="computed at"
                    ),
                ),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="expires at")),
                (
                    "cell",
                    insights.models.CellField(db_collation="C", max_length=6, verbose_name="cell"),
                ),
                (
                    "category",
                    insights.models.SlugColumn(
                        blank=True, db_collation="C", max_length=120, verbose_name="category"
                    ),
                ),
                ("listings", models.IntegerField(default=0, verbose_name="listings")),
                ("requests", models.IntegerField(default=0, verbose_name="requests")),
                ("commitments", models.IntegerField(default=0, verbose_name="commitments")),
                ("offered_g", models.BigIntegerField(default=0, verbose_name="grams offered")),
                ("requested_g", models.BigIntegerField(default=0, verbose_name="grams asked for")),
                ("committed_g", models.BigIntegerField(default=0, verbose_name="grams promised")),
                (
                    "handed_over_g",
                    models.BigIntegerField(default=0, verbose_name="grams handed over"),
                ),
                (
                    "expired_g",
                    models.BigIntegerField(default=0, verbose_name="grams lost to expiry"),
                ),
                ("day", models.DateField(verbose_name="day")),
            ],
            options={
                "verbose_name": "day of a cell",
                "verbose_name_plural": "days of cells",
                "abstract": False,
                "indexes": [models.Index(fields=["day"], name="daybucket_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("computed_at"))),
                        name="insights_daybucket_expires_later",
                    ),
                    models.UniqueConstraint(
                        fields=("cell", "category", "day"), name="daybucket_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DayParticipant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "computed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="computed at"
                    ),
                ),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="expires at")),
                ("cell", insights.models.CellField(db_collation="C", max_length=6)),
                (
                    "category",
                    insights.models.SlugColumn(blank=True, db_collation="C", max_length=120),
                ),
                ("day", models.DateField()),
                ("pseudonym", models.UUIDField()),
                ("facts", models.IntegerField()),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["day"], name="dayparticipant_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("computed_at"))),
                        name="insights_dayparticipant_expires_later",
                    ),
                    models.UniqueConstraint(
                        fields=("cell", "category", "day", "pseudonym"), name="dayparticipant_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DayWait",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "computed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="computed at"
                    ),
                ),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="expires at")),
                ("cell", insights.models.CellField(db_collation="C", max_length=6)),
                (
                    "category",
                    insights.models.SlugColumn(blank=True, db_collation="C", max_length=120),
                ),
                ("day", models.DateField()),
                ("bin", models.PositiveSmallIntegerField()),
                ("count", models.IntegerField()),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["day"], name="daywait_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("computed_at"))),
                        name="insights_daywait_expires_later",
                    ),
                    models.UniqueConstraint(
                        fields=("cell", "category", "day", "bin"), name="daywait_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InsightSignal",
            fields=[
                (
                    "computed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="computed at"
                    ),
                ),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="expires at")),
                (
                    "id",
                    models.UUIDField(
                        default=uuid6.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("surplus", "surplus"),
                            ("shortage", "shortage"),
                            ("waste", "waste"),
                            ("mismatch", "mismatch"),
                            ("slow_answers", "slow answers"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                (
                    "cell",
                    insights.models.CellField(db_collation="C", max_length=6, verbose_name="cell"),
                ),
                (
                    "category",
                    insights.models.SlugColumn(
                        blank=True, db_collation="C", max_length=120, verbose_name="category"
                    ),
                ),
                (
                    "window_days",
                    models.PositiveSmallIntegerField(
                        choices=[(7, "7 days"), (14, "14 days"), (30, "30 days")],
                        verbose_name="window",
                    ),
                ),
                (
                    "severity",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "mild"), (2, "marked"), (3, "strong")], verbose_name="severity"
                    ),
                ),
                (
                    "confidence",
                    models.DecimalField(decimal_places=2, max_digits=3, verbose_name="confidence"),
                ),
                ("numbers", models.JSONField(verbose_name="numbers")),
                ("inputs_hash", models.CharField(max_length=64)),
                ("first_seen", models.DateTimeField(verbose_name="first seen")),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="closed at"),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "signal",
                "verbose_name_plural": "signals",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("computed_at"))),
                        name="insights_insightsignal_expires_later",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("cell", "category", "kind"),
                        name="signal_once_while_it_holds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["surplus", "shortage", "waste", "mismatch", "slow_answers"],
                            )
                        ),
                        name="signal_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("severity__in", [1, 2, 3])),
                        name="signal_severity_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confidence__gte", 0), ("confidence__lte", 1)),
                        name="signal_confidence_share",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Explanation",
            fields=[
                (
                    "computed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="computed at"
                    ),
                ),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="expires at")),
                (
                    "id",
                    models.UUIDField(
                        default=uuid6.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("inputs_hash", models.CharField(max_length=64)),
                ("prompt_version", models.CharField(max_length=32, verbose_name="prompt version")),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                (
                    "source",
                    models.CharField(
                        choices=[("plain", "fixed sentences"), ("bedrock", "a language model")],
                        max_length=12,
                        verbose_name="made by",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("written", "written"),
                            ("refused", "refused by a check"),
                            ("failed", "no answer"),
                        ],
                        default="planned",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=1000, verbose_name="text")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("model", models.CharField(blank=True, max_length=120, verbose_name="model")),
                ("inputs", models.JSONField(verbose_name="inputs")),
                ("checks", models.JSONField(default=list, verbose_name="checks")),
                ("tokens_in", models.PositiveIntegerField(default=0, verbose_name="tokens read")),
                (
                    "tokens_out",
                    models.PositiveIntegerField(default=0, verbose_name="tokens written"),
                ),
                ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="asked at")),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                (
                    "signal",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="explanations",
                        to="insights.insightsignal",
                    ),
                ),
            ],
            options={
                "verbose_name": "explanation",
                "verbose_name_plural": "explanations",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Retraction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(max_length=300, verbose_name="reason, shown to everyone"),
                ),
                ("by", models.UUIDField(verbose_name="by (pseudonym)")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "explanation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="retraction",
                        to="insights.explanation",
                    ),
                ),
            ],
            options={
                "verbose_name": "retraction",
                "verbose_name_plural": "retractions",
            },
        ),
        migrations.AddIndex(
            model_name="explanation",
            index=models.Index(fields=["asked_at"], name="explanation_by_asked"),
        ),
        migrations.AddConstraint(
            model_name="explanation",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("computed_at"))),
                name="insights_explanation_expires_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="explanation",
            constraint=models.UniqueConstraint(
                fields=("signal", "inputs_hash", "prompt_version", "language"),
                name="explanation_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="explanation",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["plain", "bedrock"])),
                name="explanation_source_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="explanation",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["planned", "written", "refused", "failed"])),
                name="explanation_state_known",
            ),
        ),
    ]
