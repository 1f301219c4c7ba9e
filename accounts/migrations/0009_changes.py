from django.db import migrations

from core.changes.triggers import note_changes


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_api_clients"), ("core", "0005_changes")]

    operations = [note_changes("accounts_organization", "organization")]
