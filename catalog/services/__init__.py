"""The two ways foods get into the catalog: our own data, and lists of plants."""

from catalog.services.importing import ImportReport, import_plants
from catalog.services.loading import LoadReport, load_catalog

__all__ = ["ImportReport", "LoadReport", "import_plants", "load_catalog"]
