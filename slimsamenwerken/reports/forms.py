"""Ask for a report; withdraw one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.forms import CleanTextField, DutchDateField, PortalForm
from slimsamenwerken.reports.models import ReportDefinitionVersion


class RunForm(PortalForm):
    submit_label = _("Make report")
    definition = forms.ChoiceField(label=_("Which report?"), choices=[])
    as_of = DutchDateField(label=_("Reference date"), help_text=_("For example 31/12/2015."))
    purpose = forms.ChoiceField(
        label=_("What is it for?"),
        choices=[("manual", _("To publish")), ("proof", _("A proof, only to look at"))],
        widget=forms.RadioSelect,
        initial="manual",
    )
    period_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = ReportDefinitionVersion.objects.known().select_related("definition")
        titles = {row.definition.key: row.title for row in found.order_by("valid_on", "id")}
        self.fields["definition"].choices = list(titles.items())  # type: ignore[attr-defined]


class WithdrawReportForm(PortalForm):
    submit_label = _("Withdraw report")
    reason = CleanTextField(
        label=_("Why do you withdraw this report?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        min_length=5,
        help_text=_("Everyone can read this reason on the page of the report."),
        error_messages={"min_length": _("Give a reason of at least 5 characters.")},
    )
