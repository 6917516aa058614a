from slimsamenwerken.programme.pages.action import action
from slimsamenwerken.programme.pages.action_list import action_list

__all__ = ["action", "action_list"]
