"""What is sent and answered about imports."""

from typing import Any

from django.utils.translation import gettext_lazy
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from slimsamenwerken.api.imports.definitions import importers
from slimsamenwerken.api.models import TaskStatus
from slimsamenwerken.api.serializing import Given, Reference, Shown

MOST_ROWS = 10_000


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="ImportRow",
        serializers=lambda: [importer.row for importer in importers],
        resource_type_field_name=None,
        many=False,
    )
)
class RowField(serializers.DictField):
    """A row of any sort; the worker reads it."""


class ImportInput(Given):
    resource = serializers.ChoiceField(
        [], help_text=gettext_lazy("What the rows are, as its collection is called.")
    )
    dry_run = serializers.BooleanField(
        default=False, help_text=gettext_lazy("Only look for issues; nothing is saved.")
    )
    items = serializers.ListField(
        child=RowField(),
        min_length=1,
        max_length=MOST_ROWS,
        help_text=gettext_lazy("The rows; each names its action or indicator by code or id."),
    )

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        choices = [(importer.name, importer.label) for importer in importers]
        help_text = fields["resource"].help_text
        fields["resource"] = serializers.ChoiceField(choices, help_text=help_text)
        return fields


class SheetInput(ImportInput):
    """The same from CSV: with the numbers of its rows, and what separates its cells."""

    numbers = serializers.ListField(child=serializers.IntegerField())
    separator = serializers.CharField()


class ImportIssue(Shown):
    row = serializers.IntegerField(
        help_text=gettext_lazy("The first item is 1; in CSV as in the sheet, whose header is 1.")
    )
    type = serializers.CharField()
    name = serializers.CharField(help_text=gettext_lazy("The field; empty: the row as a whole."))
    value = serializers.CharField(required=False)
    detail = serializers.CharField(help_text=gettext_lazy("What to do."))

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """As the problem of a single POST has it: what was given may be empty."""
        names = map(str, self.fields)
        return {name: instance[name] for name in names if name in instance}


class ImportShown(Reference):
    resource = serializers.CharField()
    dry_run = serializers.BooleanField()
    status = serializers.ChoiceField(TaskStatus.choices)
    progress = serializers.IntegerField(
        min_value=0, max_value=100, help_text=gettext_lazy("Percentage done, in steps.")
    )
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(required=False)
    row_count = serializers.IntegerField(help_text=gettext_lazy("Rows that were sent."))
    saved_count = serializers.IntegerField(help_text=gettext_lazy("Rows saved: all or none."))
    refused_count = serializers.IntegerField(help_text=gettext_lazy("Rows with an issue."))
    issue_count = serializers.IntegerField(
        help_text=gettext_lazy("All issues; the first 1000 are shown.")
    )
    issues = ImportIssue(many=True, required=False)
    detail = serializers.CharField(required=False, help_text=gettext_lazy("Why nothing was saved."))
