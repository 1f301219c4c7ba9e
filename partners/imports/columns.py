"""What a column may mean, by kind of file, and what it is called in the files of others."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from partners.imports.enums import ImportKind

Words = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Column:
    """One thing a line can say.

    Args:
        name: of the field, as the API calls it.
        label: for people.
        words: what its header may be, by language; the first one is that of our templates.
        example: for the template.
        is_required: whether a file without it says nothing.
    """

    name: str
    label: StrOrPromise
    words: Words = field(hash=False)
    example: str = ""
    is_required: bool = False


def _words(en: str, es: str, fr: str) -> Words:
    told = {"en": en, "es": es, "fr": fr}
    return {
        language: tuple(part.strip() for part in said.split("|")) for language, said in told.items()
    }


ID = Column(
    "id",
    _("Your own id"),
    _words(
        "id|external id|reference|ref|sku|item id|item no|code|article number",
        "id|identificador|referencia|ref|código|id externo|n.º",
        "id|identifiant|référence|réf|code|id externe|n°",
    ),
    "A-1",
)
LATITUDE = Column(
    "latitude",
    _("Latitude"),
    _words("latitude|lat", "latitud|lat", "latitude|lat"),
)
LONGITUDE = Column(
    "longitude",
    _("Longitude"),
    _words("longitude|lon|lng|long", "longitud|lon|lng", "longitude|lon|lng"),
)
FOOD = Column(
    "food",
    _("Food"),
    _words(
        "food|item|product|product name|description|foodstuff",
        "alimento|producto|artículo|nombre del producto",
        "aliment|produit|article|denrée|désignation|nom du produit",
    ),
    "tomatoes",
    is_required=True,
)
QUANTITY = Column(
    "quantity",
    _("Quantity"),
    _words(
        "quantity|qty|amount|how much|number",
        "cantidad|cant|cuánto|número",
        "quantité|qté|qte|combien|nombre",
    ),
    "2.5",
    is_required=True,
)
UNIT = Column(
    "unit",
    _("Unit"),
    _words("unit|units|measure|uom", "unidad|unidades|medida|ud", "unité|unités|mesure"),
    "kg",
)
DIETS = Column(
    "diets",
    _("Suits"),
    _words("diets|diet|suits", "dietas|dieta|apto para", "régimes|régime|convient à"),
)

LISTINGS = (
    ID,
    FOOD,
    QUANTITY,
    UNIT,
    Column(
        "available_until",
        _("Available until"),
        _words(
            "available until|until|end|end date|collect by|pick up by",
            "disponible hasta|hasta|fin|fecha límite|recoger antes de",
            "disponible jusqu'au|jusqu'au|jusqu'à|fin|date limite|à retirer avant",
        ),
        "{soon}",
    ),
    Column(
        "available_from",
        _("Available from"),
        _words(
            "available from|from|start|start date",
            "disponible desde|desde|inicio",
            "disponible dès|à partir du|dès|début",
        ),
    ),
    Column(
        "best_before",
        _("Best before"),
        _words(
            "best before|bb|bbe|best by",
            "consumo preferente|consumir preferentemente antes de|preferente",
            "à consommer de préférence avant|ddm|dluo|meilleur avant",
        ),
    ),
    Column(
        "use_by",
        _("Use by"),
        _words(
            "use by|expires|expiry|expiry date|expiration date|exp",
            "caducidad|fecha de caducidad|caduca|vence|vencimiento",
            "à consommer avant|à consommer jusqu'au|dlc|péremption|date de péremption",
        ),
    ),
    Column(
        "title",
        _("Title"),
        _words("title|headline", "título", "titre|intitulé"),
    ),
    Column(
        "storage",
        _("Storage"),
        _words("storage|stored|kept", "conservación|almacenamiento", "conservation|stockage"),
    ),
    Column(
        "allergens",
        _("Allergens"),
        _words("allergens|contains", "alérgenos|contiene", "allergènes|contient"),
    ),
    DIETS,
    Column(
        "pickup_note",
        _("Pick-up note"),
        _words(
            "note|pick-up note|pickup note|notes|remark|comment",
            "nota|nota de recogida|observaciones|comentario",
            "note|note de retrait|remarque|commentaire|observations",
        ),
        "back door",
    ),
    Column(
        "home_cooked",
        _("Home-cooked"),
        _words("home-cooked|home made|homemade", "casero|hecho en casa", "fait maison"),
    ),
    Column(
        "ingredients",
        _("Ingredients"),
        _words("ingredients", "ingredientes", "ingrédients"),
    ),
    LATITUDE,
    LONGITUDE,
)
CATEGORY = Column(
    "category",
    _("Kind of food"),
    _words("category|kind of food", "categoría|tipo de alimento", "catégorie|type d'aliment"),
)
REQUESTS = (
    ID,
    Column("food", FOOD.label, FOOD.words, FOOD.example),
    CATEGORY,
    QUANTITY,
    UNIT,
    Column(
        "needed_by",
        _("Needed by"),
        _words(
            "needed by|need by|by|by when|until|deadline|due|due date",
            "necesario para|para cuándo|hasta|fecha límite|plazo",
            "nécessaire pour|pour quand|avant le|jusqu'au|échéance|date limite",
        ),
        "{soon}",
        is_required=True,
    ),
    Column(
        "note",
        _("Note"),
        _words(
            "note|notes|remark|comment|details",
            "nota|notas|observaciones|comentario|detalles",
            "note|notes|remarque|commentaire|précisions",
        ),
        "for the Friday meal",
    ),
    DIETS,
    Column(
        "avoid_allergens",
        _("Allergens to avoid"),
        _words(
            "allergens to avoid|avoid allergens|avoid|without|allergens",
            "alérgenos a evitar|evitar|sin|alérgenos",
            "allergènes à éviter|éviter|sans|allergènes",
        ),
    ),
    LATITUDE,
    LONGITUDE,
)
ORGANIZATIONS = (
    ID,
    Column(
        "name",
        _("Name"),
        _words(
            "name|organization|organisation|organization name",
            "nombre|organización|entidad",
            "nom|organisation|association|structure",
        ),
        "Riverside Pantry",
        is_required=True,
    ),
    Column(
        "kind",
        _("What it is"),
        _words("kind|type|what it is|category", "tipo|clase|categoría", "type|genre|catégorie"),
        "pantry",
    ),
    Column("latitude", LATITUDE.label, LATITUDE.words, "51.7520", is_required=True),
    Column("longitude", LONGITUDE.label, LONGITUDE.words, "-1.2577", is_required=True),
    Column(
        "address",
        _("Address"),
        _words("address|street", "dirección|calle", "adresse|rue"),
        "1 River Street",
    ),
    Column(
        "description",
        _("About"),
        _words("description|about", "descripción|acerca de", "description|à propos|présentation"),
    ),
    Column(
        "opening_hours",
        _("Opening hours"),
        _words(
            "opening hours|hours|open|opening times",
            "horario|horario de apertura|horas",
            "horaires|heures d'ouverture|ouverture",
        ),
        "mon 9:00-12:00; fri 14:00-18:00",
    ),
    Column(
        "accepts",
        _("Accepts"),
        _words("accepts|takes", "acepta|recibe", "accepte|reçoit"),
    ),
    Column(
        "place_is_public",
        _("Show the exact place to everyone"),
        _words("public place|place is public", "lugar público", "lieu public"),
    ),
)
COLUMNS: Mapping[str, tuple[Column, ...]] = {
    ImportKind.LISTINGS: LISTINGS,
    ImportKind.REQUESTS: REQUESTS,
    ImportKind.ORGANIZATIONS: ORGANIZATIONS,
}
# A surplus has to end some day, and a request has to say what is needed.
ONE_OF: Mapping[str, tuple[str, ...]] = {
    ImportKind.REQUESTS: ("food", "category"),
    ImportKind.LISTINGS: ("available_until", "use_by", "best_before"),
}


def columns_of(kind: str) -> tuple[Column, ...]:
    return COLUMNS[kind]


def column_of(kind: str, name: str) -> Column:
    return next(column for column in COLUMNS[kind] if column.name == name)
