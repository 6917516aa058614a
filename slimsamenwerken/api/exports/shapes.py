"""What is sent and answered about exports."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from slimsamenwerken.api.exports.definitions import exports
from slimsamenwerken.api.models import ExportFormat, TaskStatus
from slimsamenwerken.api.serializing import Given, Reference, Shown

MOST_VALUES = 100
_TEXT = {"type": "string", "maxLength": 200}


@extend_schema_field(
    {
        "type": "object",
        "additionalProperties": {
            "oneOf": [_TEXT, {"type": "array", "items": _TEXT, "maxItems": MOST_VALUES}]
        },
    }
)
class FiltersField(serializers.Field[Any, Any, Any, Any]):
    """Names of filters with one text or several."""

    def to_internal_value(self, data: Any) -> dict[str, list[str]]:
        if not isinstance(data, dict):
            raise serializers.ValidationError(_("Give an object of filters."), "not_a_dict")
        return {str(name): self._texts(name, value) for name, value in data.items()}

    def _texts(self, name: str, value: Any) -> list[str]:
        values = value if isinstance(value, list) else [value]
        fits = 0 < len(values) <= MOST_VALUES and all(
            isinstance(one, str) and len(one) <= 200 for one in values
        )
        if not fits:
            sentence = _("Give a text, or a list of texts.")
            raise serializers.ValidationError(
                {name: [serializers.ErrorDetail(sentence, "invalid")]}
            )
        return values

    def to_representation(self, value: Any) -> Any:
        return value


class ExportInput(Given):
    resource = serializers.ChoiceField(
        [], help_text=gettext_lazy("The list, as its collection is called.")
    )
    format = serializers.ChoiceField(
        ExportFormat.choices,
        required=False,
        help_text=gettext_lazy("Absent: what `Accept` names, else csv."),
    )
    filters = FiltersField(
        required=False, help_text=gettext_lazy("As the parameters of the collection.")
    )
    as_of = serializers.CharField(
        required=False,
        max_length=40,
        help_text=gettext_lazy("How it was on this day; today if absent."),
    )
    known_at = serializers.CharField(
        required=False,
        max_length=40,
        help_text=gettext_lazy("As it was known then; absent: as it is known now."),
    )

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        choices = [(export.name, export.label) for export in exports]
        fields["resource"] = serializers.ChoiceField(
            choices, help_text=fields["resource"].help_text
        )
        return fields


class ExportFileShown(Shown):
    href = serializers.URLField(
        help_text=gettext_lazy("Signed address of the file; no key is needed for it.")
    )
    media_type = serializers.CharField()
    byte_size = serializers.IntegerField()
    row_count = serializers.IntegerField()
    sha256 = serializers.CharField()
    expires_at = serializers.DateTimeField()


class ExportShown(Reference):
    resource = serializers.CharField()
    format = serializers.ChoiceField(ExportFormat.choices)
    filters = FiltersField(required=False)
    as_of = serializers.DateField()
    known_at = serializers.DateTimeField(required=False)
    status = serializers.ChoiceField(TaskStatus.choices)
    progress = serializers.IntegerField(
        min_value=0, max_value=100, help_text=gettext_lazy("Percentage done, in steps.")
    )
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(required=False)
    file = ExportFileShown(required=False)
    detail = serializers.CharField(required=False, help_text=gettext_lazy("Why there is no file."))


class ExportContent(Shown):
    """A file in JSON."""

    resource = serializers.CharField()
    as_of = serializers.DateField()
    known_at = serializers.DateTimeField(required=False)
    items = serializers.ListField(child=serializers.DictField())
