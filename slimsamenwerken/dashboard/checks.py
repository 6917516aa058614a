"""Deployment checks of the pages that the law asks for."""

from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Error

from slimsamenwerken.dashboard.legal import LegalPage, faults_of
from slimsamenwerken.dashboard.legal_texts import PAGES


def check_pages(pages: Iterable[LegalPage]) -> list[CheckMessage]:
    """One error per fault."""
    return [
        Error(fault, hint="Complete slimsamenwerken/dashboard/legal_texts.py.", id="dashboard.E001")
        for page in pages
        for fault in faults_of(page)
    ]


def check_legal_pages(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Registered in `dashboard/portal.py` for `check --deploy`."""
    return check_pages(PAGES.values())
