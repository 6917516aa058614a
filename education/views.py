from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Says honestly that this part is being built, and for whom."""
    context = {
        "title": _("Learning"),
        "text": _(
            "Here education and sectors will compare professional profiles with what courses teach."
        ),
        "line_code": "1.3",
    }
    return render(request, "dashboard/under_construction.html", context)
