from django.db import migrations

from core.changes.triggers import note_changes


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_generated_text"), ("core", "0005_changes")]

    operations = [note_changes("accounts_organization", "organization")]
