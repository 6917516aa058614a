"""The page of one fact row: where it comes from, how to withdraw it, how to correct it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme import operations
from slimsamenwerken.programme.fact_kinds import KINDS, FactKind
from slimsamenwerken.programme.forms import WithdrawForm
from slimsamenwerken.programme.pages.fact import fact_context
from slimsamenwerken.programme.permissions import Rights, may_measure
from slimsamenwerken.programme.queries.sight import actions_in_sight, indicators_in_sight
from slimsamenwerken.programme.views.changing import Change, login_or_forbid, posted, run
from slimsamenwerken.programme.views.subjects import rights_now


@dataclass(frozen=True)
class Found:
    """A row that the viewer may see, or could see if it were still known."""

    kind: FactKind
    row: Any
    rights: Rights

    @property
    def inside(self) -> bool:
        """Whether the viewer also reads what is withdrawn or not public."""
        indicator = self.kind.indicator_of(self.row)
        if indicator is not None and may_measure(self.rights, indicator, on=timezone.localdate()):
            return True
        return self.rights.may("read_internal", self.kind.action_of(self.row))

    @property
    def is_shown(self) -> bool:
        known = self.row.withdrawn_at is None and getattr(self.row, "is_public", True)
        return known or self.inside

    @property
    def may_correct(self) -> bool:
        if self.kind.form is None:
            return False
        indicator = self.kind.indicator_of(self.row)
        if indicator is not None and self.kind.right == "correct":
            return may_measure(self.rights, indicator, on=timezone.localdate())
        return self.rights.may(self.kind.right, self.kind.action_of(self.row))

    @property
    def version(self) -> int:
        """Version of the first thing that the row belongs to: what a form carries."""
        found: int = next(iter(self.row.identities())).version
        return found

    @property
    def url(self) -> str:
        return reverse("programme:fact-detail", args=[self.kind.key, self.row.public_id])

    def latest(self) -> "Found":
        """The row that replaces this one, however often it was replaced; else this one."""
        row = self.row
        while (later := self._rows().filter(replaces=row).first()) is not None:
            row = later
        return Found(self.kind, row, self.rights)

    def _rows(self) -> Any:
        related = (*self.kind.related, "recorded_by", "withdrawn_by")
        return self.kind.model._default_manager.select_related(*related)

    @classmethod
    def load(cls, request: PortalRequest, kind: str, public_id: UUID) -> "Found":
        """The row of a thing that the viewer may see; 404 otherwise."""
        if kind not in KINDS:
            raise Http404
        empty = cls(KINDS[kind], None, rights_now(request))
        row = empty._rows().filter(public_id=public_id).first()
        if row is None or not _thing_is_visible(empty.kind, row, empty.rights):
            raise Http404
        return cls(empty.kind, row, empty.rights)


def _thing_is_visible(kind: FactKind, row: Any, rights: Rights) -> bool:
    """Whether the actions or the indicator of the row may be seen today; every actor may."""
    today = timezone.localdate()
    live = Moment(today, None, today)
    actions = {kind.action_of(row), kind.other_action_of(row)} - {None}
    indicator = kind.indicator_of(row)
    if actions:
        return actions_in_sight(live, rights).filter(action__in=actions).count() == len(actions)
    if indicator is not None:
        return bool(indicators_in_sight(live, rights).filter(indicator=indicator).exists())
    return True


@require_safe
def fact_detail(request: PortalRequest, kind: str, public_id: UUID) -> HttpResponse:
    """Outsiders see the replacement of a withdrawn row, insiders the row with its reason."""
    found = Found.load(request, kind, public_id)
    if not found.is_shown:
        later = found.latest()
        if later.row == found.row or not later.is_shown:
            raise Http404
        return HttpResponseRedirect(later.url)
    context = fact_context(found.kind, found.row, inside=found.inside)
    context["may_correct"] = found.may_correct and found.row.withdrawn_at is None
    return render(request, "programme/fact_detail.html", context)


def fact_withdraw(request: PortalRequest, kind: str, public_id: UUID) -> HttpResponse:
    found = Found.load(request, kind, public_id).latest()
    if not found.may_correct:
        return _refuse(request, found)
    if found.row.withdrawn_at is not None:
        return _gone(request, found)
    form = WithdrawForm(
        posted(request), initial={"version": found.version}, cancel_url=found.kind.page(found.row)
    )
    change = Change(
        title=_("Withdraw: %(kind)s") % {"kind": found.kind.label},
        kicker=str(found.row),
        back=found.kind.page(found.row),
        form=form,
        save=lambda f: operations.withdraw_fact(
            fact=found.row, by=request.user, version=f.version_seen, **f.values()
        ),
        done=_("The row is withdrawn; it stays readable with your reason."),
        template="programme/fact_withdraw.html",
        extra=fact_context(found.kind, found.row, inside=True),
    )
    return run(request, change)


def fact_correct(request: PortalRequest, kind: str, public_id: UUID) -> HttpResponse:
    """Corrects the row that stands there now, also when the page was opened on an older one."""
    found = Found.load(request, kind, public_id).latest()
    if not found.may_correct or found.kind.form is None:
        return _refuse(request, found)
    if found.row.withdrawn_at is not None:
        return _gone(request, found)
    form = found.kind.form(
        posted(request),
        correcting=found.row,
        version=found.version,
        cancel_url=found.kind.page(found.row),
    )
    return run(request, _correction(request, found, form))


def _correction(request: PortalRequest, found: Found, form: Any) -> Change:
    return Change(
        title=_("Correct: %(kind)s") % {"kind": found.kind.label},
        kicker=str(found.row),
        back=found.kind.page(found.row),
        form=form,
        save=lambda f: operations.correct_fact(
            fact=found.row,
            by=request.user,
            reason=f.cleaned_data["correction_reason"],
            changes=f.values(),
            version=f.version_seen,
        ),
        done=_("The correction is saved; the old row stays readable with your reason."),
        now=lambda: found.latest().row,
        breadcrumbs=[(str(found.row), found.url)],
    )


def _refuse(request: PortalRequest, found: Found) -> HttpResponse:
    """What someone may not even read does not exist for them."""
    if not found.is_shown:
        raise Http404
    return login_or_forbid(request)


def _gone(request: PortalRequest, found: Found) -> HttpResponse:
    messages.info(request, _("This row was withdrawn already; nothing is changed."))
    return HttpResponseRedirect(found.url)
