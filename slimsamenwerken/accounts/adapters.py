"""What allauth asks us: who may sign up, where to go, what to say, and what to count."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.accounts import open_sessions, sessions
from slimsamenwerken.accounts.limits import too_many_requests
from slimsamenwerken.accounts.links import password_link
from slimsamenwerken.core.logs import log_event


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """An admin makes accounts; nobody signs up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address or the password is wrong. Try again."),
        "incorrect_password": _("This password is wrong. Try again."),
        "enter_current_password": _("Give the password that you use now."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's
        return False

    def is_safe_url(self, url: str) -> bool:
        """After signing in only our own pages: not even other hosts that we answer for."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return reverse("accounts:own-account")

    def get_reset_password_from_key_url(self, key: str) -> str:
        return password_link(key)

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        sessions.begin(request.session, timezone.now())
        browser = request.headers.get("User-Agent", "")
        open_sessions.note(request.session, user=user, user_agent=browser)
        log_event("login", objects={"user": user.pk})

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002
        log_event("login", result="refused")

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Too many attempts get the page with the waiting time, not a sentence in the form."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise ImmediateHttpResponse(too_many_requests(request)) from error
