"""What serializers of the API have in common."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from slimsamenwerken.api.wire import camel, codes, snake


class Shown(serializers.Serializer[Any]):
    """Output: what is empty is left out, never null."""

    def to_representation(self, instance: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(instance)
        return {key: value for key, value in shown.items() if value is not None and value != ""}


class StrictInput:
    """Input: a field that we do not know is refused, so that a slip of the pen is not lost."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            fields = {name for name, field in self.fields.items() if not field.read_only}  # type: ignore[attr-defined]
            unknown = sorted(set(data) - fields)
            if unknown:
                sentence = _("There is no such field.")
                raise serializers.ValidationError(
                    {name: [serializers.ErrorDetail(str(sentence), "unknown")] for name in unknown}
                )
        return super().to_internal_value(data)  # type: ignore[misc]


class CodeField(serializers.ChoiceField):
    """A code of a list: camelCase at the wire, snake case within."""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__(codes(flat(choices)), **kwargs)

    def to_internal_value(self, data: Any) -> str:
        return snake(str(super().to_internal_value(data)))

    def to_representation(self, value: Any) -> str:
        return camel(str(value))


def flat(choices: Any) -> list[tuple[str, Any]]:
    return list(choices.items()) if isinstance(choices, Mapping) else list(choices)


class Given(StrictInput, serializers.Serializer[Any]):
    """Input that is no row of one model."""


class GivenModel(StrictInput, serializers.ModelSerializer[Any]):
    """Input with the fields of a model; operations clean and save, never the serializer.

    Validators that ask the database are left to the operation: it checks inside its transaction.
    """

    serializer_choice_field = CodeField

    def get_validators(self) -> list[Any]:
        return []


class Reference(Shown):
    """Another thing: its id and address."""

    id = serializers.UUIDField(help_text=gettext_lazy("Lasting id."))
    href = serializers.URLField(help_text=gettext_lazy("Address in this API."))


class Thing(Reference):
    """What every thing of this API has."""

    version = serializers.IntegerField(
        help_text=gettext_lazy("Raised by every write; part of the ETag.")
    )
    modified_at = serializers.DateTimeField(
        help_text=gettext_lazy("When something was last written.")
    )
    page = serializers.URLField(help_text=gettext_lazy("The public page."), required=False)


class Moments(Shown):
    """The two clocks of the answer."""

    as_of = serializers.DateField(help_text=gettext_lazy("How it was on this day."))
    known_at = serializers.DateTimeField(
        required=False, help_text=gettext_lazy("As it was known then; absent: as it is known now.")
    )
