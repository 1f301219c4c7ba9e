from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("listings", "0004_hidden")]

    operations = [
        migrations.AddField(
            model_name="listing",
            name="edible_until",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="edible until"
            ),
        ),
        migrations.AddField(
            model_name="listing",
            name="home_cooked",
            field=models.BooleanField(default=False, verbose_name="home-cooked"),
        ),
        migrations.AddField(
            model_name="listing",
            name="ingredients",
            field=models.TextField(blank=True, max_length=1000, verbose_name="ingredients"),
        ),
        migrations.AddField(
            model_name="listing",
            name="still_there_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="still there at"
            ),
        ),
        migrations.RemoveIndex(model_name="listing", name="listing_by_use_by"),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                condition=Q(("edible_until__isnull", False), ("state", "active")),
                fields=["edible_until"],
                name="listing_by_use_by",
            ),
        ),
    ]
