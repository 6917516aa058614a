"""The door for who sent a form after their session had ended."""

from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.accounts.entrance_forms import LoginForm
from slimsamenwerken.core import kept


@never_cache
def keep_form(request: PortalRequest, *, user: int | None) -> HttpResponse:
    """The login page, with what was filled in sealed in its form."""
    here = request.get_full_path()
    origin = _origin(request)
    if origin and urlsplit(origin).path != request.path:
        return redirect(_login(origin))  # a button on another page: that is where one goes on
    sealed = _sealed(request, user)
    if not sealed:
        return redirect(_login(here))
    context = {
        "form": LoginForm(request=request, initial={"kept": sealed}),
        "action": _login(here),
        "keeps": True,
        "keeps_no_files": bool(request.FILES),
    }
    return render(request, "account/login.html", context, status=403)


def _sealed(request: PortalRequest, user: int | None) -> str:
    try:
        return kept.seal(request, user=user)
    except kept.TooLongError:
        text = _(
            "What you filled in is too long to keep. Go back in your browser and copy it before "
            "you sign in."
        )
        messages.warning(request, text)
        return ""


def _login(target: str) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': target}, safe='/')}"


def _origin(request: PortalRequest) -> str:
    """The page of ours on which the button was, without its host."""
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return ""
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
