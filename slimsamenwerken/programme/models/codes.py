"""The words that the programme counts in: choices of several models."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StatusCode(models.TextChoices):
    """Declared and computed status; `unknown` is computed only."""

    NOT_STARTED = "not_started", pgettext_lazy("status", "not started")
    STARTED = "started", pgettext_lazy("status", "started")
    ON_TRACK = "on_track", pgettext_lazy("status", "in progress/on schedule")
    ATTENTION = "attention", pgettext_lazy("status", "special attention needed")
    ACTION_NEEDED = "action_needed", pgettext_lazy("status", "additional action required")
    ACHIEVED = "achieved", pgettext_lazy("status", "achieved")
    STOPPED = "stopped", pgettext_lazy("status", "stopped")
    UNKNOWN = "unknown", pgettext_lazy("status", "cannot be computed")


DECLARABLE = [choice for choice in StatusCode.choices if choice[0] != StatusCode.UNKNOWN]


class ActorKind(models.TextChoices):
    GOVERNMENT = "government", _("government")
    LOCAL_AUTHORITY = "local_authority", _("local authority")
    COMPANY = "company", _("company")
    UMBRELLA = "umbrella", _("umbrella organisation")
    CIVIL_SOCIETY = "civil_society", _("civil society")
    KNOWLEDGE = "knowledge", _("knowledge institution")
    NETWORK = "network", _("network")
    GROUP = "group", _("group")


class ActionKind(models.TextChoices):
    ACTION = "action", _("action")
    LEVER_PROJECT = "lever_project", _("strategic lever project")


class Role(models.TextChoices):
    LEAD = "lead", _("lead")
    CO_LEAD = "co_lead", _("co-lead")
    PARTNER = "partner", _("partner")
    COMMISSIONER = "commissioner", _("commissioner")
    CONTRACTOR = "contractor", _("contractor")
    FUNDER = "funder", _("funder")
    TARGET_GROUP = "target_group", _("target group")


class ClosureKind(models.TextChoices):
    COMPLETED = "completed", _("completed")
    STOPPED = "stopped", _("stopped")


class SuccessionKind(models.TextChoices):
    CONTINUED_IN = "continued_in", _("continued in")
    REPLACED_BY = "replaced_by", _("replaced by")
    MERGED_INTO = "merged_into", _("merged into")
    SPLIT_INTO = "split_into", _("split into")


class ActorSuccessionKind(models.TextChoices):
    MERGED = "merged", _("merged")
    SPLIT = "split", _("split")
    ABSORBED = "absorbed", _("absorbed")


class RelationKind(models.TextChoices):
    PART_OF = "part_of", _("part of")
    INPUT_FOR = "input_for", _("input for")
    PRECEDES = "precedes", _("precedes")
    RELATED = "related", _("related to")


class OutcomeKind(models.TextChoices):
    REALISED = "realised", _("realised")
    DROPPED = "dropped", _("dropped")


class Level(models.TextChoices):
    CONTEXT = "context", _("context")
    INPUT = "input", _("input")
    OUTPUT = "output", _("output")
    OUTCOME = "outcome", pgettext_lazy("level", "outcome")
    IMPACT = "impact", _("impact")


class Direction(models.TextChoices):
    RISING = "rising", _("rising")
    FALLING = "falling", _("falling")
    MAINTAIN = "maintain", _("maintain")
    BAND = "band", _("band")


class Aggregation(models.TextChoices):
    STATE = "state", _("state: the last value in the period")
    FLOW = "flow", _("flow: the sum over the period")
    CUMULATIVE = "cumulative", _("cumulative: the last value, never summed")
    RATIO = "ratio", _("ratio: sum of numerators by sum of denominators")
    LATEST = "latest", _("latest value, not additive")


class DimensionAggregation(models.TextChoices):
    SUM = "sum", _("sum")
    WEIGHTED = "weighted", _("weighted")
    NONE = "none", _("none")


class Frequency(models.TextChoices):
    MONTH = "month", _("monthly")
    QUARTER = "quarter", _("quarterly")
    HALF_YEAR = "half_year", _("half-yearly")
    YEAR = "year", _("yearly")
    ONCE = "once", _("once")


class Qualifier(models.TextChoices):
    EXACT = "=", _("exactly")
    ABOUT = "≈", _("about")
    MORE = ">", _("more than")
    AT_LEAST = "≥", _("at least")
    LESS = "<", _("less than")
    AT_MOST = "≤", _("at most")


class RStrategy(models.TextChoices):
    """The ladder of circular strategies, the highest first; R0–R9 as in Potting et al. (2017)."""

    R0 = "R0", _("refuse")
    R1 = "R1", _("rethink (share, service)")
    R2 = "R2", _("reduce")
    R3 = "R3", _("reuse")
    R4 = "R4", _("repair")
    R5 = "R5", _("refurbish")
    R6 = "R6", _("remanufacture")
    R7 = "R7", _("repurpose")
    R8 = "R8", _("recycle")
    R9 = "R9", _("recover energy")
