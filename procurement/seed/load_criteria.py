"""Puts the criteria in the database with the same operations that an editor uses."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

from procurement.models import (
    Criterion,
    CriterionVersion,
    Crosswalk,
    EvidenceType,
    LegalBasis,
    ProductGroup,
    Source,
    VersionTransition,
)
from procurement.models.codes import (
    ChangeKind,
    Confidence,
    CriterionType,
    CrosswalkRelation,
    CrosswalkScheme,
    LegalPlace,
    State,
    Theme,
)
from procurement.operations import (
    create_criterion,
    draft_version,
    freeze_version,
    move_version,
    relate_criteria,
    set_evidence,
    set_legal_bases,
    set_requirements,
    set_scoring,
    set_sources,
)
from procurement.operations.criteria import save_new
from procurement.seed import parts, things
from procurement.seed.rows import Row, versions
from slimsamenwerken.core.clocks import Origin

# The document of a number elsewhere: numbering starts anew in each.
_EU_DOCUMENTS: Final = {
    "S04": "SWD(2017) 283",
    "S07": "EU GPP indoor cleaning services 2018",
    "S23": "SWD(2021) 57",
}
_MVI: Final = "S05"
_MVI_GROUP: Final = "Kantoormeubels"
_NOW_LAW: Final = "Wat deze eis vroeg, is intussen een wettelijke grens (S28)."


def load_criteria(added: Counter[str]) -> set[str]:
    """The codes that are new; a criterion that is there stays as it is."""
    there = set(Criterion.objects.values_list("code", flat=True))
    groups = {group.prefix: group for group in ProductGroup.objects.all()}
    fresh: dict[str, Criterion] = {}
    for row in versions():
        if row.code in there:
            continue
        if row.code not in fresh:
            places = [groups[prefix] for prefix in _places(row, list(groups))]
            fresh[row.code] = create_criterion(code=row.code, groups=places, by=None)
            added["criterion"] += 1
        _load_version(fresh[row.code], row)
        added["criterionversion"] += 1
        for crosswalk in _crosswalks(fresh[row.code], row):
            save_new(crosswalk)
            added["crosswalk"] += 1
    return set(fresh)


def _places(row: Row, every: list[str]) -> list[str]:
    if row.prefix == things.HORIZONTAL:
        return every
    return [row.prefix, *things.ALSO_IN.get(row.code, ())]


def _load_version(criterion: Criterion, row: Row) -> None:
    draft = draft_version(criterion=criterion, by=None, **_wording(row))
    confidence = Confidences(row)
    set_requirements(draft=draft, rows=list(_requirements(row, confidence)), by=None)
    proof = [EvidenceType.objects.get(name=name) for name in row.evidence]
    set_evidence(draft=draft, evidence=proof, by=None)
    sources = [
        {"source": source, "locator": locator, "figure_confidence": confidence.of(source)}
        for source, locator in confidence.sources
    ]
    set_sources(draft=draft, rows=sources, by=None)
    laws = [law for law in things.LAWS if (row.code, row.number) in law.criteria]
    bases = [LegalBasis.objects.get(framework=law.framework, article=law.article) for law in laws]
    set_legal_bases(draft=draft, bases=bases, by=None)
    hint = parts.HINTS.get(row.code)
    if hint:
        set_scoring(draft=draft, fields=_scoring(hint, confidence), by=None)
    _bring_to_state(draft, row)


def _wording(row: Row) -> dict[str, Any]:
    hint = parts.HINTS.get(row.code)
    told: dict[str, Any] = {
        "title": row.title,
        "requirement_text": row.requirement,
        "rationale": hint.rationale if hint else "",
        "vigilance": parts.NOTES.get(row.code, ""),
        "criterion_type": row.criterion_type,
        "legal_places": [_place(row)],
        "level": row.level,
        "contract_natures": _natures(row),
        "r_strategies": row.r_strategies,
        "themes": _themes(row),
        "additionality": row.additionality,
        "essential": row.essential,
        "valid_from": row.valid_from,
        "review_by": row.review_by,
    }
    if row.number > 1:
        told |= {"change_kind": ChangeKind.TYPE_CHANGED, "change_note": _NOW_LAW}
    return told


def _place(row: Row) -> str:
    if row.criterion_type == CriterionType.SUGGESTION:
        return LegalPlace.NONE
    return LegalPlace(row.criterion_type)


def _natures(row: Row) -> list[str]:
    nature = parts.NATURES.get(row.code, parts.NATURES.get(row.prefix))
    return [nature] if nature else []


def _themes(row: Row) -> list[str]:
    more = [theme for theme, codes in parts.THEMES.items() if row.code in codes]
    return [*([Theme.CIRCULAR] if row.r_strategies else []), *more]


class Confidences:
    """How far the figures of a row were read: what is in consultation or a draft was read less."""

    BY_STATE: Final = {
        State.CONSULTATION.value: Confidence.MEDIUM,
        State.DRAFT.value: Confidence.LOW,
    }

    def __init__(self, row: Row) -> None:
        self.least = self.BY_STATE.get(row.state)
        self.sources = [(Source.objects.get(code=code), place) for code, place in row.sources]

    def of(self, source: Source) -> str:
        return self.least or source.confidence

    @property
    def figures(self) -> str:
        """That of the source which is named first: the figure is taken from it."""
        return self.of(self.sources[0][0])


def _requirements(row: Row, confidence: Confidences) -> Iterator[dict[str, Any]]:
    checks = parts.CHECKS.get((row.code, row.number), ())
    if not checks and row.criterion_type == CriterionType.TECHNICAL_SPECIFICATION:
        checks = (parts.Check(parts.OTHERWISE, row.title, "eq", "1"),)
    for order, check in enumerate(checks, start=1):
        number = bool(check.unit)
        yield {
            **asdict(check),
            "order": order,
            "data_type": "number" if number else "boolean",
            "figure_confidence": confidence.figures if number else "",
        }


def _scoring(hint: parts.Hint, confidence: Confidences) -> dict[str, Any]:
    fields = asdict(hint)
    del fields["rationale"], fields["figures"]
    return {
        **fields,
        "steps": [list(step) for step in hint.steps],
        "weight_min": parts.WEIGHTS[0],
        "weight_max": parts.WEIGHTS[1],
        "figure_confidence": confidence.figures if hint.figures else "",
    }


def _bring_to_state(draft: CriterionVersion, row: Row) -> None:
    """A version without a transition is a draft."""
    if row.state == State.DRAFT:
        return
    if row.state == State.PUBLISHED:
        freeze_version(draft=draft, by=None)
    move_version(
        moved=draft,
        to_state=row.state,
        valid_on=row.valid_from,
        by=None,
        origin=Origin.SEED,
        basis=VersionTransition.INITIAL_LOAD,
    )


def _crosswalks(criterion: Criterion, row: Row) -> Iterator[Crosswalk]:
    """The places in the sources: "A/TS3, B/TS4·TS7" are three numbers. What the second version of
    a criterion names is another source, and no crosswalk."""
    for code, locator in row.sources:
        if code in _EU_DOCUMENTS:
            for number in _numbers(locator):
                yield Crosswalk(
                    criterion=criterion,
                    scheme=CrosswalkScheme.EU_GPP,
                    external_id=f"{_EU_DOCUMENTS[code]} {number}",
                    relation=CrosswalkRelation.CLOSE,
                )
        elif code == _MVI:
            yield Crosswalk(
                criterion=criterion,
                scheme=CrosswalkScheme.MVI,
                external_id=_MVI_GROUP,
                title=row.title,
                relation=CrosswalkRelation.CLOSE,
            )


def _numbers(locator: str) -> Iterator[str]:
    for part in locator.split(","):
        head, slash, numbers = part.strip().rpartition("/")
        for number in numbers.split("·"):
            yield f"{head}{slash}{number}"


def load_relations(added: Counter[str], fresh: set[str]) -> None:
    """With the criteria they are about; one that an editor took away does not come back."""
    for first, kind, second in parts.RELATIONS:
        if {first, second} & fresh:
            relate_criteria(
                from_criterion=Criterion.objects.get(code=first),
                to_criterion=Criterion.objects.get(code=second),
                kind=kind,
                by=None,
            )
            added["criterionrelation"] += 1
