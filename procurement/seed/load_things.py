"""Puts groups, CPV codes, sources, proof, laws and the steering group in the database."""

from collections import Counter
from dataclasses import asdict
from typing import Any

from django.db import models
from django.utils.text import slugify

from procurement.models import (
    ContractForm,
    CpvCode,
    CpvLink,
    EvidenceType,
    GroupForm,
    LegalBasis,
    ProductGroup,
    ProductSheet,
    SheetVersion,
    Source,
    SteeringGroup,
    SteeringMember,
)
from procurement.models.codes import EvidenceKind
from procurement.operations.criteria import save_new
from procurement.seed import things
from procurement.seed.rows import lines
from slimsamenwerken.core.clocks import CoreClock, touch
from slimsamenwerken.programme.models import Actor

_WITH_EQUIVALENCE = (EvidenceKind.LABEL_TYPE1, EvidenceKind.CHAIN_OF_CUSTODY)


def load_things(added: Counter[str]) -> None:
    _load_forms(added)
    _load_codes(added)
    _load_groups(added)
    _load_sources(added)
    _load_proof(added)
    _load_laws(added)
    _load_steering(added)


def _missing(model: type[models.Model], field: str, key: str) -> bool:
    return not model._default_manager.filter(**{field: key}).exists()


def _add(added: Counter[str], row: Any) -> Any:
    added[row._meta.model_name] += 1
    return save_new(row)


def _load_forms(added: Counter[str]) -> None:
    for form in things.FORMS:
        if _missing(ContractForm, "code", form.code):
            _add(added, ContractForm(**asdict(form)))


def _load_codes(added: Counter[str]) -> None:
    """Only the codes that a link names; the whole list comes with import_cpv."""
    there = set(CpvCode.objects.values_list("code", flat=True))
    for line in lines("cpv_codes.csv"):
        if line["code"] not in there:
            _add(added, CpvCode(**line))


def _load_groups(added: Counter[str]) -> None:
    links = list(lines("cpv_links.csv"))
    for order, row in enumerate(things.GROUPS, start=1):
        if _missing(ProductGroup, "prefix", row.prefix):
            group = _load_group(added, row, order)
            for line in links:
                if line["group"] == row.prefix:
                    link = {"scope": line["scope"], "effect": line["effect"]}
                    _add(added, CpvLink(group=group, code_id=line["code"], **link))


def _load_group(added: Counter[str], row: things.Group, order: int) -> ProductGroup:
    group: ProductGroup = _add(
        added,
        ProductGroup(
            prefix=row.prefix,
            slug=row.slug,
            name=row.name,
            order=order,
            origin=row.origin,
            scope_in=row.scope,
            need_question=row.need,
            contract_natures=list(row.natures),
            horizontal=row.prefix == things.HORIZONTAL,
        ),
    )
    for code in row.forms:
        _add(added, GroupForm(group=group, form=ContractForm.objects.get(code=code)))
    _load_sheet(added, group, row)
    touch(group)
    return group


def _load_sheet(added: Counter[str], group: ProductGroup, row: things.Group) -> None:
    """Filled as far as the guide goes. A group without criteria has a draft."""
    sheet = _add(added, ProductSheet(group=group))
    version = _add(
        added,
        SheetVersion(
            sheet=sheet,
            number=1,
            valid_from=things.FIRST_DAY,
            scope=row.scope,
            need=row.need,
            market=row.market,
            cost=row.cost,
        ),
    )
    if row.has_sheet:
        SheetVersion.objects.filter(pk=version.pk).update(frozen_at=CoreClock())
    touch(sheet)


def _load_sources(added: Counter[str]) -> None:
    for row in things.SOURCES:
        if _missing(Source, "code", row.code):
            _add(added, Source(**asdict(row)))


def _load_proof(added: Counter[str]) -> None:
    for row in things.PROOF:
        code = slugify(row.name)
        if _missing(EvidenceType, "code", code):
            text = things.EQUIVALENT if row.kind in _WITH_EQUIVALENCE else ""
            _add(added, EvidenceType(code=code, equivalence_text=text, **asdict(row)))


def _load_laws(added: Counter[str]) -> None:
    for law in things.LAWS:
        name = {"framework": law.framework, "article": law.article}
        if not LegalBasis.objects.filter(**name).exists():
            _add(added, LegalBasis(applies_from=law.applies_from, **name))


def _load_steering(added: Counter[str]) -> None:
    """Waits for the actors of the programme: load_start_data brings them first."""
    actors = {actor.slug: actor for actor in Actor.objects.filter(slug__in=things.STEERING_MEMBERS)}
    there = SteeringGroup.objects.filter(slug=things.STEERING_SLUG).exists()
    if there or set(actors) != set(things.STEERING_MEMBERS):
        return
    name = {"slug": things.STEERING_SLUG, "name": things.STEERING_NAME}
    group = _add(added, SteeringGroup(note=things.STEERING_NOTE, **name))
    for slug, note in things.STEERING_MEMBERS.items():
        _add(added, SteeringMember(group=group, actor=actors[slug], note=note))
    touch(group)
