import django.db.models.deletion
import django.utils.timezone
import uuid6
from django.db import migrations, models

import insights.models


class Migration(migrations.Migration):
    dependencies = [
        ("insights", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Forecast",
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
                ("as_of", models.DateField(verbose_name="as of")),
                ("days", models.PositiveSmallIntegerField(default=14, verbose_name="days ahead")),
                (
                    "outlook",
                    models.CharField(
                        choices=[
                            ("plentiful", "plentiful"),
                            ("even", "about even"),
                            ("scarce", "scarce"),
                        ],
                        max_length=12,
                        verbose_name="outlook",
                    ),
                ),
                ("offered_g", models.BigIntegerField(verbose_name="grams offered")),
                ("offered_low_g", models.BigIntegerField()),
                ("offered_high_g", models.BigIntegerField()),
                ("requested_g", models.BigIntegerField(verbose_name="grams asked for")),
                ("requested_low_g", models.BigIntegerField()),
                ("requested_high_g", models.BigIntegerField()),
                ("weeks_seen", models.PositiveSmallIntegerField(verbose_name="weeks seen")),
                ("tests_made", models.PositiveSmallIntegerField(verbose_name="tests made")),
                (
                    "error_share",
                    models.DecimalField(decimal_places=2, max_digits=5, verbose_name="usual error"),
                ),
                (
                    "naive_error_share",
                    models.DecimalField(
                        decimal_places=2, max_digits=5, verbose_name="usual error of “as last week”"
                    ),
                ),
            ],
            options={
                "verbose_name": "forecast",
                "verbose_name_plural": "forecasts",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ModelCall",
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
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                (
                    "milliseconds",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="milliseconds"),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("asked", "asked"),
                            ("kept", "kept"),
                            ("refused", "refused by a check"),
                            ("failed", "no answer"),
                        ],
                        default="asked",
                        max_length=8,
                        verbose_name="outcome",
                    ),
                ),
                ("error", models.CharField(blank=True, max_length=200, verbose_name="error")),
                ("model", models.CharField(max_length=120, verbose_name="model")),
                ("tokens_in", models.PositiveIntegerField(default=0, verbose_name="tokens read")),
                (
                    "tokens_out",
                    models.PositiveIntegerField(default=0, verbose_name="tokens written"),
                ),
                (
                    "cost_micros",
                    models.PositiveBigIntegerField(
                        default=0, verbose_name="cost, in millionths of a dollar"
                    ),
                ),
            ],
            options={
                "verbose_name": "call of a model",
                "verbose_name_plural": "calls of models",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
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
                "verbose_name": "snapshot of a week",
                "verbose_name_plural": "snapshots of weeks",
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="explanation",
            name="explanation_once",
        ),
        migrations.AddField(
            model_name="explanation",
            name="context",
            field=models.CharField(
                choices=[("town", "for everybody"), ("grower", "for growers")],
                default="town",
                max_length=8,
                verbose_name="context",
            ),
        ),
        migrations.AddField(
            model_name="explanation",
            name="cost_micros",
            field=models.PositiveBigIntegerField(
                default=0, verbose_name="cost, in millionths of a dollar"
            ),
        ),
        migrations.AddField(
            model_name="insightsignal",
            name="closed_because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("over", "no longer so"),
                    ("superseded", "another signal says more"),
                    ("hidden", "too few people"),
                ],
                default="",
                max_length=12,
                verbose_name="closed because",
            ),
        ),
        migrations.AddField(
            model_name="insightsignal",
            name="neighbour",
            field=insights.models.CellField(
                blank=True,
                db_collation="C",
                default="",
                max_length=6,
                verbose_name="neighbouring cell",
            ),
        ),
        migrations.AddField(
            model_name="insightsignal",
            name="superseded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="supersedes",
                to="insights.insightsignal",
                verbose_name="superseded by",
            ),
        ),
        migrations.AddConstraint(
            model_name="explanation",
            constraint=models.UniqueConstraint(
                fields=("signal", "context", "inputs_hash", "prompt_version", "language"),
                name="explanation_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="insightsignal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_because", ""), ("closed_at__isnull", False), _connector="OR"
                ),
                name="signal_closed_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="forecast",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("computed_at"))),
                name="insights_forecast_expires_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="forecast",
            constraint=models.UniqueConstraint(fields=("cell", "category"), name="forecast_once"),
        ),
        migrations.AddConstraint(
            model_name="forecast",
            constraint=models.CheckConstraint(
                condition=models.Q(("outlook__in", ["plentiful", "even", "scarce"])),
                name="forecast_outlook_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="forecast",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("offered_low_g__lte", models.F("offered_g")),
                    ("offered_high_g__gte", models.F("offered_g")),
                    ("requested_low_g__lte", models.F("requested_g")),
                    ("requested_high_g__gte", models.F("requested_g")),
                ),
                name="forecast_within_its_interval",
            ),
        ),
        migrations.AddConstraint(
            model_name="forecast",
            constraint=models.CheckConstraint(
                condition=models.Q(("error_share__lt", models.F("naive_error_share"))),
                name="forecast_beats_last_week",
            ),
        ),
        migrations.AddField(
            model_name="modelcall",
            name="explanation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="calls",
                to="insights.explanation",
                verbose_name="explanation",
            ),
        ),
        migrations.AddIndex(
            model_name="snapshot",
            index=models.Index(
                condition=models.Q(("shown", True)),
                fields=["cell", "category", "as_of"],
                name="snapshot_shown",
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("computed_at"))),
                name="insights_snapshot_expires_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.CheckConstraint(
                condition=models.Q(("window_days__in", [7, 14, 30])), name="snapshot_window_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.UniqueConstraint(
                fields=("category", "cell", "window_days", "as_of"), name="snapshot_once"
            ),
        ),
        migrations.AddIndex(
            model_name="modelcall",
            index=models.Index(fields=["asked_at"], name="modelcall_by_asked"),
        ),
        migrations.AddConstraint(
            model_name="modelcall",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("computed_at"))),
                name="insights_modelcall_expires_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="modelcall",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["asked", "kept", "refused", "failed"])),
                name="modelcall_outcome_known",
            ),
        ),
    ]
