"""Clients and keys: made, given, taken back; all by the manager of the organisation."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.accounts.models import Organisation, User
from slimsamenwerken.api.keys import NewKey, new_key
from slimsamenwerken.api.models import SLOTS, ApiClient, ApiKey
from slimsamenwerken.api.scopes import scopes as known
from slimsamenwerken.core.constraints import speaking
from slimsamenwerken.core.logs import log_event


@transaction.atomic
def make_client(
    *, organisation: Organisation, name: str, scopes: Iterable[str], by: User
) -> ApiClient:
    row = ApiClient(
        organisation=organisation, name=name.strip(), scopes=_sorted(scopes), made_by=by
    )
    _save(row)
    log_event("api.client_made", objects={"client": row.pk, "organisation": organisation.pk})
    return row


@transaction.atomic
def change_client(*, client: ApiClient, name: str, scopes: Iterable[str], by: User) -> None:
    """The one who changes it answers for it from now on: its rights follow their role."""
    client.name, client.scopes, client.made_by = name.strip(), _sorted(scopes), by
    _save(client)


@transaction.atomic
def end_client(*, client: ApiClient, by: User, now: datetime) -> None:
    """For good; all of its keys are taken back."""
    client.ended_at = now
    client.save(update_fields=["ended_at"])
    ApiKey.objects.standing().filter(client=client).update(revoked_at=now)
    log_event("api.client_ended", objects={"client": client.pk, "user": by.pk})


@transaction.atomic
def give_key(*, client: ApiClient, by: User, now: datetime, lasts: timedelta) -> NewKey:
    """A new key, of which the text can be shown this once. Expired ones make room."""
    ApiClient.objects.select_for_update().get(pk=client.pk)
    standing = ApiKey.objects.standing().filter(client=client)
    standing.filter(expires_at__lte=now).update(revoked_at=now)
    free = sorted(set(SLOTS) - set(standing.values_list("slot", flat=True)))
    if not free:
        raise ValidationError(_("A client has at most two keys. Take one back first."))
    fresh = new_key()
    row = ApiKey(
        client=client,
        slot=free[0],
        prefix=fresh.prefix,
        digest=fresh.digest,
        expires_at=now + lasts,
    )
    with speaking():
        row.save(force_insert=True)
    log_event("api.key_given", objects={"key": row.pk, "client": client.pk, "user": by.pk})
    return fresh


@transaction.atomic
def revoke_key(*, key: ApiKey, by: User, now: datetime) -> None:
    """At once; a second time changes nothing."""
    if ApiKey.objects.standing().filter(pk=key.pk).update(revoked_at=now):
        log_event("api.key_revoked", objects={"key": key.pk, "user": by.pk})


def _sorted(scopes: Iterable[str]) -> list[str]:
    chosen = set(scopes)
    strange = sorted(chosen - {scope.code for scope in known})
    if strange:
        raise ValidationError({"scopes": _("Choose scopes of the list.")})
    return [scope.code for scope in known if scope.code in chosen]


def _save(row: ApiClient) -> None:
    row.full_clean()
    with speaking():
        row.save()
