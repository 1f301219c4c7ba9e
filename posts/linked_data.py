"""What listings and requests share in schema.org's words."""

from catalog.units import quantity_text
from core.linked_data import Linked, area_of, whole_url
from posts.models import Post
from posts.shapes import decimal_text


def post_linked(post: Post) -> Linked:
    """What, how much of it is left, and in which area; never a person, never a place."""
    url = whole_url(post.get_absolute_url())
    return {
        "@id": url,
        "url": url,
        "name": str(post),
        "itemOffered": {
            "@type": "Product",
            "name": post.subject_name,
            "category": post.category.name,
        },
        "eligibleQuantity": {
            "@type": "QuantitativeValue",
            "value": decimal_text(post.remaining),
            "unitText": post.unit,
            "description": quantity_text(post.remaining, post.unit),
        },
        "areaServed": area_of(post.cell),
    }
