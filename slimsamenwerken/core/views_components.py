"""`/components/`: every component in all its states, for the people who build and test pages.

Only with DEBUG. The texts are examples and stay Dutch; they are not part of the portal.
"""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from slimsamenwerken.core.forms import (
    CleanTextField,
    DutchDateField,
    DutchDecimalField,
    FilterForm,
    PortalForm,
)

STATUSES = (
    ("not_started", "niet gestart"),
    ("started", "opgestart"),
    ("on_track", "in uitvoering/op schema"),
    ("attention", "bijzondere aandacht nodig"),
    ("action_needed", "bijkomende actie noodzakelijk"),
    ("achieved", "gerealiseerd"),
    ("stopped", "stopgezet"),
    ("unknown", "niet te berekenen"),
    ("none", "geen status opgegeven"),
)
PRECISIONS = (("day", "op de dag"), ("month", "op de maand"), ("year", "op het jaar"))


class ExampleForm(PortalForm):
    """One field of every kind."""

    submit_label = "Mijlpaal verplaatsen"
    due_on = DutchDateField(label="Nieuwe datum", help_text="Bijvoorbeeld 31/03/2017.")
    precision = forms.ChoiceField(
        label="Hoe nauwkeurig is die datum?", choices=PRECISIONS, widget=forms.RadioSelect
    )
    amount = DutchDecimalField(label="Waarde", help_text="Bijvoorbeeld 1234,5.", required=False)
    reason = CleanTextField(
        label="Waarom verschuift de mijlpaal?",
        help_text="Minstens 10 tekens. Iedereen kan deze reden lezen.",
        lines=True,
        min_length=10,
    )
    decided_by = forms.ChoiceField(
        label="Wie besliste dit?",
        choices=[("", "Kies een actor"), ("a", "Voorbeeldorganisatie")],
    )
    evidence = forms.FileField(label="Bewijsstuk", required=False)
    is_public = forms.BooleanField(label="Iedereen mag dit lezen")


class ExampleFilters(FilterForm):
    """Check boxes, a word, a menu, a date and a single box."""

    line = forms.MultipleChoiceField(
        label="Actielijn",
        choices=[("1.1", "1.1 Duurzaam aankopen"), ("1.2", "1.2 Bedrijventerreinen")],
        widget=forms.CheckboxSelectMultiple,
    )
    q = CleanTextField(label="Woord in titel of tekst")
    declared = forms.ChoiceField(label="Opgegeven status", choices=[("", "Alle"), *STATUSES])
    since = DutchDateField(label="Gewijzigd sinds")
    late = forms.BooleanField(label="te laat")


def components(request: HttpRequest) -> HttpResponse:
    """Shows the components; 404 outside DEBUG."""
    if not settings.DEBUG:
        raise Http404
    messages.success(request, "De mijlpaal is verplaatst.")
    filters = ExampleFilters(request.GET or {"line": ["1.1", "1.2"], "declared": "achieved"})
    broken = ExampleForm({"due_on": "31/02/2017", "amount": "1.234", "reason": "later"})
    context = {
        **_examples(),
        "statuses": STATUSES,
        "filters": filters,
        "broken_filters": ExampleFilters({"declared": "blauw"}, prefix="fout"),
        "empty_form": ExampleForm(cancel_url="."),
        "broken_form": broken,
        "page_obj": Paginator(range(240), 20).get_page(request.GET.get("page", 3)),
        "breadcrumbs": [("Acties", "#"), ("1.2 Bedrijventerreinen", "#")],
        "breadcrumb_here": "Componenten",
        "example_text": "Alles op deze pagina is verzonnen.",
        "last_updated": date(2026, 11, 23),
    }
    return render(request, "components/all.html", context)


def _examples() -> dict[str, Any]:
    moment = datetime(2026, 11, 23, 13, 30, tzinfo=UTC)
    return {
        "moment": moment,
        "declared": {"code": "on_track", "label": "in uitvoering/op schema", "text": "Opgegeven."},
        "computed": {
            "code": "attention",
            "label": "bijzondere aandacht nodig",
            "text": "M2 is te laat.",
        },
        "how": ["De eerste regel die past, telt.", "Regel S3 past: een mijlpaal is te laat."],
        "events": [
            {"date": "2013", "text": "De scan wordt ontwikkeld.", "note": "Afgeleid."},
            {
                "date": "september 2015",
                "text": "77 scans uitgevoerd.",
                "code": "started",
                "label": "opgestart",
            },
            {"date": "31 december 2015", "text": "In uitvoering.", "kind": "now"},
            {"date": "31 december 2016", "text": "einde van het programma.", "kind": "plan"},
        ],
        "rows": [("Datum", "31 december 2016"), ("Al verplaatst", "0 keer", "(sinds 2013)")],
        "exports": [("CSV", "#csv"), ("XLSX", "#xlsx")],
        "columns": [
            {"label": "Indicator"},
            {"label": "Waarde", "unit": "aantal", "numeric": True},
            {"label": "Gemeten"},
        ],
        "cells": [
            ("K2 Materialenscans", "77", "september 2015"),
            ("K3 Aankopers", None, "niet vermeld"),
        ],
        "foot": ("Totaal", "77", ""),
        "changes": [
            {
                "at": moment,
                "who": "V. Voorbeeld",
                "source": "web",
                "field": "Titel",
                "before": None,
                "after": "Materialenscan",
            },
            {
                "at": "vanaf 31/12/2015",
                "who": "startgegevens",
                "source": "",
                "field": "Einddatum",
                "before": "31/12/2015",
                "after": "31/12/2016",
            },
        ],
        "steps": [
            {"label": "Gegevens", "state": "klaar", "kind": "ok", "url": "#"},
            {"label": "Controle", "state": "bezig", "kind": "check"},
            {"label": "Versturen", "state": "wacht", "kind": "wait"},
        ],
        "legend": [
            {"code": code, "label": label, "count": n} for n, (code, label) in enumerate(STATUSES)
        ],
        "tiles": [
            {"url": f"#t-{code}", "name": f"1.1.0{n} Voorbeeld", "code": code, "status": label}
            for n, (code, label) in enumerate(STATUSES)
        ],
        "error_links": [{"anchor": "", "message": "Iemand anders wijzigde dit intussen."}],
    }
