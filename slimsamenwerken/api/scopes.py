"""What a key may be used for; the role of who made it sets the limit of what that opens."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.registry import Registry


@dataclass(frozen=True)
class Scope:
    """`code` as the outside writes it: `<app>:read`, `<app>:write` or a word of its own."""

    code: str
    label: str | Promise
    order: int = 0

    @property
    def key(self) -> str:
        return self.code.replace(":", ".")


scopes: Registry[Scope] = Registry("api.scopes")

FEED_READ: Final = "feed:read"
WEBHOOKS_MANAGE: Final = "webhooks:manage"


def announce() -> None:
    scopes.add(Scope(FEED_READ, _("follow changes that are not public"), order=80))
    scopes.add(Scope(WEBHOOKS_MANAGE, _("manage its own webhooks"), order=81))
