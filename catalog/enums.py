"""The fixed vocabularies of food: how it is kept, who may eat it, which unit it is counted in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Storage(models.TextChoices):
    """Where food keeps: a cupboard, a cellar (8-15 °C), a fridge (0-5 °C), a freezer (-18 °C)."""

    AMBIENT = "ambient", _("Cupboard")
    COOL = "cool", _("Cool place")
    CHILLED = "chilled", _("Fridge")
    FROZEN = "frozen", _("Freezer")


class Allergen(models.TextChoices):
    """The 14 of Annex II of Regulation (EU) No 1169/2011, in its order."""

    GLUTEN = "gluten", _("Cereals with gluten")
    CRUSTACEANS = "crustaceans", _("Crustaceans")
    EGGS = "eggs", _("Eggs")
    FISH = "fish", _("Fish")
    PEANUTS = "peanuts", _("Peanuts")
    SOYBEANS = "soybeans", _("Soybeans")
    MILK = "milk", _("Milk")
    NUTS = "nuts", _("Nuts")
    CELERY = "celery", _("Celery")
    MUSTARD = "mustard", _("Mustard")
    SESAME = "sesame", _("Sesame")
    SULPHITES = "sulphites", _("Sulphites")
    LUPIN = "lupin", _("Lupin")
    MOLLUSCS = "molluscs", _("Molluscs")


class Diet(models.TextChoices):
    VEGETARIAN = "vegetarian", _("Vegetarian")
    VEGAN = "vegan", _("Vegan")
    HALAL = "halal", _("Halal")
    KOSHER = "kosher", _("Kosher")
    GLUTEN_FREE = "gluten_free", _("Gluten-free")
    LACTOSE_FREE = "lactose_free", _("Lactose-free")


class Unit(models.TextChoices):
    KG = "kg", _("kilograms")
    G = "g", _("grams")
    L = "l", _("litres")
    ML = "ml", _("millilitres")
    PIECE = "piece", _("pieces")
    BUNCH = "bunch", _("bunches")
    DOZEN = "dozen", _("dozens")
    LOAF = "loaf", _("loaves")
    JAR = "jar", _("jars")
    TIN = "tin", _("tins")
    BAG = "bag", _("bags")
    BOX = "box", _("boxes")
    TRAY = "tray", _("trays")
    PORTION = "portion", _("portions")
    PACK = "pack", _("packs")
    BOTTLE = "bottle", _("bottles")


class NameLanguage(models.TextChoices):
    """The language of a synonym: one of ours, scientific Latin, or not known."""

    ENGLISH = "en", _("English")
    SPANISH = "es", _("Spanish")
    FRENCH = "fr", _("French")
    LATIN = "la", _("Scientific")
    UNKNOWN = "und", _("Unknown")
