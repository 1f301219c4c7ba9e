from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("commitments", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(
                fields=["handover_end"],
                name="commitment_agreed",
                condition=models.Q(state="accepted"),
            ),
        ),
    ]
