from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Says honestly that this part is being built, and for whom."""
    context = {
        "title": _("Procurement"),
        "text": _(
            "Here local governments, schools and universities will look up circular procurement criteria, put them in a basket and export them into a tender document."
        ),
        "line_code": "1.1",
    }
    return render(request, "dashboard/under_construction.html", context)
