"""Template tags of the page frame and the components: links that keep their state, forms, dates.

Load with `{% load frame %}`. Tags that draw a component render the include of the same name.
"""

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from crispy_forms.helper import FormHelper
from django import forms, template
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from slimsamenwerken.core import dates, links
from slimsamenwerken.core.context import MOMENT_PARAMETERS
from slimsamenwerken.core.forms import form_helper
from slimsamenwerken.core.numbers import (
    NO_BREAK_SPACE,
    format_decimal,
    format_euro,
    format_percent,
)

register = template.Library()


# ── links ────────────────────────────────────────────────────────────────────────────────────
@register.simple_tag
def link_to(key: str, *known: Any) -> str:
    """`{% link_to "api.clients" x as url %}`: the address that another app gives, or nothing."""
    return links.link_to(key, *known)


@register.simple_tag(takes_context=True)
def url_at(context: template.Context, name: str, *args: Any, **kwargs: Any) -> str:
    """`{% url_at 'programme:action-detail' code=x %}`: the address, at the moment of this page.

    Keyword `_query` adds parameters ("status=achieved&sort=code").
    """
    extra = kwargs.pop("_query", "")
    address = reverse(name, args=args or None, kwargs=kwargs or None)
    return address + _moment_query(context.get("request"), extra)


@register.filter
def at_moment(address: str, request: HttpRequest) -> str:
    """`{{ thing.get_absolute_url|at_moment:request }}`: that address at the moment of the page."""
    path, _mark, query = str(address).partition("?")
    path, _hash, fragment = path.partition("#") if not query else (path, "", "")
    if query:
        query, _hash, fragment = query.partition("#")
    tail = f"#{fragment}" if fragment else ""
    return path + _moment_query(request, query) + tail


def _moment_query(request: HttpRequest | None, extra: str) -> str:
    query = QueryDict(extra, mutable=True)
    if request is not None:
        for name in MOMENT_PARAMETERS:
            if request.GET.get(name) and name not in query:
                query[name] = request.GET[name]
    return f"?{query.urlencode()}" if query else ""


# ── sorting ──────────────────────────────────────────────────────────────────────────────────
class Sort(NamedTuple):
    """What `components/sort_header.html` draws."""

    url: str
    state: str


@register.simple_tag(takes_context=True)
def sort_state(context: template.Context, key: str, default: str = "") -> Sort:
    """Address that sorts by `key` (again: reversed) and "ascending", "descending" or "".

    The order lives in `?sort=key` or `?sort=-key`; `default` is the order without parameter.
    """
    request: HttpRequest = context["request"]
    current = request.GET.get("sort", default)
    state = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    query = request.GET.copy()
    query["sort"] = f"-{key}" if state == "ascending" else key
    query.pop("page", None)
    return Sort(f"?{query.urlencode()}", state)


# ── forms ────────────────────────────────────────────────────────────────────────────────────
class ErrorLink(NamedTuple):
    """One line of the error summary; `anchor` is empty for an error of the whole form."""

    anchor: str
    message: str


@register.simple_tag
def error_links(form: forms.BaseForm) -> list[ErrorLink]:
    """Errors in the order of the fields, each with the id that its link jumps to."""
    links = [ErrorLink("", str(text)) for text in form.non_field_errors()]
    for field in form:
        links += [ErrorLink(anchor_of(field), str(text)) for text in field.errors]
    return links


@register.filter
def anchor_of(field: forms.BoundField) -> str:
    """Id of the control itself; a group of choices has none, so its first choice is used."""
    if field.is_hidden:
        return ""
    if isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{field.auto_id}_0" if len(field.subwidgets) else f"div_{field.auto_id}"
    return str(field.id_for_label or field.auto_id)


@register.simple_tag
def helper_for(
    form: forms.BaseForm, submit: str, cancel_url: str = "", action: str = ""
) -> FormHelper:
    """House helper for a form that is not ours: `{% helper_for form label as helper %}`.

    `action` is where it goes when that is not this address.

    Placeholders repeat the label, and a link in a hint is read out as plain words: both go.
    """
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        if "<a " in str(field.help_text):
            field.help_text = ""
    helper = form_helper(form, submit_label=submit, cancel_url=cancel_url)
    helper.form_action = action
    return helper


# ── days, moments, numbers (core.dates and core.numbers decide how they read) ────────────────
@register.filter
def day(value: dt.date | None) -> str:
    """23 november 2026 (of a moment: its day in Brussels)."""
    return dates.long_date(value) if value else ""


@register.filter
def day_short(value: dt.date | None) -> str:
    """23/11/2026, for tables."""
    return dates.short_date(value) if value else ""


@register.filter
def moment(value: dt.datetime | None) -> str:
    """23 november 2026, 14.30 uur."""
    return dates.long_moment(value) if value else ""


@register.filter
def moment_short(value: dt.datetime | None) -> str:
    """23/11/2026 14.30, for tables."""
    return dates.short_moment(value) if value else ""


@register.filter
def iso(value: dt.date | None) -> str:
    """Machine form for `<time datetime>`."""
    return value.isoformat() if value else ""


@register.filter
def number(value: Decimal | int | None, decimals: int | None = None) -> str:
    """1.234,5; nothing for a missing value: say in words what is missing."""
    return "" if value is None else format_decimal(value, decimals)


@register.filter
def percent(value: Decimal | int | None, decimals: int = 1) -> str:
    """12,3 % of a value that is already in percent."""
    return "" if value is None else format_percent(value, decimals)


@register.filter
def euro(value: Decimal | int | None) -> str:
    """€ 1.234,50."""
    return "" if value is None else format_euro(value)


@register.filter
def unit(value: str, symbol: str) -> str:
    """A written number and its unit, joined by a space that does not break."""
    return f"{value}{NO_BREAK_SPACE}{symbol}" if symbol else str(value)


# Wider than the narrowest screen at the size of a heading; Chromium on a desktop has no Dutch
# dictionary to hyphenate with, and would break anywhere.
LONG_WORDS = {"Toegankelijkheidsverklaring": "Toegankelijkheids\u00adverklaring"}


@register.filter
def soft(text: object) -> str:
    """For headings: a long word gets the place where it may break."""
    words = str(text).split(" ")
    return " ".join(LONG_WORDS.get(word, word) for word in words)


@register.filter
def address(email: str) -> SafeString:
    """An e-mail address that breaks after its @ and not in the middle of a word."""
    name, _at, host = email.partition("@")
    return format_html("{}@<wbr>{}", name, host)


# ── components as tags ───────────────────────────────────────────────────────────────────────
# A page draws hundreds, of a few kinds: each kind is rendered once per process.
@lru_cache(maxsize=512)
def _drawn(template: str, **known: str) -> SafeString:
    return render_to_string(template, known)


@register.simple_tag
def status_badge(code: str, label: str, variant: str = "") -> SafeString:
    """Tile, word and colour. `code` empty = no status declared; variant "", "plain" or "lg"."""
    return _drawn("components/status_badge.html", code=code, label=str(label), variant=variant)


@register.simple_tag
def status_tile(code: str) -> SafeString:
    """The tile alone: only inside a link that carries the full name."""
    return _drawn("components/status_tile.html", code=code)


@register.filter
def pair(columns: list[Any], cells: list[Any]) -> list[tuple[Any, Any]]:
    """Columns with their cells; a row of another length is a fault of the caller."""
    return list(zip(columns, cells, strict=True))
