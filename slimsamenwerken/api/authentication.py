"""`Authorization: Bearer <key>`; no session, no cookie."""

from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from slimsamenwerken.accounts.models import User
from slimsamenwerken.api.callers import Caller, KeyRefusedError, caller_of
from slimsamenwerken.core.logs import bind_person, log_event

SCHEME: Final = "bearer"


class KeyAuthentication(BaseAuthentication):
    """`request.auth` is a Caller, also for a visitor; `request.user` is who made the key."""

    def authenticate(self, request: Request) -> tuple[User | AnonymousUser, Caller]:
        header = request.META.get("HTTP_AUTHORIZATION", "")
        if not header:
            return AnonymousUser(), Caller()
        scheme, _space, text = header.partition(" ")
        if scheme.lower() != SCHEME:
            raise AuthenticationFailed
        now = timezone.now()
        try:
            caller = caller_of(text.strip(), now=now, today=timezone.localdate(now))
        except KeyRefusedError:
            log_event("api.key_refused", result="refused")
            raise AuthenticationFailed from None
        user = caller.viewer.user
        assert user is not None  # noqa: S101 - a key has a maker
        bind_person(user_id=user.pk, organisation_id=caller.viewer.organisation_id)
        return user, caller

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002
        return "Bearer"


class _Documented(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = KeyAuthentication
    name = "ApiKey"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:  # noqa: ARG002
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "Sleutel van een API-client, gemaakt op de pagina van de organisatie.",
        }
