"""Product groups, their sheets and forms of contract, and the CPV codes that lead to them."""

from collections.abc import Iterable
from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from procurement.models.codes import ContractNature, CpvEffect, CpvScope
from slimsamenwerken.core.clocks import Identity
from slimsamenwerken.history.tracking import tracked

# The eight fixed sections of a sheet, in their order.
SECTIONS: Final = {
    "scope": _("Scope"),
    "description": _("Sustainable description"),
    "need": _("Step 0"),
    "market": _("Market"),
    "life_cycle": _("Life cycle and R-ladder"),
    "criteria": _("Criteria by phase"),
    "cost": _("Cost and form of contract"),
    "contact": _("Contact"),
}


@tracked()
class ContractForm(models.Model):
    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=80)
    explanation = models.TextField(_("explanation"))
    risks = models.TextField(_("risks"), blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("form of contract")

    def __str__(self) -> str:
        return self.name


@tracked()
class ProductGroup(Identity):
    """`prefix` begins the codes of its criteria; `order` is that of the start page."""

    prefix = models.CharField(
        _("prefix"),
        max_length=2,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{2}$", _("A prefix has two capitals."))],
    )
    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    origin = models.CharField(_("origin"), max_length=200, blank=True)
    scope_in = models.TextField(_("falls under it"))
    scope_out = models.TextField(_("does not fall under it"), blank=True)
    need_question = models.CharField(_("question of step 0"), max_length=200, blank=True)
    contract_natures = ArrayField(
        models.CharField(max_length=8, choices=ContractNature.choices),
        default=list,
        blank=True,
        verbose_name=_("natures of contract"),
    )
    contract_forms = models.ManyToManyField(
        ContractForm,
        through="procurement.GroupForm",
        related_name="groups",
        verbose_name=_("forms of contract"),
    )
    horizontal = models.BooleanField(_("for all groups"), default=False)

    class Meta:
        ordering = ["order", "prefix"]
        verbose_name = _("product group")
        constraints = [
            models.CheckConstraint(
                condition=Q(prefix__regex=r"^[A-Z]{2}$"),
                name="procurement_productgroup_prefix",
                violation_error_message=_("A prefix has two capitals."),
            ),
            models.CheckConstraint(
                condition=Q(contract_natures__contained_by=ContractNature.values),
                name="procurement_productgroup_natures",
                violation_error_message=_("Unknown nature of contract."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class GroupForm(models.Model):
    group = models.ForeignKey(ProductGroup, on_delete=models.PROTECT, related_name="forms")
    form = models.ForeignKey(ContractForm, on_delete=models.PROTECT, related_name="uses")

    class Meta:
        ordering = ["group", "form"]
        verbose_name = _("form of contract of a group")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "form"],
                name="procurement_groupform_once",
                violation_error_message=_("This form is there already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.form}"


@tracked()
class ProductSheet(Identity):
    group = models.OneToOneField(ProductGroup, on_delete=models.PROTECT, related_name="sheet")

    class Meta:
        ordering = ["group"]
        verbose_name = _("product sheet")

    def __str__(self) -> str:
        return str(self.group)


@tracked()
class SheetVersion(models.Model):
    """What a sheet says since a day. Fixed, and readable for all, once `frozen_at` is set.

    An empty section prints "in opmaak"; the section with the criteria is made of the criteria.
    """

    sheet = models.ForeignKey(ProductSheet, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    valid_from = models.DateField(_("valid from"))
    scope = models.TextField(_("Scope"), blank=True)
    description = models.TextField(_("Sustainable description"), blank=True)
    need = models.TextField(_("Step 0"), blank=True)
    market = models.TextField(_("Market"), blank=True)
    life_cycle = models.TextField(_("Life cycle and R-ladder"), blank=True)
    criteria = models.TextField(_("Criteria by phase"), blank=True)
    cost = models.TextField(_("Cost and form of contract"), blank=True)
    contact = models.TextField(_("Contact"), blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["sheet", "number"]
        verbose_name = _("version of a product sheet")
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "number"],
                name="procurement_sheetversion_number",
                violation_error_message=_("This version number exists already."),
            ),
            models.UniqueConstraint(
                fields=["sheet", "valid_from"],
                name="procurement_sheetversion_one_per_day",
                violation_error_message=_("There is already a version from this date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.number}"

    def identities(self) -> Iterable[Identity]:
        return (self.sheet,)


@tracked()
class CpvCode(models.Model):
    """A code of the CPV 2008. The check digit is stored as published: the usual formula does not
    give it for 532 of the 9,454 codes."""

    code = models.CharField(_("code"), max_length=8, primary_key=True)
    check_digit = models.CharField(_("check digit"), max_length=1)
    label_nl = models.CharField(_("label"), max_length=300)
    label_en = models.CharField(_("label in English"), max_length=300, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("CPV code")
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^\d{8}$", check_digit__regex=r"^\d$"),
                name="procurement_cpvcode_digits",
                violation_error_message=_("A CPV code has eight digits and a check digit."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}-{self.check_digit}"


@tracked()
class CpvLink(models.Model):
    """The nearest link on the path from a code to its division decides for a group."""

    group = models.ForeignKey(ProductGroup, on_delete=models.PROTECT, related_name="cpv_links")
    code = models.ForeignKey(CpvCode, on_delete=models.PROTECT, related_name="links")
    scope = models.CharField(_("scope"), max_length=11, choices=CpvScope.choices)
    effect = models.CharField(
        _("effect"), max_length=7, choices=CpvEffect.choices, default=CpvEffect.INCLUDE
    )

    class Meta:
        ordering = ["group", "code"]
        verbose_name = _("CPV link")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "code", "scope", "effect"],
                name="procurement_cpvlink_once",
                violation_error_message=_("This link exists already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.code}"
