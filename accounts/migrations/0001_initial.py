"""People, organizations and who belongs to them."""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import accounts.validators
import core.clock
import core.geo.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("catalog", "0001_initial"),
        ("core", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text=(
                            "Designates that this user has all permissions without explicitly "
                            "assigning them."
                        ),
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("pseudonym", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                (
                    "display_name",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="name shown to others"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        default="en",
                        max_length=8,
                        validators=[accounts.validators.validate_language],
                        verbose_name="language",
                    ),
                ),
                (
                    "units",
                    models.CharField(
                        choices=[
                            ("metric", "Kilometres and kilograms"),
                            ("imperial", "Miles and pounds"),
                        ],
                        default="metric",
                        max_length=8,
                        verbose_name="units",
                    ),
                ),
                (
                    "timezone",
                    models.CharField(
                        default="UTC",
                        max_length=64,
                        validators=[accounts.validators.validate_timezone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "contact_preference",
                    models.CharField(
                        choices=[("email", "By e-mail"), ("site", "Only here on the site")],
                        default="email",
                        max_length=8,
                        verbose_name="how to reach me",
                    ),
                ),
                (
                    "diets",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("vegetarian", "Vegetarian"),
                                ("vegan", "Vegan"),
                                ("halal", "Halal"),
                                ("kosher", "Kosher"),
                                ("gluten_free", "Gluten-free"),
                                ("lactose_free", "Lactose-free"),
                            ],
                            max_length=16,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="diets",
                    ),
                ),
                (
                    "avoided_allergens",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("gluten", "Cereals with gluten"),
                                ("crustaceans", "Crustaceans"),
                                ("eggs", "Eggs"),
                                ("fish", "Fish"),
                                ("peanuts", "Peanuts"),
                                ("soybeans", "Soybeans"),
                                ("milk", "Milk"),
                                ("nuts", "Nuts"),
                                ("celery", "Celery"),
                                ("mustard", "Mustard"),
                                ("sesame", "Sesame"),
                                ("sulphites", "Sulphites"),
                                ("lupin", "Lupin"),
                                ("molluscs", "Molluscs"),
                            ],
                            max_length=16,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="allergens to avoid",
                    ),
                ),
                (
                    "home_geohash",
                    models.CharField(
                        blank=True, db_collation="C", default="", editable=False, max_length=12
                    ),
                ),
                (
                    "home_precision",
                    models.PositiveSmallIntegerField(
                        choices=[(5, "about 5 km across"), (6, "about 1 km across")],
                        default=6,
                        verbose_name="how finely others see my home",
                    ),
                ),
                (
                    "share_radius_km",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(50),
                        ],
                        verbose_name="how far I go, in kilometres",
                    ),
                ),
                ("is_staff", models.BooleanField(default=False, verbose_name="may use the admin")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=core.clock.now, editable=False, verbose_name="joined"
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(
                        default=core.clock.now, editable=False, verbose_name="updated at"
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text=(
                            "The groups this user belongs to. A user will get all permissions "
                            "granted to each of their groups."
                        ),
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "home",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.exactplace",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "Owner"),
                            ("coordinator", "Coordinator"),
                            ("member", "Member"),
                        ],
                        default="member",
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=core.clock.now, editable=False, verbose_name="since"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
            },
        ),
        migrations.CreateModel(
            name="Organization",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="version"),
                ),
                ("fingerprint", models.CharField(editable=False, max_length=64)),
                ("created_at", models.DateTimeField(editable=False, verbose_name="created at")),
                ("updated_at", models.DateTimeField(editable=False, verbose_name="updated at")),
                ("geohash", models.CharField(db_collation="C", editable=False, max_length=12)),
                ("location", core.geo.fields.MercatorPointField(editable=False)),
                (
                    "public_precision",
                    models.PositiveSmallIntegerField(
                        choices=[(5, "about 5 km across"), (6, "about 1 km across")],
                        default=6,
                        verbose_name="shown as",
                    ),
                ),
                ("pseudonym", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pantry", "Food pantry"),
                            ("kitchen", "Community kitchen"),
                            ("school", "School"),
                            ("garden", "Community garden"),
                            ("farm", "Farm"),
                            ("shop", "Shop"),
                            ("mutual_aid", "Mutual-aid group"),
                            ("other", "Other"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                (
                    "description",
                    models.TextField(blank=True, max_length=2000, verbose_name="about"),
                ),
                (
                    "place_is_public",
                    models.BooleanField(
                        default=False, verbose_name="show the exact place to everyone"
                    ),
                ),
                (
                    "opening_hours",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        validators=[accounts.validators.validate_opening_hours],
                        verbose_name="opening hours",
                    ),
                ),
                ("last_verified", models.DateTimeField(verbose_name="last verified")),
                (
                    "accepts",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="catalog.category", verbose_name="accepts"
                    ),
                ),
                (
                    "exact_place",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.exactplace",
                        verbose_name="exact place",
                    ),
                ),
                (
                    "members",
                    models.ManyToManyField(
                        related_name="organizations",
                        through="accounts.Membership",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "organization",
                "verbose_name_plural": "organizations",
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="memberships",
                to="accounts.organization",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                fields=("email",),
                name="user_email_once",
                violation_error_message="Someone already uses this e-mail address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                name="user_email_lower_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("units__in", ["metric", "imperial"])), name="user_units_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("contact_preference__in", ["email", "site"])),
                name="user_contact_preference_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("home_precision__in", [5, 6])), name="user_home_precision_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("share_radius_km__range", (1, 50))),
                name="user_share_radius_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("home__isnull", True), ("home_geohash", "")),
                    models.Q(
                        ("home__isnull", False), models.Q(("home_geohash", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="user_home_has_its_cell",
            ),
        ),
        migrations.AddIndex(
            model_name="organization",
            index=models.Index(fields=["geohash"], name="organization_by_cell"),
        ),
        migrations.AddIndex(
            model_name="organization",
            index=django.contrib.postgres.indexes.GistIndex(
                fields=["location"], name="organization_nearest"
            ),
        ),
        migrations.AddIndex(
            model_name="organization",
            index=models.Index(fields=["kind", "name"], name="organization_by_kind"),
        ),
        migrations.AddIndex(
            model_name="organization",
            index=models.Index(fields=["last_verified"], name="organization_by_verified"),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "pantry",
                            "kitchen",
                            "school",
                            "garden",
                            "farm",
                            "shop",
                            "mutual_aid",
                            "other",
                        ],
                    )
                ),
                name="organization_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                fields=("organization", "user"),
                name="membership_once",
                violation_error_message="This person is a member already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["owner", "coordinator", "member"])),
                name="membership_role_known",
            ),
        ),
    ]
