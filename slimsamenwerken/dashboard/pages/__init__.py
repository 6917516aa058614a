"""What the first page, the lines and the own tasks show: plain contexts for the templates."""

from slimsamenwerken.dashboard.pages.home import home
from slimsamenwerken.dashboard.pages.lines import line, lines
from slimsamenwerken.dashboard.pages.parts import ALL
from slimsamenwerken.dashboard.pages.tasks import tasks

__all__ = ["ALL", "home", "line", "lines", "tasks"]
