"""Thresholds of the status rules and the names of the statuses, as a RuleSet row stores them.

A row holds only what differs from the defaults here, so that a later change of a default reaches
every row that never chose a value of its own. Only whole numbers: days, counts and whole percents.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NOT_STARTED: Final = "not_started"
STARTED: Final = "started"
ON_TRACK: Final = "on_track"
ATTENTION: Final = "attention"
ACTION_NEEDED: Final = "action_needed"
ACHIEVED: Final = "achieved"
STOPPED: Final = "stopped"
UNKNOWN: Final = "unknown"

STATUS_CODES: Final = (
    NOT_STARTED,
    STARTED,
    ON_TRACK,
    ATTENTION,
    ACTION_NEEDED,
    ACHIEVED,
    STOPPED,
    UNKNOWN,
)
MAX_LABEL_LENGTH: Final = 60
_MAX_DAYS: Final = 3650


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Limits of the rules S2 to S5. Days are calendar days, pace is in whole percents.

    `final_late_days`: a final milestone later than this needs action (S3).
    `many_late_count`, `many_late_days`: that many milestones, each later than this, need action.
    `pace_action`: a pace under this needs action; `pace_attention`: under this, attention (S4).
    `end_grace_days`, `start_grace_days`: days that an end or a start may have passed.
    `replan_count`, `replan_window_days`: that many re-plannings within these days (S4).
    `fresh_update_days`: how old an update of a continuous action may be (S5).
    """

    final_late_days: int = 90
    many_late_count: int = 2
    many_late_days: int = 30
    pace_action: int = 50
    pace_attention: int = 80
    end_grace_days: int = 30
    start_grace_days: int = 30
    replan_count: int = 2
    replan_window_days: int = 365
    fresh_update_days: int = 180

    @classmethod
    def from_json(cls, value: object) -> "Thresholds":
        """Defaults, overruled by the keys of a JSON object.

        Raises ValidationError (code `thresholds`) on anything but a known key with a whole number
        within its bounds, and when the limit of attention lies under that of action.
        """
        if not isinstance(value, Mapping) or not all(_valid(k, v) for k, v in value.items()):
            raise _refusal()
        thresholds = cls(**value)
        if thresholds.pace_attention < thresholds.pace_action:
            raise _refusal()
        return thresholds

    def to_json(self) -> dict[str, int]:
        return asdict(self)


DEFAULTS: Final = Thresholds()
_KEYS: Final = frozenset(field.name for field in fields(Thresholds))

# Lowest and highest value per key; a count of nothing, or a window of no days, is no rule.
BOUNDS: Final[Mapping[str, tuple[int, int]]] = {
    **dict.fromkeys(_KEYS, (0, _MAX_DAYS)),
    "many_late_count": (1, 100),
    "pace_action": (0, 100),
    "pace_attention": (0, 100),
    "replan_count": (1, 100),
    "replan_window_days": (1, _MAX_DAYS),
    "fresh_update_days": (1, _MAX_DAYS),
}

# The same rules as JSON Schema, for the API description and for whoever writes such a row.
SCHEMA: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        field.name: {
            "type": "integer",
            "minimum": BOUNDS[field.name][0],
            "maximum": BOUNDS[field.name][1],
            "default": field.default,
        }
        for field in fields(Thresholds)
    },
}
LABEL_SCHEMA: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        code: {"type": "string", "minLength": 1, "maxLength": MAX_LABEL_LENGTH}
        for code in STATUS_CODES
    },
}


def _refusal() -> ValidationError:
    return ValidationError(_("These thresholds are not valid."), code="thresholds")


def _valid(key: object, value: object) -> bool:
    # bool is an int to Python, but `true` is no number of days
    if key not in _KEYS or not isinstance(value, int) or isinstance(value, bool):
        return False
    low, high = BOUNDS[str(key)]
    return low <= value <= high


def check_thresholds(value: object) -> bool:
    """Whether `Thresholds.from_json` takes the value; an empty object is valid."""
    try:
        Thresholds.from_json(value)
    except ValidationError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class StatusStyle:
    """How a status looks: a colour of the palette and a mark, never the colour alone."""

    code: str
    label: str | Promise
    colour: str
    mark: str


STYLES: Final[Mapping[str, StatusStyle]] = {
    style.code: style
    for style in (
        StatusStyle(NOT_STARTED, _("not started"), "grey", "○"),
        StatusStyle(STARTED, _("started"), "light-green", "◔"),
        StatusStyle(ON_TRACK, _("on track"), "dark-green", "●"),
        StatusStyle(ATTENTION, _("needs attention"), "orange", "▲"),
        StatusStyle(ACTION_NEEDED, _("extra action needed"), "red", "■"),
        StatusStyle(ACHIEVED, _("achieved"), "yellow", "✓"),
        StatusStyle(STOPPED, _("stopped"), "white", "✕"),
        StatusStyle(UNKNOWN, _("cannot be computed"), "dashed", "?"),
    )
}


def check_labels(value: object) -> bool:
    """Whether the value is a JSON object of status codes with a name of 1 to 60 characters."""
    return isinstance(value, Mapping) and all(
        code in STYLES
        and isinstance(label, str)
        and label == label.strip()
        and 0 < len(label) <= MAX_LABEL_LENGTH
        for code, label in value.items()
    )


def labels_from_json(value: object) -> dict[str, str | Promise]:
    """Name per status code, in the order of the programme; raises ValidationError (`labels`)."""
    if not check_labels(value):
        raise ValidationError(_("These labels are not valid."), code="labels")
    own: Mapping[str, str] = value if isinstance(value, Mapping) else {}
    return {code: own.get(code, style.label) for code, style in STYLES.items()}
