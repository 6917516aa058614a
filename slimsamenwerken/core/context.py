"""What every page needs around its content: menu, language, peildatum, site slots."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import Promise
from django.utils.translation import get_language, override

from slimsamenwerken.core.navigation import navigation

DUTCH, ENGLISH = "nl-be", "en"
# A page at a past date keeps that date on the way to the next page.
MOMENT_PARAMETERS = ("as_of", "known_at")


@dataclass(frozen=True)
class MenuLink:
    """A menu entry as drawn: `is_current` for the section, `is_here` for this very page."""

    key: str
    label: str | Promise
    url: str
    is_current: bool
    is_here: bool


class Frame:
    """The surroundings of one page; each part is computed only when a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def moment_query(self) -> str:
        """`?as_of=…&known_at=…` of this request, or nothing: links in the frame keep it."""
        query = self._request.GET.copy()
        for name in set(query) - set(MOMENT_PARAMETERS):
            del query[name]
        return f"?{query.urlencode()}" if query else ""

    @cached_property
    def menu(self) -> list[MenuLink]:
        """Entries for who is asking; raises NoReverseMatch when an entry leads nowhere."""
        path = self._request.path
        viewer = getattr(self._request, "viewer", None)
        shown = [item for item in navigation if item.shown_to(viewer)]
        urls = {item.key: reverse(item.url_name) for item in shown}
        home = reverse_home()
        current = max(
            (url for url in urls.values() if url != home and path.startswith(url)),
            key=len,
            default=home,
        )
        return [
            MenuLink(
                key=item.key,
                label=item.label,
                url=urls[item.key],
                is_current=urls[item.key] == current,
                is_here=urls[item.key] == path,
            )
            for item in shown
        ]

    @cached_property
    def section(self) -> str:
        """Name of the section for the title; empty on the first page of that section."""
        return next((str(x.label) for x in self.menu if x.is_current and not x.is_here), "")

    @cached_property
    def moment(self) -> Any:
        """The moment the page shows (core.moments), or nothing on pages without one."""
        return getattr(self._request, "moment", None)

    @cached_property
    def today_url(self) -> str:
        """This page without a reference date."""
        query = self._request.GET.copy()
        for name in MOMENT_PARAMETERS:
            query.pop(name, None)
        return f"{self._request.path}?{query.urlencode()}" if query else self._request.path

    @cached_property
    def organisation(self) -> Any:
        """The organisation the signed-in user acts for, set by the accounts middleware."""
        membership = getattr(self._request, "membership", None)
        return getattr(membership, "organisation", None)

    @property
    def language(self) -> str:
        return "en" if self.is_translation else "nl-BE"

    @property
    def is_translation(self) -> bool:
        return (get_language() or DUTCH).startswith(ENGLISH)

    @cached_property
    def twin_url(self) -> str:
        """The same page in the other language, or its home page when this one has no twin."""
        language = DUTCH if self.is_translation else ENGLISH
        # path_info: translate_url resolves paths without the prefix the portal may live under.
        here = self._request.path_info
        query = urlsplit(self._request.get_full_path()).query
        full = f"{here}?{query}" if query else here
        twin = str(translate_url(full, language))
        if twin == full:
            with override(language):
                return reverse_home()
        return twin

    @cached_property
    def login_next(self) -> str:
        return self._request.get_full_path()

    @property
    def logo_url(self) -> str:
        return str(settings.LOGO_URL)

    @property
    def is_test(self) -> bool:
        return bool(settings.TEST_ENVIRONMENT)


def reverse_home() -> str:
    """Address of the home page in the active language."""
    return reverse("dashboard:home")


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame`, lazily filled."""
    return {"frame": Frame(request)}
