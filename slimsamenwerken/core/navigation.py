"""The main menu. Apps announce their entry in `portal.py`; the page frame reads it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from slimsamenwerken.core.registry import Registry


def everyone(_viewer: Any) -> bool:
    """The default audience: also visitors."""
    return True


@dataclass(frozen=True)
class NavItem:
    """One entry of the main menu.

    `key` is dotted and public; `url_name` must reverse without arguments, otherwise the page
    fails (a menu that hides a broken link would hide the fault); `shown_to` gets who is asking
    (`request.viewer`), or None on an error page that came before anyone looked.
    """

    key: str
    label: str | Promise
    url_name: str
    order: int = 100
    shown_to: Callable[[Any], bool] = everyone


navigation: Registry[NavItem] = Registry("navigation")
