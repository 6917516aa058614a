from procurement.views.catalogue import criterion_detail, criterion_list, criterion_version
from procurement.views.groups import group_detail, home

__all__ = ["criterion_detail", "criterion_list", "criterion_version", "group_detail", "home"]
