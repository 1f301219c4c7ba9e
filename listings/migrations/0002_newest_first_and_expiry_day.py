from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_cache_table"),
        ("catalog", "0001_initial"),
        ("core", "0001_initial"),
        ("listings", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="listing",
            name="expired_on",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="expired on"
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                condition=models.Q(("state__in", ("active", "reserved"))),
                fields=["-created_at", "-id"],
                name="listing_newest",
            ),
        ),
    ]
