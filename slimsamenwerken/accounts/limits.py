"""Limits on signing in: counted by allauth, answered by our page with the time to wait."""

from collections.abc import Iterator
from math import ceil
from time import time
from typing import Final

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from slimsamenwerken.core import error_views
from slimsamenwerken.core.logs import log_event

APP: Final = "allauth.account"
# Which of allauth's counters a page uses, and the field that names the account there.
COUNTERS: Final = {
    "account_login": (("login", "login_failed"), "login"),
    "account_reset_password": (("reset_password",), "email"),
    "account_reset_password_from_key": (("reset_password_from_key",), ""),
    "account_change_password": (("change_password",), ""),
    "account_reauthenticate": (("reauthenticate",), ""),
}


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The handler of 429, by which allauth answers too."""
    log_event("attempts.limited", result="refused")
    return error_views.too_many_requests(request, exception, seconds_to_wait(request))


def seconds_to_wait(request: HttpRequest) -> int | None:
    """How long until every full counter of this page has room again; None when none is full."""
    ends = list(_ends(request))
    return max(1, ceil(max(ends) - time())) if ends else None


def _ends(request: HttpRequest) -> Iterator[float]:
    match = request.resolver_match
    actions, field = COUNTERS.get(str(match.url_name) if match else "", ((), ""))
    account = request.POST.get(field, "").strip().lower()
    for action in actions:
        for rate in ratelimit.get_rates(app=APP, action=action):
            key = _account_key(request, action, account)
            if rate.per == "user" and not request.user.is_authenticated:
                continue
            name = ratelimit.get_cache_key(request, app=APP, action=action, rate=rate, key=key)
            attempts = cache.get(name) or []  # newest first
            if len(attempts) >= rate.amount:
                yield attempts[-1] + rate.duration


def _account_key(request: HttpRequest, action: str, account: str) -> str:
    # As in allauth's adapter: the counter of failed logins is kept per site.
    return f"{request.get_host()}:{account}" if action == "login_failed" else account
