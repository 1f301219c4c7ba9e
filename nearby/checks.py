from typing import Any

from django.core.checks import CheckMessage, Error, register

from nearby.places import usual_place


@register
def default_place_is_a_place(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuses a `DEFAULT_PLACE` that is not on earth."""
    try:
        usual_place()
    except ValueError:
        return [
            Error(
                "DEFAULT_PLACE is not a place.",
                hint="Give degrees north and east, as in 51.75,-1.25, or nothing.",
                id="nearby.E001",
            )
        ]
    return []
