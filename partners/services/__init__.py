"""The verbs of imports: keyword-only, one transaction each."""

from partners.services.handing_over import hand_over
from partners.services.importing import Terms, import_list

__all__ = ["Terms", "hand_over", "import_list"]
