from django.db import migrations, models

from core.events import trigger


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
        ("django_q", "0019_alter_task_options_alter_ormq_key_alter_ormq_lock_and_more"),
    ]

    operations = [
        # The broker looks for what is unlocked, by queue; without it a backlog slows every look.
        migrations.RunSQL(
            "CREATE INDEX core_ormq_key_lock ON django_q_ormq (key, lock)",
            "DROP INDEX core_ormq_key_lock",
        ),
        migrations.AddConstraint(
            model_name="exactplace",
            constraint=models.CheckConstraint(
                condition=models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="exact_place_on_earth",
            ),
        ),
        migrations.RunSQL(trigger.CREATE_FUNCTION, migrations.RunSQL.noop),
    ]
