from django.db import migrations

from core.changes.triggers import note_all


class Migration(migrations.Migration):
    dependencies = [("listings", "0007_changes")]

    operations = [note_all("listings_listing", "listing")]
