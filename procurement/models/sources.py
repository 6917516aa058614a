"""Where criteria come from and what proves them: sources, proof, legal grounds."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from procurement.models.codes import Confidence, Effort, EvidenceKind, EvidenceMoment
from slimsamenwerken.core.clocks import longer
from slimsamenwerken.history.tracking import tracked


@tracked()
class Source(models.Model):
    """A publication. `confidence` is the default for the figures that are taken from it."""

    code = models.CharField(
        _("code"), max_length=12, unique=True, validators=[RegexValidator(r"^[A-Z]\d{2,}$")]
    )
    publisher = models.CharField(_("publisher"), max_length=200)
    document = models.CharField(_("document"), max_length=300)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    url = models.URLField(_("address"), blank=True, max_length=500)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=9, choices=Confidence.choices, blank=True
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("source")

    def __str__(self) -> str:
        return f"{self.publisher}, {self.document}"


@tracked()
class EvidenceType(models.Model):
    """What a supplier shows. A label or a chain of custody always says "of gelijkwaardig"."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=24, choices=EvidenceKind.choices)
    scheme = models.CharField(_("scheme"), max_length=160, blank=True)
    equivalence_text = models.CharField(_("equivalence"), max_length=200, blank=True)
    moment = models.CharField(_("moment"), max_length=8, choices=EvidenceMoment.choices)
    checker = models.CharField(_("checked by"), max_length=120, blank=True)
    effort = models.CharField(_("effort"), max_length=6, choices=Effort.choices)

    class Meta:
        ordering = ["name"]
        verbose_name = _("proof")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=[EvidenceKind.LABEL_TYPE1, EvidenceKind.CHAIN_OF_CUSTODY])
                | longer("equivalence_text", 1),
                name="procurement_evidencetype_equivalence",
                violation_error_message=_("A label needs a text such as “of gelijkwaardig”."),
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class LegalBasis(models.Model):
    framework = models.CharField(_("framework"), max_length=200)
    article = models.CharField(_("article"), max_length=60, blank=True)
    url = models.URLField(_("ELI or address"), blank=True, max_length=500)
    applies_from = models.DateField(_("applies from"), null=True, blank=True)
    applies_until = models.DateField(_("applies until"), null=True, blank=True)

    class Meta:
        ordering = ["framework", "article"]
        verbose_name = _("legal ground")
        verbose_name_plural = _("legal grounds")
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "article"],
                name="procurement_legalbasis_once",
                violation_error_message=_("This legal ground exists already."),
            ),
            models.CheckConstraint(
                condition=Q(applies_from__isnull=True)
                | Q(applies_until__isnull=True)
                | Q(applies_until__gte=F("applies_from")),
                name="procurement_legalbasis_period",
                violation_error_message=_("The end date lies before the start date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.framework} {self.article}".strip()
