import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("catalog", "0001_initial"),
        ("commitments", "0002_agreed_index"),
        ("listings", "0001_initial"),
        ("requests_app", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="calendar_feed",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("nonce", models.CharField(editable=False, max_length=32)),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("created_at", models.DateTimeField(verbose_name="created at")),
            ],
            options={
                "verbose_name": "calendar feed",
                "verbose_name_plural": "calendar feeds",
            },
        ),
        migrations.CreateModel(
            name="CodeTries",
            fields=[
                (
                    "commitment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="commitments.commitment",
                    ),
                ),
                ("began_at", models.DateTimeField(verbose_name="began at")),
                ("tries", models.PositiveSmallIntegerField(verbose_name="tries")),
            ],
            options={
                "verbose_name": "tries of a code",
                "verbose_name_plural": "tries of codes",
            },
        ),
        migrations.CreateModel(
            name="OfferedWindow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(verbose_name="round")),
                ("by_giver", models.BooleanField(verbose_name="offered by the giver")),
                ("start", models.DateTimeField(verbose_name="from")),
                ("end", models.DateTimeField(verbose_name="until")),
            ],
            options={
                "verbose_name": "offered time",
                "verbose_name_plural": "offered times",
                "ordering": ("round", "start", "id"),
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=24, verbose_name="kind")),
                ("window_end", models.DateTimeField(verbose_name="of the window until")),
            ],
            options={
                "verbose_name": "reminder",
                "verbose_name_plural": "reminders",
            },
        ),
        migrations.AddField(
            model_name="commitment",
            name="cancel_note",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=300,
                verbose_name="more about the reason",
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="cancel_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("cannot_come", "I cannot make it"),
                    ("gone", "The food is no longer there, or no longer good"),
                    ("not_needed", "It is no longer needed"),
                    ("ill", "Someone is ill"),
                    ("no_answer", "I could not reach the other side"),
                    ("other", "Something else"),
                ],
                db_default="",
                default="",
                max_length=20,
                verbose_name="reason",
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="confirmed_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="confirmed by the other side at"
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="ended_by_giver",
            field=models.BooleanField(null=True, verbose_name="ended by the giver"),
        ),
        migrations.AddField(
            model_name="commitment",
            name="giver_thanks",
            field=models.CharField(
                blank=True,
                choices=[
                    ("thank_you", "Thank you!"),
                    ("made_my_day", "It made my day."),
                    ("tasted_good", "It tasted wonderful."),
                    ("well_packed", "It was so well prepared."),
                    ("on_time", "Thank you for being on time."),
                    ("see_you", "See you next time!"),
                ],
                db_default="",
                default="",
                max_length=16,
                verbose_name="thanks of the giver",
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="giver_thanks_note",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=300,
                verbose_name="note of the giver",
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="offered_by_giver",
            field=models.BooleanField(null=True, verbose_name="other times offered by the giver"),
        ),
        migrations.AddField(
            model_name="commitment",
            name="offers_made",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, verbose_name="offers of times made"
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="receiver_thanks",
            field=models.CharField(
                blank=True,
                choices=[
                    ("thank_you", "Thank you!"),
                    ("made_my_day", "It made my day."),
                    ("tasted_good", "It tasted wonderful."),
                    ("well_packed", "It was so well prepared."),
                    ("on_time", "Thank you for being on time."),
                    ("see_you", "See you next time!"),
                ],
                db_default="",
                default="",
                max_length=16,
                verbose_name="thanks of the receiver",
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="receiver_thanks_note",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=300,
                verbose_name="note of the receiver",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "cancel_reason__in",
                        ["", "cannot_come", "gone", "not_needed", "ill", "no_answer", "other"],
                    ),
                    (
                        "giver_thanks__in",
                        [
                            "",
                            "thank_you",
                            "made_my_day",
                            "tasted_good",
                            "well_packed",
                            "on_time",
                            "see_you",
                        ],
                    ),
                    (
                        "receiver_thanks__in",
                        [
                            "",
                            "thank_you",
                            "made_my_day",
                            "tasted_good",
                            "well_packed",
                            "on_time",
                            "see_you",
                        ],
                    ),
                ),
                name="commitment_words_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(("confirmed_at", None), ("state", "fulfilled"), _connector="OR"),
                name="commitment_confirmed_when_done",
            ),
        ),
        migrations.AddField(
            model_name="offeredwindow",
            name="commitment",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="offered_windows",
                to="commitments.commitment",
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="commitment",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                to="commitments.commitment",
            ),
        ),
        migrations.AddConstraint(
            model_name="offeredwindow",
            constraint=models.UniqueConstraint(
                fields=("commitment", "round", "start", "end"), name="window_offered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="offeredwindow",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__gt", models.F("start"))), name="window_ends_later"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("commitment", "kind", "window_end"), name="reminded_once"
            ),
        ),
    ]
