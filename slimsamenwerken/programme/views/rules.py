"""The page of the thresholds: staff and auditors read them, the admin sets new ones."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.programme import operations
from slimsamenwerken.programme.forms import RulesForm
from slimsamenwerken.programme.models import RuleSet
from slimsamenwerken.programme.views.changing import Change, login_or_forbid, posted, run
from slimsamenwerken.programme.views.subjects import rights_now


def rules(request: PortalRequest) -> HttpResponse:
    rights = rights_now(request)
    may_set = rights.may("set_rules")
    if not (may_set if request.method == "POST" else rights.may("read_rules")):
        return login_or_forbid(request)
    today = timezone.localdate()
    current = RuleSet.objects.at(today).first()
    thresholds = current.thresholds if current else {}
    history = RuleSet.objects.newest_first().select_related("recorded_by")
    return run(
        request,
        Change(
            title=_("Thresholds"),
            kicker=_("Rules of the computed status"),
            back=reverse("programme:rules"),
            form=RulesForm(posted(request), current=thresholds, initial={"valid_on": today}),
            save=lambda f: operations.set_rules(
                by=request.user, labels=current.labels if current else {}, **f.values()
            ),
            done=_("The thresholds are saved."),
            template="programme/rules.html",
            extra={"may_set": may_set, "history": list(history), "current": current},
        ),
    )
