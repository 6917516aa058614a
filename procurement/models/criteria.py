"""Criteria: a code for ever, numbered versions that are fixed once and for all, and their states."""

from collections.abc import Iterable
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from procurement.models.codes import (
    Additionality,
    ChangeKind,
    ContractNature,
    CriterionType,
    LegalPlace,
    Level,
    State,
    Theme,
)
from procurement.models.groups import ProductGroup
from slimsamenwerken.core.clocks import DatedFact, Identity, longer, pick_index
from slimsamenwerken.core.constraints import TRIGGER_SENTENCES, unique_known
from slimsamenwerken.history.tracking import tracked
from slimsamenwerken.programme.models import Actor
from slimsamenwerken.programme.models.codes import RStrategy
from slimsamenwerken.programme.models.search import search_vector, vector_index

TRIGGER_SENTENCES.update(
    {
        "procurement_version_gap": _("Versions are numbered 1, 2, 3 without a gap."),
        "procurement_version_order": _("A later version starts on a later day."),
        "procurement_published_frozen": _("Fix the text of this version first."),
        "procurement_published_validated": _(
            "The steering group decides first: a version is published after it was validated."
        ),
    }
)
CODE_RULE = _("A criterion code looks like MB-003.")


def codes_of(choices: type[models.TextChoices], name: object) -> ArrayField:  # type: ignore[type-arg]
    """Some of the choices, in a list."""
    return ArrayField(
        models.CharField(max_length=24, choices=choices.choices),
        default=list,
        blank=True,
        verbose_name=name,  # type: ignore[arg-type]
    )


def within(field: str, choices: type[models.TextChoices], name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{field}__contained_by": choices.values}),
        name=name,
        violation_error_message=_("Unknown code."),
    )


@tracked()
class Criterion(Identity):
    """Identity only; a code is never used again, also after the criterion is out of use."""

    code = models.CharField(
        _("code"),
        max_length=6,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{2}-[0-9]{3}$", CODE_RULE)],
        error_messages={"unique": _("This code exists already, and a code is never used twice.")},
    )
    groups = models.ManyToManyField(
        ProductGroup,
        through="procurement.CriterionGroup",
        related_name="criteria",
        verbose_name=_("product groups"),
    )
    owner = models.ForeignKey(
        Actor,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="criteria",
        verbose_name=_("owner"),
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("criterion")
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z]{2}-[0-9]{3}$"),
                name="procurement_criterion_code_form",
                violation_error_message=CODE_RULE,
            )
        ]

    def __str__(self) -> str:
        return self.code


@tracked()
class CriterionGroup(models.Model):
    """A criterion stands in every group where it may be asked; its prefix names the first."""

    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="places")
    group = models.ForeignKey(ProductGroup, on_delete=models.PROTECT, related_name="places")

    class Meta:
        ordering = ["criterion", "group"]
        verbose_name = _("group of a criterion")
        constraints = [
            models.UniqueConstraint(
                fields=["criterion", "group"],
                name="procurement_criteriongroup_once",
                violation_error_message=_("The criterion is in this group already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.group}"


@tracked(exclude=("search",))
class CriterionVersion(models.Model):
    """One wording. A draft may be edited; `frozen_at` fixes it with all that belongs to it.

    Its end is never stored: it is the `valid_from` of the next published version, or the day on
    which it is retired. `text_hash` is that of the requirement (procurement.documents.wording).
    """

    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="versions")
    number = models.SmallIntegerField(_("version"), validators=[MinValueValidator(1)])
    title = models.CharField(_("title"), max_length=120)
    requirement_text = models.TextField(_("requirement"), max_length=1500)
    rationale = models.TextField(_("link to the subject of the contract"), blank=True)
    vigilance = models.TextField(_("point of attention"), blank=True)
    criterion_type = models.CharField(_("type"), max_length=24, choices=CriterionType.choices)
    legal_places = codes_of(LegalPlace, _("place in the documents"))
    level = models.SmallIntegerField(_("level"), choices=Level.choices)
    contract_natures = codes_of(ContractNature, _("natures of contract"))
    r_strategies = codes_of(RStrategy, _("R-strategies"))
    themes = codes_of(Theme, _("themes"))
    additionality = models.CharField(
        _("additionality"), max_length=16, choices=Additionality.choices
    )
    checked_on = models.DateField(_("additionality checked on"), null=True, blank=True)
    essential = models.BooleanField(_("essential"), default=False)
    valid_from = models.DateField(_("valid from"))
    review_by = models.DateField(_("to be reviewed by"), null=True, blank=True)
    change_kind = models.CharField(_("change"), max_length=13, choices=ChangeKind.choices)
    change_note = models.TextField(_("what changed"), blank=True)
    text_hash = models.CharField(max_length=64, editable=False, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True, editable=False)
    edited_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    search = search_vector(A=("title",), B=("requirement_text",), C=("vigilance",))

    class Meta:
        ordering = ["criterion", "number"]
        verbose_name = _("version of a criterion")
        indexes = [vector_index("procurement_version_search")]
        constraints = [
            models.UniqueConstraint(
                fields=["criterion", "number"],
                name="procurement_criterionversion_number",
                violation_error_message=_("This version number exists already."),
            ),
            models.UniqueConstraint(
                fields=["criterion", "valid_from"],
                name="procurement_criterionversion_day",
                violation_error_message=_("There is already a version from this date."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="procurement_criterionversion_from_one",
                violation_error_message=_("Versions are numbered from 1."),
            ),
            models.CheckConstraint(
                condition=Q(level__in=Level.values),
                name="procurement_criterionversion_level",
                violation_error_message=_("Level is 1, 2 or 3."),
            ),
            models.CheckConstraint(
                condition=~Q(additionality=Additionality.LEGALLY_REQUIRED)
                | (~Q(criterion_type=CriterionType.AWARD) & Q(essential=False)),
                name="procurement_criterionversion_law",
                violation_error_message=_(
                    "What the law requires gives no points and is not essential: make it a point of attention."
                ),
            ),
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=True) | Q(text_hash__regex=r"^[0-9a-f]{64}$"),
                name="procurement_criterionversion_hash",
                violation_error_message=_("A fixed version has the hash of its text."),
            ),
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=True)
                | ~Q(criterion_type=CriterionType.AWARD)
                | longer("rationale", 1),
                name="procurement_criterionversion_subject",
                violation_error_message=_(
                    "An award criterion says how it is linked to the subject of the contract."
                ),
            ),
            within("legal_places", LegalPlace, "procurement_criterionversion_places"),
            within("contract_natures", ContractNature, "procurement_criterionversion_natures"),
            within("r_strategies", RStrategy, "procurement_criterionversion_ladder"),
            within("themes", Theme, "procurement_criterionversion_themes"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} v{self.number}"

    def identities(self) -> Iterable[Identity]:
        return (self.criterion,)

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None


class VersionTransition(DatedFact):
    """From a day on a version is in a state. A withdrawn row is a mistake that was corrected.

    `basis` says why without a decision; "initial_load" is shown as "overgenomen bij de start".
    """

    subject_fields: ClassVar[tuple[str, ...]] = ("version",)
    INITIAL_LOAD: ClassVar[str] = "initial_load"
    version = models.ForeignKey(
        CriterionVersion, on_delete=models.PROTECT, related_name="transitions"
    )
    to_state = models.CharField(_("state"), max_length=12, choices=State.choices)
    closes_on = models.DateField(_("consultation closes on"), null=True, blank=True)
    decision = models.ForeignKey(
        "procurement.Decision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="transitions",
        verbose_name=_("decision"),
    )
    note = models.TextField(_("note"), blank=True)

    class Meta(DatedFact.Meta):
        verbose_name = _("state of a version")
        indexes = [pick_index("version", name="procurement_transition_pick")]
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True)
                | Q(to_state=State.CONSULTATION, closes_on__gte=models.F("valid_on")),
                name="procurement_versiontransition_closes",
                violation_error_message=_(
                    "Only a consultation has a last day, and it lies after its first day."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(to_state=State.VALIDATED) | Q(decision__isnull=False),
                name="procurement_versiontransition_decided",
                violation_error_message=_("Name the decision of the steering group."),
            ),
            unique_known(
                "version",
                "to_state",
                "valid_on",
                name="procurement_versiontransition_once",
                sentence=_("The version is in this state from this day already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.to_state}"

    def identities(self) -> Iterable[Identity]:
        return (self.version.criterion,)
