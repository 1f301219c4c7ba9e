from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_bell"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bucket",
            fields=[
                ("key", models.TextField(primary_key=True, serialize=False, verbose_name="key")),
                ("tokens", models.FloatField(verbose_name="tokens")),
                ("refilled_at", models.DateTimeField(verbose_name="refilled at")),
                ("day", models.DateField(verbose_name="day")),
                ("used", models.PositiveIntegerField(verbose_name="calls")),
                ("refused", models.PositiveIntegerField(verbose_name="refused")),
                ("allowed", models.BooleanField(verbose_name="the last call was allowed")),
                ("past_day", models.DateField(null=True, verbose_name="day before")),
                (
                    "past_used",
                    models.PositiveIntegerField(
                        db_default=0, verbose_name="calls of the day before"
                    ),
                ),
                (
                    "past_refused",
                    models.PositiveIntegerField(
                        db_default=0, verbose_name="refused the day before"
                    ),
                ),
            ],
            options={
                "verbose_name": "bucket of calls",
                "verbose_name_plural": "buckets of calls",
            },
        ),
        migrations.CreateModel(
            name="Usage",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key", "day", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.TextField(verbose_name="key")),
                ("day", models.DateField(verbose_name="day")),
                ("calls", models.PositiveIntegerField(verbose_name="calls")),
                ("refused", models.PositiveIntegerField(verbose_name="refused")),
            ],
            options={
                "verbose_name": "usage of the API",
                "verbose_name_plural": "usage of the API",
                "indexes": [models.Index(fields=["day"], name="usage_day")],
            },
        ),
        # Each call changes one row in place: no log of it, and room on its page for the next.
        migrations.RunSQL(
            "ALTER TABLE core_bucket SET UNLOGGED; ALTER TABLE core_bucket SET (fillfactor = 50);",
            migrations.RunSQL.noop,
        ),
    ]
