"""The words of procurement: choices of several models."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CriterionType(models.TextChoices):
    EXCLUSION = "exclusion", _("exclusion ground")
    SELECTION = "selection", _("selection criterion")
    TECHNICAL_SPECIFICATION = "technical_specification", _("technical specification")
    AWARD = "award", _("award criterion")
    PERFORMANCE_CONDITION = "performance_condition", _("performance condition")
    VARIANT_OPTION = "variant_option", _("variant or option")
    SUGGESTION = "suggestion", _("point of attention")


class LegalPlace(models.TextChoices):
    """Where in the documents a text may stand; apart from the type: one text may fit two places."""

    EXCLUSION = "exclusion", _("exclusion ground")
    SELECTION = "selection", _("selection criterion")
    TECHNICAL_SPECIFICATION = "technical_specification", _("technical specification")
    AWARD = "award", _("award criterion")
    PERFORMANCE_CONDITION = "performance_condition", _("performance condition")
    NONE = "none", _("no text of the specification")


class Theme(models.TextChoices):
    CIRCULAR = "circular", _("circular")
    CLIMATE = "climate", _("climate")
    BIODIVERSITY = "biodiversity", _("biodiversity")
    WATER = "water", _("water")
    POLLUTION = "pollution", _("pollution")
    SOCIAL = "social", _("social")
    INNOVATION = "innovation", _("innovation")


class Level(models.IntegerChoices):
    BASIC = 1, _("basic")
    SIGNIFICANT = 2, _("significant")
    AMBITIOUS = 3, _("ambitious")


class Additionality(models.TextChoices):
    LEGALLY_REQUIRED = "legally_required", _("required by law")
    MARKET_STANDARD = "market_standard", _("market standard")
    FRONT_RUNNER = "front_runner", _("ahead of the market")
    NOT_ASSESSED = "not_assessed", _("not assessed")


class State(models.TextChoices):
    """What a transition leads to; superseded and review due are derived, never stored."""

    DRAFT = "draft", _("draft")
    CONSULTATION = "consultation", _("in consultation")
    VALIDATED = "validated", _("validated")
    PUBLISHED = "published", pgettext_lazy("criterion", "published")
    RETIRED = "retired", _("retired")


class ChangeKind(models.TextChoices):
    NEW = "new", pgettext_lazy("change", "new")
    EDITORIAL = "editorial", _("editorial")
    CLARIFICATION = "clarification", _("clarified")
    STRICTER = "stricter", _("made stricter")
    LOOSER = "looser", _("made looser")
    TYPE_CHANGED = "type_changed", _("another type")
    SPLIT = "split", pgettext_lazy("change", "split")
    MERGED = "merged", pgettext_lazy("change", "merged")


class ContractNature(models.TextChoices):
    """BT-23 and BT-531 of eForms. A product-service combination is a main and a further nature."""

    WORKS = "works", _("works")
    SUPPLIES = "supplies", _("supplies")
    SERVICES = "services", pgettext_lazy("contract", "services")


class EvidenceKind(models.TextChoices):
    LABEL_TYPE1 = "label_type1", _("type I ecolabel (ISO 14024)")
    EPD = "epd", _("environmental product declaration")
    TEST_REPORT = "test_report", _("test report")
    MANAGEMENT_CERTIFICATE = "management_certificate", _("management certificate")
    CHAIN_OF_CUSTODY = "chain_of_custody", _("chain of custody")
    TECHNICAL_FILE = "technical_file", _("technical file")
    DECLARATION = "declaration", _("declaration")
    SAMPLE_VISIT = "sample_visit", _("sample or visit")
    REPORT_LOG = "report_log", _("report or log")
    INVOICE_DATA = "invoice_data", _("invoice data")


class EvidenceMoment(models.TextChoices):
    OFFER = "offer", _("with the offer")
    AWARD = "award", _("before the award")
    DELIVERY = "delivery", _("at delivery")
    YEARLY = "yearly", _("every year")
    END = "end", _("at the end of the contract")


class Effort(models.TextChoices):
    LOW = "low", pgettext_lazy("effort", "low")
    MEDIUM = "medium", pgettext_lazy("effort", "medium")
    HIGH = "high", pgettext_lazy("effort", "high")


class ScoringMethod(models.TextChoices):
    PASS_FAIL = "pass_fail", _("all or nothing")
    POINTS_SCALE = "points_scale", _("points in steps")
    LINEAR_BETWEEN = "linear_between", _("linear between two values")
    RATIO_TO_BEST = "ratio_to_best", _("in proportion to the best offer")
    LCC_COST = "lcc_cost", _("life-cycle cost in proportion to the best offer")
    JURY_RUBRIC = "jury_rubric", _("judged by a jury")


class Confidence(models.TextChoices):
    """How far a figure was read at its source."""

    CONFIRMED = "confirmed", _("read at the source")
    HIGH = "high", _("source still to be read")
    MEDIUM = "medium", _("to be checked")
    LOW = "low", _("uncertain")


class DataType(models.TextChoices):
    BOOLEAN = "boolean", _("yes or no")
    NUMBER = "number", _("number")
    CHOICE = "choice", _("one of a list")


class Operator(models.TextChoices):
    EQ = "eq", "="
    NE = "ne", "≠"
    GE = "ge", "≥"
    GT = "gt", ">"
    LE = "le", "≤"
    LT = "lt", "<"
    BETWEEN = "between", _("between")
    IN = "in", _("one of")


class CrosswalkScheme(models.TextChoices):
    MVOO = "mvoo", _("MVOO criteria tool (Flanders)")
    MVI = "mvi", _("MVI criteria tool (Netherlands)")
    EU_GPP = "eu-gpp", _("EU GPP criteria")
    UHM_SE = "uhm-se", _("Swedish procurement agency")
    DFO_NO = "dfo-no", _("Norwegian procurement agency")
    EPA_IE = "epa-ie", _("Irish EPA")


class CrosswalkRelation(models.TextChoices):
    EXACT = "exact", _("the same")
    CLOSE = "close", _("nearly the same")
    BROADER = "broader", _("broader")
    NARROWER = "narrower", _("narrower")


class RelationKind(models.TextChoices):
    SUPERSEDES_IN_LEVEL = "supersedes_in_level", _("takes the place of, at a higher level")
    REQUIRES = "requires", _("needs")
    CONFLICTS_WITH = "conflicts_with", _("does not go together with")
    REINFORCES = "reinforces", _("strengthens")


class CpvScope(models.TextChoices):
    EXACT = "exact", _("this code only")
    DESCENDANTS = "descendants", _("this code and all below it")


class CpvEffect(models.TextChoices):
    INCLUDE = "include", _("belongs to the group")
    EXCLUDE = "exclude", _("does not belong to the group")


class DecisionOutcome(models.TextChoices):
    APPROVED = "approved", _("approved")
    APPROVED_WITH_CHANGES = "approved_with_changes", _("approved with changes")
    POSTPONED = "postponed", _("postponed")
    REJECTED = "rejected", _("rejected")
    RULING = "ruling", _("ruling")
