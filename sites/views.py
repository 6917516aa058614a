from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Says honestly that this part is being built, and for whom."""
    context = {
        "title": _("Business parks"),
        "text": _(
            "Here companies, advisers and park managers will make a material scan, compare what-ifs, exchange residual streams and plan joint collection."
        ),
        "line_code": "1.2",
    }
    return render(request, "dashboard/under_construction.html", context)
