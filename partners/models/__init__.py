from partners.models.need_lists import NeedLine, NeedList

__all__ = ["NeedLine", "NeedList"]
