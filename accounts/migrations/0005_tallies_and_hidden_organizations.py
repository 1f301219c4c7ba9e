import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_profiles_records_and_history")]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="hidden_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="hidden at"
            ),
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=24, verbose_name="what")),
                ("since", models.DateTimeField(verbose_name="since")),
                ("used", models.PositiveIntegerField(verbose_name="used")),
                (
                    "met",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(),
                        default=list,
                        size=None,
                        verbose_name="already counted",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "tally",
                "verbose_name_plural": "tallies",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "what"), name="tally_once")
                ],
            },
        ),
    ]
