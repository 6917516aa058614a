"""Addresses that others write down: absolute, Dutch, and the same whoever asks."""

from typing import Any, Final

from django.urls import reverse
from django.utils import translation

from slimsamenwerken.api.wire import page_url

LANGUAGE: Final = "nl-be"


def lasting_id(name: str, public_id: Any) -> str:
    """`https://<host>/id/<name>/<uuid>`, which leads to the page or the data for ever."""
    return page_url(reverse("open_data:id", args=[name, public_id]))


def page_of(url_name: str) -> str:
    """A page by its Dutch address."""
    with translation.override(LANGUAGE):
        return page_url(reverse(url_name))


def catalogue_page() -> str:
    """The names of the catalogue and of its parts are places on this page."""
    return page_of("catalogue:page")


def file_of(ending: str, dataset: str) -> str:
    return page_url(reverse(f"open_data:{ending}", args=[dataset]))


def one_of(dataset: str, public_id: Any) -> str:
    """One thing of a dataset, as linked data."""
    return page_url(reverse("open_data:one", args=[dataset, public_id]))
