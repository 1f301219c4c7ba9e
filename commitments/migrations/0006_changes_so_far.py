from django.db import migrations

from core.changes.triggers import note_all


class Migration(migrations.Migration):
    dependencies = [("commitments", "0005_changes")]

    operations = [note_all("commitments_commitment", "commitment")]
