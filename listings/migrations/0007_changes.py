from django.db import migrations

from core.changes.triggers import note_changes, note_through


class Migration(migrations.Migration):
    dependencies = [
        ("listings", "0006_edible_until"),
        ("accounts", "0009_changes"),
        ("photos", "0001_initial"),
    ]

    operations = [
        note_changes("listings_listing", "listing"),
        note_through(
            "photos_photo",
            "listing",
            ids="SELECT id FROM listings_listing WHERE id IN (OLD.album, NEW.album)",
        ),
        note_through(
            "accounts_user",
            "listing",
            ids="SELECT id FROM listings_listing WHERE owner_id = NEW.id "
            "AND NEW.display_name <> OLD.display_name",
            when="UPDATE OF display_name",
        ),
        note_through(
            "accounts_organization",
            "listing",
            ids="SELECT id FROM listings_listing WHERE organization_id = NEW.id "
            "AND NEW.name <> OLD.name",
            when="UPDATE OF name",
        ),
    ]
