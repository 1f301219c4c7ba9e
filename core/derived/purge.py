from django.apps import apps

from core.derived.models import DerivedModel


def purge_expired() -> int:
    """Delete every derived row past its expiry, in all apps.

    Returns:
        How many rows went.
    """
    derived = [model for model in apps.get_models() if issubclass(model, DerivedModel)]
    return sum(model.objects.expired().delete()[0] for model in derived)
