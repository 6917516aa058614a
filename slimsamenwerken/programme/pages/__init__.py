from slimsamenwerken.programme.pages.action import action
from slimsamenwerken.programme.pages.actions import action_list

__all__ = ["action", "action_list"]
