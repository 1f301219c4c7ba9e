"""A registry in which apps declare the personal data they keep.

Export and erasure walk it; a test refuses a model that points at a person without an entry.
"""

from core.privacy.registry import AREA, Erase, PersonalData, register, registered

__all__ = ["AREA", "Erase", "PersonalData", "register", "registered"]
