from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_cache_table"),
        ("catalog", "0001_initial"),
        ("core", "0001_initial"),
        ("listings", "0002_newest_first_and_expiry_day"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                condition=models.Q(("state", "active"), ("use_by__isnull", False)),
                fields=["use_by"],
                name="listing_by_use_by",
            ),
        ),
    ]
