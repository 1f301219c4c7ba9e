from django.db import migrations

from core.changes.triggers import note_changes, note_through


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0003_hidden"), ("accounts", "0009_changes")]

    operations = [
        note_changes("requests_app_foodrequest", "request"),
        note_through(
            "accounts_user",
            "request",
            ids="SELECT id FROM requests_app_foodrequest WHERE owner_id = NEW.id "
            "AND NEW.display_name <> OLD.display_name",
            when="UPDATE OF display_name",
        ),
        note_through(
            "accounts_organization",
            "request",
            ids="SELECT id FROM requests_app_foodrequest WHERE organization_id = NEW.id "
            "AND NEW.name <> OLD.name",
            when="UPDATE OF name",
        ),
    ]
