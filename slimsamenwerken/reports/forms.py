"""Ask for a report, withdraw one; say which reports there are and when they are made."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.dates import local_day_end
from slimsamenwerken.core.forms import CleanTextField, DutchDateField, PortalForm
from slimsamenwerken.reports.blocks import sections
from slimsamenwerken.reports.models import (
    DEFAULT_OFFSETS,
    Audience,
    Cadence,
    Purpose,
    ReportDefinitionVersion,
    ReportSchedule,
)
from slimsamenwerken.reports.operations import Content, Plan, Wish

NOT_AFTER_TODAY = _("Choose a date up to and including today.")
LISTED = {"invalid_choice": _("Choose a value from the list.")}


class RunForm(PortalForm):
    submit_label = _("Make report")
    definition = forms.ChoiceField(label=_("Which report?"), choices=[], error_messages=LISTED)
    as_of = DutchDateField(label=_("Reference date"), help_text=_("For example 31/12/2015."))
    purpose = forms.ChoiceField(
        label=_("What is it for?"),
        choices=[
            (Purpose.MANUAL, _("To publish")),
            (Purpose.PROOF, _("A proof, only to look at")),
        ],
        widget=forms.RadioSelect,
        initial=Purpose.MANUAL,
        error_messages=LISTED,
    )
    known_on = DutchDateField(
        label=_("As known on"),
        required=False,
        help_text=_(
            "Only for a proof: what was known at the end of that day. Leave it empty for today."
        ),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        found = ReportDefinitionVersion.objects.at(today).select_related("definition")
        choices = [(row.definition.key, row.title) for row in found.order_by("title")]
        self.fields["definition"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["definition"].initial = choices[0][0]

    def clean_as_of(self) -> date:
        return self._passed(self.cleaned_data["as_of"])

    def clean_known_on(self) -> date | None:
        day = self.cleaned_data["known_on"]
        return None if day is None else self._passed(day)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("known_on") and data.get("purpose") == Purpose.MANUAL:
            self.add_error(
                "known_on",
                _("A report to publish is made with what is known now. Leave this date empty."),
            )
        return data

    def _passed(self, day: date) -> date:
        if day > self.today:
            raise ValidationError(NOT_AFTER_TODAY)
        return day

    def wish(self) -> Wish:
        data = self.cleaned_data
        known_on = data["known_on"]
        past = known_on is not None and known_on < self.today
        known_at = local_day_end(known_on) if past else None
        return Wish(data["as_of"], data["purpose"], known_at=known_at)


class WithdrawReportForm(PortalForm):
    submit_label = _("Withdraw report")
    reason = CleanTextField(
        label=_("Why do you withdraw this report?"),
        lines=True,
        min_length=5,
        help_text=_("Everyone can read this reason on the page of the report."),
        error_messages={"min_length": _("Give a reason of at least 5 characters.")},
    )


class VersionedForm(PortalForm):
    """Carries the version that the page showed, so that nobody overwrites another unseen."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class DefinitionForm(VersionedForm):
    submit_label = _("Save definition")
    title = CleanTextField(label=_("Title"), max_length=120)
    audience = forms.ChoiceField(
        label=_("Who may read it?"),
        choices=Audience.choices,
        widget=forms.RadioSelect,
        error_messages=LISTED,
    )
    sections = forms.MultipleChoiceField(
        label=_("Sections"),
        widget=forms.CheckboxSelectMultiple,
        choices=[],
        error_messages=LISTED,
    )
    valid_on = DutchDateField(
        label=_("From which day?"),
        help_text=_("Reports that you ask for from that day on look like this."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted(sections, key=lambda section: (section.order, section.key))
        choices = [(section.key, section.title) for section in known]
        self.fields["sections"].choices = choices  # type: ignore[attr-defined]

    def content(self) -> Content:
        data = self.cleaned_data
        return Content(data["title"], data["sections"], data["audience"])


class ScheduleForm(VersionedForm):
    submit_label = _("Save schedule")
    cadence = forms.ChoiceField(
        label=_("How often?"),
        choices=Cadence.choices,
        widget=forms.RadioSelect,
        error_messages=LISTED,
    )
    offset_days = forms.IntegerField(
        label=_("How many days after the period?"),
        min_value=0,
        max_value=366,
        help_text=_("A quarter usually takes 15 days, half a year 46, a year 60 (1 March)."),
        error_messages={
            "invalid": _("Give a whole number of days, such as 60."),
            "min_value": _("Give a whole number of days, such as 60."),
            "max_value": _("Choose at most 366 days."),
        },
    )
    local_time = forms.TimeField(
        label=_("At what time?"),
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"inputmode": "numeric"}),
        help_text=_("For example 06:00."),
        error_messages={"invalid": _("Give a time such as 06:00.")},
    )
    auto_publish = forms.BooleanField(
        label=_("Publish at once, without a final editor"), required=False
    )
    active = forms.BooleanField(label=_("This schedule is active"), required=False)

    def __init__(self, *args: Any, schedule: ReportSchedule | None = None, **kwargs: Any) -> None:
        given: dict[str, Any] = {
            "cadence": Cadence.YEAR,
            "offset_days": DEFAULT_OFFSETS[Cadence.YEAR],
            "local_time": "06:00",
            "active": True,
        }
        if schedule is not None:
            given = {name: getattr(schedule, name) for name in (*given, "auto_publish", "version")}
        super().__init__(*args, initial=given, **kwargs)

    def plan(self) -> Plan:
        return Plan(**{name: v for name, v in self.cleaned_data.items() if name != "version"})
