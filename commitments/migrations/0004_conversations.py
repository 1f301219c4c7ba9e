"""A conversation for each commitment that was made before there were any."""

from django.db import migrations

SAY = """
INSERT INTO conversations_conversation (id, kind, created_at, last_message_at)
SELECT id, 'commitment', created_at, created_at FROM commitments_commitment
ON CONFLICT DO NOTHING
"""
JOIN = """
INSERT INTO conversations_participant (conversation_id, user_id, organization_id, joined_at, muted)
SELECT c.id,
    CASE WHEN c.{side}_organization_id IS NULL THEN c.{side}_id END,
    c.{side}_organization_id,
    c.created_at,
    false
FROM commitments_commitment c
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [
        ("commitments", "0003_keeping"),
        ("conversations", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            [SAY, JOIN.format(side="giver"), JOIN.format(side="receiver")], migrations.RunSQL.noop
        )
    ]
