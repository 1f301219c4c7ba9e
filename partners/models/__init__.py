from partners.models.imports import ExternalId, Import, ImportMapping, ImportProblem, SeenId
from partners.models.need_lists import NeedLine, NeedList

__all__ = [
    "ExternalId",
    "Import",
    "ImportMapping",
    "ImportProblem",
    "NeedLine",
    "NeedList",
    "SeenId",
]
