from django.db import migrations

from core.changes.triggers import note_all


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_changes")]

    operations = [note_all("accounts_organization", "organization")]
