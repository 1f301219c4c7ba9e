from django.db import migrations

from core.changes.triggers import note_changes, note_through


class Migration(migrations.Migration):
    dependencies = [
        ("commitments", "0004_conversations"),
        ("accounts", "0009_changes"),
        ("listings", "0007_changes"),
        ("requests_app", "0004_changes"),
    ]

    operations = [
        note_changes("commitments_commitment", "commitment"),
        # Whom a promise takes to a listing or a request is told where that is.
        note_through(
            "commitments_commitment",
            "listing",
            ids="SELECT id FROM unnest(ARRAY[OLD.listing_id, NEW.listing_id]) AS id",
        ),
        note_through(
            "commitments_commitment",
            "request",
            ids="SELECT id FROM unnest(ARRAY[OLD.request_id, NEW.request_id]) AS id",
        ),
        note_through(
            "commitments_offeredwindow",
            "commitment",
            ids="SELECT id FROM unnest(ARRAY[OLD.commitment_id, NEW.commitment_id]) AS id",
        ),
        note_through(
            "accounts_user",
            "commitment",
            ids="SELECT id FROM commitments_commitment "
            "WHERE (giver_id = NEW.id OR receiver_id = NEW.id) "
            "AND NEW.display_name <> OLD.display_name",
            when="UPDATE OF display_name",
        ),
        note_through(
            "accounts_organization",
            "commitment",
            ids="SELECT id FROM commitments_commitment "
            "WHERE (giver_organization_id = NEW.id OR receiver_organization_id = NEW.id) "
            "AND NEW.name <> OLD.name",
            when="UPDATE OF name",
        ),
    ]
