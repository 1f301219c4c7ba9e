from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_queue_index_and_places_on_earth"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bell",
            fields=[
                (
                    "consumer",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="consumer"
                    ),
                ),
                ("waiting", models.BooleanField(verbose_name="waiting")),
                ("rung_at", models.DateTimeField(verbose_name="rung at")),
            ],
            options={
                "verbose_name": "bell",
                "verbose_name_plural": "bells",
            },
        ),
    ]
