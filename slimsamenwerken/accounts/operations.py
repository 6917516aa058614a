"""What changes accounts. A broken rule raises ValidationError and nothing is saved.

Log lines and history carry ids only. `by` is the administrator, or None for a command.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.accounts.links import password_key, password_link
from slimsamenwerken.accounts.models import Membership, Organisation, User
from slimsamenwerken.accounts.roles import Role
from slimsamenwerken.core.constraints import speaking
from slimsamenwerken.core.locks import wait_for_lock
from slimsamenwerken.core.logs import log_event
from slimsamenwerken.core.mail import Letter, queue_mail
from slimsamenwerken.core.models import OutgoingMail
from slimsamenwerken.core.text import slugify_nl
from slimsamenwerken.core.versions import require_version

Row = TypeVar("Row", bound=models.Model)
# What the forms show, and so what their version stands for.
USER_FIELDS = ("name", "email", "is_staff")
ORGANISATION_FIELDS = ("name", "kind")
MEMBERSHIP_FIELDS = ("until",)


def _save(row: Row, fields: Sequence[str] = ()) -> Row:
    """All columns of a new row, or only those that changed."""
    row.full_clean(exclude=["password"] if isinstance(row, User) else None)
    with speaking():
        row.save(update_fields=fields or None)
    return row


def _log(event: str, *, by: User | None, **objects: int) -> None:
    log_event(event, objects=objects | ({"by": by.pk} if by else {}))


# ── people ───────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def create_user(*, email: str, name: str, by: User | None, is_staff: bool = False) -> User:
    """Someone without a password: they choose one themselves (`invite_user`)."""
    user = User(email=email.strip().lower(), name=name, is_staff=is_staff)
    user.set_unusable_password()
    _save(user)
    _log("user.created", user=user.pk, by=by)
    return user


@transaction.atomic
def open_account(
    *,
    email: str,
    name: str,
    first_role: Mapping[str, Any],
    by: User | None,
    now: datetime,
    is_staff: bool = False,
) -> User:
    """An account with a role, and the mail with which its owner chooses a password."""
    user = create_user(email=email, name=name, is_staff=is_staff, by=by)
    add_membership(user=user, by=by, **first_role)
    invite_user(user=user, by=by, now=now)
    return user


@transaction.atomic
def change_user(
    *,
    user: User,
    email: str,
    name: str,
    is_staff: bool,
    by: User | None,
    version: str | None = None,
) -> User:
    """Another address, or less support tooling, ends all sessions."""
    user = User.objects.select_for_update().get(pk=user.pk)
    require_version(user, USER_FIELDS, version)
    before = (user.email, user.is_staff)
    user.email, user.name, user.is_staff = email.strip().lower(), name, is_staff
    _save(user, USER_FIELDS)
    if before[0] != user.email:
        # allauth remembers addresses, and would keep the old one as a way in.
        EmailAddress.objects.filter(user=user).delete()
    if before != (user.email, user.is_staff):
        end_sessions(user=user)
    _log("user.changed", user=user.pk, by=by)
    return user


def invite_user(*, user: User, by: User | None, now: datetime) -> OutgoingMail:
    """Mail a link to choose a password, in Dutch; asking twice in a minute sends it once."""
    if not user.is_active:
        raise ValidationError(_("Allow this person to sign in first; then send the link."))
    with translation.override(settings.LANGUAGE_CODE):
        about = {"user": user, "link": password_link(password_key(user))}
        title = render_to_string("account/email/invitation_subject.txt", about)
        body = render_to_string("account/email/invitation_message.txt", about)
    mail = queue_mail(
        Letter(title, body.strip()),
        purpose="accounts.invitation",
        recipient=user.email,
        subject_id=user.pk,
        key=f"{now:%Y-%m-%dT%H:%M}",
        now=now,
    )
    _log("user.invited", user=user.pk, by=by)
    return mail


@transaction.atomic
def switch_login(*, user: User, on: bool, by: User | None, today: date) -> None:
    """Let someone in, or shut them out at once, with all their sessions."""
    with _keeping_an_admin(today):
        User.objects.filter(pk=user.pk).update(is_active=on)
    if not on:
        end_sessions(user=user)
    _log("user.login_on" if on else "user.login_off", user=user.pk, by=by)


def end_sessions(*, user: User) -> None:
    """Every session of the person ends at its next request, wherever it is kept."""
    User.objects.filter(pk=user.pk).update(sessions_ended_count=F("sessions_ended_count") + 1)


def end_other_sessions(*, user: User) -> None:
    """All but the one in which this is asked: the caller gives that one the new hash."""
    end_sessions(user=user)
    user.refresh_from_db(fields=["sessions_ended_count"])
    _log("session.others_ended", user=user.pk, by=user)


# ── roles ────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def add_membership(
    *,
    user: User,
    organisation: Organisation,
    role: str,
    since: date,
    by: User | None,
    until: date | None = None,
) -> Membership:
    row = Membership(user=user, organisation=organisation, role=role, since=since, until=until)
    _save(row)
    _log("role.given", user=user.pk, membership=row.pk, by=by)
    return row


@transaction.atomic
def end_membership(
    *,
    membership: Membership,
    until: date | None,
    by: User | None,
    today: date,
    version: str | None = None,
) -> None:
    """Let a role end after a day, or at once when `until` is None.

    At once means: yesterday was the last day. A role that began today, or has yet to begin, then
    never held and goes away; the history keeps it.
    """
    if until is not None and until < today:
        raise ValidationError({"until": _("Choose a date from today on.")})
    with _keeping_an_admin(today):
        row = Membership.objects.select_for_update().filter(pk=membership.pk).first()
        if row is None or (row.until is not None and row.until < today):
            raise ValidationError(_("This role has ended already."))
        require_version(row, MEMBERSHIP_FIELDS, version)
        row.until = until or today - timedelta(days=1)
        if row.until < row.since and until is None:
            row.delete()
        else:
            _save(row, ["until"])
    if until is None:
        end_sessions(user=membership.user)
    _log("role.ended", user=membership.user_id, membership=membership.pk, by=by)


@contextmanager
def _keeping_an_admin(today: date) -> Iterator[None]:
    """Refuse a change after which nobody could make the next administrator.

    One such change at a time: two administrators who end each other's role would both still see
    the other one.
    """
    wait_for_lock("accounts.admins")
    before = _admin_cover(today)
    yield
    if _admin_cover(today) < before:
        raise ValidationError(
            _(
                "This is the last programme administrator without an end date. Make someone "
                "else programme administrator first."
            )
        )


def _admin_cover(today: date) -> int:
    """2: an administrator without an end date can sign in; 1: only such with one; 0: nobody."""
    held = Membership.objects.holding(on=today).filter(role=Role.ADMIN, user__is_active=True)
    ends = list(held.values_list("until", flat=True))
    return 2 if None in ends else min(len(ends), 1)


def end_sessions_of_ended_roles(*, on: date) -> int:
    """On the day after the last one of a role: the sessions of who had it; how many people."""
    ended = Membership.objects.filter(until=on - timedelta(days=1)).values("user")
    return User.objects.filter(pk__in=ended).update(
        sessions_ended_count=F("sessions_ended_count") + 1
    )


# ── organisations ────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def create_organisation(*, name: str, kind: str, by: User | None, slug: str = "") -> Organisation:
    """`slug` is made from the name when it is not given; it never changes afterwards."""
    slug = slug or slugify_nl(name)
    if not slug:
        raise ValidationError({"name": _("Give a name with letters or digits.")})
    if Organisation.objects.filter(slug=slug).exists():
        raise ValidationError({"name": _("There is already an organisation with this name.")})
    row = _save(Organisation(slug=slug, name=name, kind=kind))
    _log("organisation.created", organisation=row.pk, by=by)
    return row


@transaction.atomic
def change_organisation(
    *, organisation: Organisation, name: str, kind: str, by: User | None, version: str | None = None
) -> Organisation:
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require_version(row, ORGANISATION_FIELDS, version)
    row.name, row.kind = name, kind
    _save(row, ORGANISATION_FIELDS)
    _log("organisation.changed", organisation=row.pk, by=by)
    return row
