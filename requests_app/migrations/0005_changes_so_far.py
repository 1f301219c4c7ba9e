from django.db import migrations

from core.changes.triggers import note_all


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0004_changes")]

    operations = [note_all("requests_app_foodrequest", "request")]
