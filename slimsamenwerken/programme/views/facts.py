"""The page of one fact row: where it comes from, how to withdraw it, how to correct it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from slimsamenwerken.programme import operations
from slimsamenwerken.programme.fact_kinds import KINDS, FactKind
from slimsamenwerken.programme.forms import WithdrawForm
from slimsamenwerken.programme.pages.fact import fact_context
from slimsamenwerken.programme.permissions import Rights, may_measure
from slimsamenwerken.programme.queries.selection import visible_versions
from slimsamenwerken.programme.views.changing import Change, login_or_forbid, rights_now, run


def _load(request: HttpRequest, kind: str, public_id: UUID) -> tuple[FactKind, Any, Rights]:
    """The row if the viewer may see it: of a visible thing, and public or from inside."""
    found = KINDS.get(kind)
    if found is None:
        raise Http404
    row = (
        found.model._default_manager.select_related(*found.related, "recorded_by", "withdrawn_by")
        .filter(public_id=public_id)
        .first()
    )
    rights = rights_now(request)
    if row is None or not _may_see(found, row, rights):
        raise Http404
    return found, row, rights


def _may_see(kind: FactKind, row: Any, rights: Rights) -> bool:
    action = kind.action_of(row)
    if action is None:
        return True
    inside = rights.may("read_internal", action)
    hidden = row.withdrawn_at is not None or not getattr(row, "is_public", True)
    if hidden and not inside:
        return False
    today = timezone.localdate()
    seen = visible_versions(today, today=today, inside=rights.sees_all, own=rights.own)
    return bool(seen.filter(action=action).exists())


def _may_correct(kind: FactKind, row: Any, rights: Rights) -> bool:
    if kind.form is None or row.withdrawn_at is not None:
        return False
    operation = {"closure": "close_action", "target": "set_target"}.get(kind.key, "correct")
    indicator = kind.indicator_of(row)
    if indicator is not None and operation == "correct":
        return may_measure(rights, indicator, on=timezone.localdate())
    return rights.may(operation, kind.action_of(row))


def _version(row: Any) -> int:
    """Version of the first thing that the row belongs to: what a form carries."""
    found: int = next(iter(row.identities())).version
    return found


def fact_detail(request: HttpRequest, kind: str, public_id: UUID) -> HttpResponse:
    found, row, rights = _load(request, kind, public_id)
    inside = rights.may("read_internal", found.action_of(row))
    context = fact_context(found, row, inside=inside)
    context["may_correct"] = _may_correct(found, row, rights)
    return render(request, "programme/fact_detail.html", context)


def fact_withdraw(request: HttpRequest, kind: str, public_id: UUID) -> HttpResponse:
    found, row, rights = _load(request, kind, public_id)
    if not _may_correct(found, row, rights):
        return login_or_forbid(request)
    form = WithdrawForm(
        request.POST or None, initial={"version": _version(row)}, cancel_url=found.page(row)
    )
    return run(
        request,
        Change(
            title=_("Withdraw: %(kind)s") % {"kind": found.label},
            kicker=str(row),
            back=found.page(row),
            form=form,
            save=lambda f: operations.withdraw_fact(
                fact=row,
                by=request.user,
                reason=f.cleaned_data["reason"],
                version=f.cleaned_data["version"],
            ),
            done=_("The row is withdrawn; it stays readable with your reason."),
            template="programme/fact_withdraw.html",
            extra=fact_context(found, row, inside=True),
        ),
    )


def fact_correct(request: HttpRequest, kind: str, public_id: UUID) -> HttpResponse:
    found, row, rights = _load(request, kind, public_id)
    if not _may_correct(found, row, rights) or found.form is None:
        return login_or_forbid(request)
    form = found.form(
        request.POST or None, correcting=row, version=_version(row), cancel_url=found.page(row)
    )
    return run(
        request,
        Change(
            title=_("Correct: %(kind)s") % {"kind": found.label},
            kicker=str(row),
            back=found.page(row),
            form=form,
            save=lambda f: operations.correct_fact(
                fact=row,
                by=request.user,
                reason=f.cleaned_data["correction_reason"],
                changes=f.values(),
                version=f.cleaned_data["version"],
            ),
            done=_("The correction is saved; the old row stays readable with your reason."),
            breadcrumbs=[(str(row), reverse("programme:fact-detail", args=[kind, public_id]))],
        ),
    )
