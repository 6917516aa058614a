from slimsamenwerken.programme.pages.action import action
from slimsamenwerken.programme.pages.action_list import action_list
from slimsamenwerken.programme.pages.actor import actor
from slimsamenwerken.programme.pages.actor_list import actor_list
from slimsamenwerken.programme.pages.indicator import indicator
from slimsamenwerken.programme.pages.indicator_list import indicator_list
from slimsamenwerken.programme.pages.milestone_list import milestone_list

__all__ = [
    "action",
    "action_list",
    "actor",
    "actor_list",
    "indicator",
    "indicator_list",
    "milestone_list",
]
