from decimal import Decimal

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import core.geo.fields
import posts.models
from core.events.trigger import require_event


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_cache_table"),
        ("catalog", "0001_initial"),
        ("core", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Listing",
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
                (
                    "quantity",
                    posts.models.QuantityField(
                        decimal_places=3, max_digits=12, verbose_name="quantity"
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("kg", "kilograms"),
                            ("g", "grams"),
                            ("l", "litres"),
                            ("ml", "millilitres"),
                            ("piece", "pieces"),
                            ("bunch", "bunches"),
                            ("dozen", "dozens"),
                            ("loaf", "loaves"),
                            ("jar", "jars"),
                            ("tin", "tins"),
                            ("bag", "bags"),
                            ("box", "boxes"),
                            ("tray", "trays"),
                            ("portion", "portions"),
                            ("pack", "packs"),
                            ("bottle", "bottles"),
                        ],
                        max_length=12,
                        verbose_name="unit",
                    ),
                ),
                ("grams", models.BigIntegerField(verbose_name="grams, estimated")),
                (
                    "remaining",
                    posts.models.QuantityField(
                        decimal_places=3, max_digits=12, verbose_name="remaining"
                    ),
                ),
                (
                    "promised",
                    posts.models.QuantityField(
                        decimal_places=3,
                        default=Decimal("0"),
                        max_digits=12,
                        verbose_name="promised",
                    ),
                ),
                (
                    "handed_over",
                    posts.models.QuantityField(
                        decimal_places=3,
                        default=Decimal("0"),
                        max_digits=12,
                        verbose_name="handed over",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="title")),
                ("available_from", models.DateTimeField(verbose_name="available from")),
                ("available_until", models.DateTimeField(verbose_name="available until")),
                (
                    "best_before",
                    models.DateField(blank=True, null=True, verbose_name="best before"),
                ),
                ("use_by", models.DateField(blank=True, null=True, verbose_name="use by")),
                (
                    "storage",
                    models.CharField(
                        choices=[
                            ("ambient", "Cupboard"),
                            ("cool", "Cool place"),
                            ("chilled", "Fridge"),
                            ("frozen", "Freezer"),
                        ],
                        max_length=12,
                        verbose_name="storage",
                    ),
                ),
                (
                    "allergens",
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
                        verbose_name="allergens",
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
                        verbose_name="suits",
                    ),
                ),
                (
                    "pickup_note",
                    models.TextField(blank=True, max_length=1000, verbose_name="pick-up note"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("active", "Available"),
                            ("reserved", "All promised"),
                            ("completed", "All handed over"),
                            ("expired", "Expired"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="active",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.category",
                        verbose_name="category",
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
                    "food",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.food",
                        verbose_name="food",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="accounts.organization",
                        verbose_name="organization",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "listing",
                "verbose_name_plural": "listings",
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "active")),
                        fields=["geohash", "-created_at"],
                        name="listing_by_cell",
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        django.contrib.postgres.indexes.OpClass(
                            models.Func(
                                models.F("category_id"),
                                django.db.models.expressions.CombinedExpression(
                                    models.F("category_id"), "+", models.Value(1)
                                ),
                                function="int4range",
                                template="%(function)s(%(expressions)s)",
                            ),
                            name="range_ops",
                        ),
                        django.contrib.postgres.indexes.OpClass(
                            models.F("location"), name="point_ops"
                        ),
                        condition=models.Q(("state", "active")),
                        name="listing_nearest",
                    ),
                    models.Index(fields=["owner", "-created_at", "-id"], name="listing_by_owner"),
                    models.Index(
                        condition=models.Q(("organization__isnull", False)),
                        fields=["organization", "-created_at", "-id"],
                        name="listing_by_organization",
                    ),
                    models.Index(
                        condition=models.Q(("state", "active")),
                        fields=["available_until"],
                        name="listing_by_end",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0)),
                        name="listings_listing_quantity_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("handed_over__gte", 0), ("promised__gte", 0), ("remaining__gte", 0)
                        ),
                        name="listings_listing_nothing_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "quantity",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("remaining"), "+", models.F("promised")
                                    ),
                                    "+",
                                    models.F("handed_over"),
                                ),
                            )
                        ),
                        name="listings_listing_books_balance",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("grams__gte", 0)),
                        name="listings_listing_grams_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["active", "reserved", "completed", "expired", "withdrawn"],
                            )
                        ),
                        name="listing_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("available_until__gt", models.F("available_from"))),
                        name="listing_ends_later",
                    ),
                ],
            },
        ),
        require_event("listings_listing", "listing"),
    ]
