"""Fixing the text of a version, and moving it from state to state (§5, invariants 3 to 9)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from procurement.documents import text_hash
from procurement.figures import figures_in, without_row
from procurement.models import CriterionVersion, Requirement, ScoringHint, VersionTransition
from procurement.models.codes import Confidence, CriterionType, State
from procurement.operations.criteria import only_draft
from slimsamenwerken.accounts.models import User
from slimsamenwerken.core.clocks import CoreClock, Origin, insert, touch
from slimsamenwerken.core.constraints import speaking
from slimsamenwerken.core.numbers import format_decimal

# From where to where; a version without a transition is a draft.
STEPS: Final = {
    State.DRAFT: {State.CONSULTATION, State.VALIDATED},
    State.CONSULTATION: {State.DRAFT, State.VALIDATED},
    State.VALIDATED: {State.CONSULTATION, State.PUBLISHED},
    State.PUBLISHED: {State.RETIRED},
    State.RETIRED: set(),
}
# How far a version may go while a figure of it was read no better than this.
BARRED: Final = {
    Confidence.MEDIUM: {State.VALIDATED, State.PUBLISHED},
    Confidence.LOW: {State.CONSULTATION, State.VALIDATED, State.PUBLISHED},
}


@transaction.atomic
def freeze_version(
    *,
    draft: CriterionVersion,
    by: User | None,  # noqa: ARG001
    version: int | None = None,
) -> CriterionVersion:
    """Fix the text with all that belongs to it. There is no way back."""
    row = only_draft(draft)
    check_complete(row)
    touch(row.criterion, version=version)
    with speaking():
        CriterionVersion.objects.filter(pk=row.pk).update(
            frozen_at=CoreClock(), text_hash=text_hash(row.requirement_text)
        )
    row.refresh_from_db()
    return row


def check_complete(version: CriterionVersion) -> None:
    """What a text needs before it is fixed; every lack is told at once."""
    lacks = [*_lacking_parts(version), *_lacking_figures(version)]
    if lacks:
        raise ValidationError(lacks)


def _lacking_parts(version: CriterionVersion) -> Iterator[ValidationError]:
    if version.criterion_type == CriterionType.AWARD:
        if not hint_of(version):
            yield ValidationError(_("An award criterion needs a scoring hint."), code="scoring")
        if not version.rationale.strip():
            yield ValidationError(
                _("An award criterion says how it is linked to the subject of the contract."),
                code="rationale",
            )
    proof = [use.evidence for use in version.evidence.select_related("evidence")]
    if version.criterion_type == CriterionType.TECHNICAL_SPECIFICATION and not proof:
        yield ValidationError(_("A technical specification needs a proof."), code="evidence")


def _lacking_figures(version: CriterionVersion) -> Iterator[ValidationError]:
    for figure in without_row(version.requirement_text, known_figures(version)):
        yield ValidationError(
            _(
                "The text holds the number “%(figure)s”, and no requirement or scoring hint gives "
                "it with a unit and a confidence."
            ),
            code="figure",
            params={"figure": figure.text},
        )


def hint_of(version: CriterionVersion) -> ScoringHint | None:
    return ScoringHint.objects.filter(version=version).first()


def known_figures(version: CriterionVersion) -> set[Decimal]:
    """The values that stand in a row with a unit and a confidence."""
    found: set[Decimal] = set()
    for row in version.requirements.exclude(figure_confidence=""):
        if row.unit or row.unit_label:
            found |= {value for value in (row.value, row.upper) if value is not None}
        # "after 500 cycles": the circumstance is told with its own unit
        found |= {figure.value for figure in figures_in(row.period)}
    hint = hint_of(version)
    if hint and hint.figure_confidence and hint.unit_label:
        found |= {value for value in (hint.low, hint.high) if value is not None}
        found |= set(_step_values(hint))
    return found


def _step_values(hint: ScoringHint) -> Iterator[Decimal]:
    for step in hint.steps:
        try:
            yield Decimal(str(step[0]))
        except (InvalidOperation, IndexError, TypeError):
            continue  # not a pair: it gives no value to a figure


@transaction.atomic
def move_version(
    *,
    moved: CriterionVersion,
    to_state: str,
    valid_on: date,
    by: User | None,
    origin: str = Origin.WEB,
    version: int | None = None,
    **fields: Any,
) -> VersionTransition:
    """Bring a version in another state from a day on; `fields` are those of the transition."""
    row = CriterionVersion.objects.select_for_update(of=("self",)).get(pk=moved.pk)
    target = State(to_state)
    _check_confidence(row, target)
    if fields.get("basis") != VersionTransition.INITIAL_LOAD:
        _check_step(row, target, valid_on)
    if target == State.PUBLISHED and by is not None and row.edited_by_id == by.pk:
        raise ValidationError(
            _("You edited this text last. Someone else publishes it."), code="same_person"
        )
    step = VersionTransition(version=row, to_state=target, valid_on=valid_on, **fields)
    insert(step, by=by, origin=origin, version=version)
    return step


def _check_step(version: CriterionVersion, target: State, valid_on: date) -> None:
    last = VersionTransition.objects.known().filter(version=version).newest_first().first()
    current = State(last.to_state) if last else State.DRAFT
    if target not in STEPS[current]:
        raise ValidationError(
            _("A version that is %(current)s does not become %(target)s."),
            code="step",
            params={"current": current.label, "target": target.label},
        )
    if last and valid_on < last.valid_on:
        raise ValidationError({"valid_on": _("This lies before the state that it is in now.")})


def _check_confidence(version: CriterionVersion, target: State) -> None:
    for confidence, states in BARRED.items():
        if target not in states:
            continue
        for text in _figures_read(version, confidence):
            raise ValidationError(
                _("The figure “%(figure)s” was not read well enough at its source for this step."),
                code="confidence",
                params={"figure": text},
            )


def _figures_read(version: CriterionVersion, confidence: str) -> Iterator[str]:
    """The figures with this confidence, as a reader knows them: "70 %"."""
    for row in version.requirements.filter(figure_confidence=confidence):
        yield _shown(row)
    hint = hint_of(version)
    if hint and hint.figure_confidence == confidence:
        yield " ".join(filter(None, [hint.get_method_display(), hint.unit_label]))


def _shown(row: Requirement) -> str:
    for figure in figures_in(row.version.requirement_text):
        if figure.value == row.value:
            return figure.text
    if row.value is None:
        return row.label
    return f"{format_decimal(row.value.normalize())} {row.unit_label or row.unit}".strip()
