from django.db import migrations, models

import core.changes.models
from core.changes import triggers


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_buckets"),
    ]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "changed_in",
                        "subject_type",
                        "subject_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("changed_in", core.changes.models.TransactionField(verbose_name="changed in")),
                (
                    "subject_type",
                    models.CharField(db_collation="C", max_length=32, verbose_name="subject type"),
                ),
                ("subject_id", models.UUIDField(verbose_name="subject")),
            ],
            options={
                "verbose_name": "change",
                "verbose_name_plural": "changes",
                "indexes": [
                    models.Index(
                        fields=["subject_type", "subject_id", "changed_in"],
                        name="change_by_subject",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Lapse",
            fields=[
                (
                    "subject_type",
                    models.CharField(
                        max_length=32,
                        primary_key=True,
                        serialize=False,
                        verbose_name="subject type",
                    ),
                ),
                ("noted_until", models.DateTimeField(verbose_name="noted until")),
            ],
            options={"verbose_name": "lapse", "verbose_name_plural": "lapses"},
        ),
        migrations.RunSQL(triggers.CREATE_FUNCTION, triggers.DROP_FUNCTION),
    ]
