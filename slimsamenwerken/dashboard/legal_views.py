"""The legal pages and the help page. No session, no query: they also stand when the rest does not."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from slimsamenwerken.dashboard.legal import Section, Table
from slimsamenwerken.dashboard.legal_texts import PAGES

DAY = 24 * 60 * 60


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Toegankelijkheidsverklaring (EN 301 549), five headings in the order of the law."""
    return _page(request, "accessibility")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return _page(request, "privacy")


@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    """The table is made from the settings, so that it cannot lag behind them."""
    return _page(request, "cookies", extra=(_cookie_section(request),))


@require_safe
def reuse(request: HttpRequest) -> HttpResponse:
    return _page(request, "reuse")


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    return _page(request, "contact")


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    return _page(request, "api")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return _page(request, "help", template="dashboard/legal/help.html")


def _page(
    request: HttpRequest,
    key: str,
    *,
    extra: tuple[Section, ...] = (),
    template: str = "dashboard/legal/page.html",
) -> HttpResponse:
    page = PAGES[key]
    version = page.version_on(timezone.localdate())
    version = replace(version, sections=(*version.sections, *extra))
    context: dict[str, Any] = {
        "page": page,
        "version": version,
        "last_updated": version.valid_from,
    }
    return render(request, template, context)


def _cookie_section(request: HttpRequest) -> Section:
    columns = ("Naam", "Doel", "Domein", "Verwerker", "Geldigheid")
    host = settings.SESSION_COOKIE_DOMAIN or request.get_host().partition(":")[0]
    at_close = settings.SESSION_EXPIRE_AT_BROWSER_CLOSE
    session = "tot u de browser sluit" if at_close else _period(settings.SESSION_COOKIE_AGE)
    rows = (
        (settings.SESSION_COOKIE_NAME, "Onthoudt dat u aangemeld bent.", host, "OVAM", session),
        (
            settings.CSRF_COOKIE_NAME,
            "Beschermt formulieren tegen misbruik door andere websites.",
            host,
            "OVAM",
            _period(settings.CSRF_COOKIE_AGE),
        ),
    )
    return Section(
        heading="Welke cookies zijn dat?",
        paragraphs=("U krijgt deze cookies pas als u zich aanmeldt of een formulier opent.",),
        table=Table("Cookies van dit portaal", columns, rows),
    )


def _period(seconds: int | None) -> str:
    if seconds is None:
        return "tot u de browser sluit"
    if seconds < DAY:
        return f"{seconds // 60} minuten"
    days = seconds // DAY
    return "1 dag" if days == 1 else f"{days} dagen"
