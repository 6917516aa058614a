from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Says honestly that this part is being built, and for whom."""
    context = {
        "title": _("Campaigns"),
        "text": _(
            "Here citizens and companies will join campaigns, info sessions and a 30-day challenge."
        ),
        "line_code": "1.5",
    }
    return render(request, "dashboard/under_construction.html", context)
