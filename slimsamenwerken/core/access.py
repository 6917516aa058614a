"""The one answer to "seen, but not allowed"."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRedirect


def login_or_forbid(request: HttpRequest) -> HttpResponse:
    """Who is not signed in gets the door; who is signed in gets a no (403).

    For a thing that the viewer may not even see, raise Http404 instead.
    """
    if request.user.is_authenticated:
        raise PermissionDenied
    door = redirect_to_login(request.get_full_path(), resolve_url("account_login"))
    # htmx follows a redirect by itself and would put the login page inside this one.
    return HttpResponseClientRedirect(door.url) if getattr(request, "htmx", False) else door
