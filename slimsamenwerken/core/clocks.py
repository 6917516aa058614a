"""Two clocks: when it was true (`as_of`) and when we knew it (`known_at`).

Three sorts of table stand on the two bases of this module. An *identity* has a code and is never
printed; a *version* and a *fact* are appended, at most withdrawn, and never edited. The stamps are
set by the database (migration `core.0001`), under a lock that `freeze` shares, so that no row can
appear later at a moment that a report has frozen.
"""

import time
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.core.validators import MinLengthValidator
from django.db import OperationalError, connection, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.constraints import speaking
from slimsamenwerken.core.models.changes import ChangeRow
from slimsamenwerken.core.precision import Precision, render_date, render_date_short

FREEZE_LOCK = 7_212_015  # advisory lock number; the SQL of core.0001 repeats it
FREEZE_TRIES = 12
LOCK_TIMEOUT = "5s"  # writers queue behind a waiting freeze


def longer(field: str, length: int) -> Q:
    """Condition of a check constraint: the text has at least `length` characters."""
    return Q(GreaterThanOrEqual(Length(field), length))


class CoreClock(models.Func):
    """The database clock; a test replaces the SQL function to stand on another day."""

    function = "core_clock"
    arity = 0
    output_field = models.DateTimeField()


class Origin(models.TextChoices):
    WEB = "web", _("website")
    API = "api", _("API")
    IMPORT = "import", _("import")
    TASK = "task", _("automatic task")
    SEED = "seed", _("start data")


class StaleEditError(Exception):
    """Someone else wrote first: the version that the form carried is no longer the current one."""

    def __init__(self, thing: "Identity") -> None:
        super().__init__(f"{thing._meta.label} {thing.pk} changed in the meantime")
        self.thing = thing


class Identity(models.Model):
    """A thing with a code or slug that never changes; all that is printed lies in its versions."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    version = models.PositiveBigIntegerField(default=1, editable=False)
    modified_at = models.DateTimeField(db_default=CoreClock(), editable=False)

    class Meta:
        abstract = True


class FactQuerySet(models.QuerySet[Any]):
    """Selection by the two clocks."""

    def known(self, known_at: datetime | None = None) -> Self:
        """Rows that were known at the moment; without one, the rows not withdrawn."""
        if known_at is None:
            return self.filter(withdrawn_at__isnull=True)
        return self.filter(
            Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=known_at), recorded_at__lte=known_at
        )

    def until(self, as_of: date, known_at: datetime | None = None) -> Self:
        """Every known row that counts on the day, older ones of the same subject included."""
        return self.known(known_at).filter(self.model.counts_on(as_of))

    def at(self, as_of: date, known_at: datetime | None = None, **subject: Any) -> Self:
        """The one row per subject that counts on the day.

        Of the known rows of a subject the latest `valid_on` wins, then the latest `recorded_at`,
        then the highest id. `subject` narrows the choice by fields of the subject (it runs inside
        the selection); every other filter is chained behind, and so sees only chosen rows.
        """
        fields = self.model.subject_fields
        if not fields:
            return self.until(as_of, known_at).filter(**subject)
        strange = [key for key in subject if key.split("__")[0] not in fields]
        if strange:
            raise ValueError(f"{self.model.__name__}.at() narrows by its subject, not {strange}")
        # The column, not the relation: a relation would order by the ordering of its model.
        columns = [self.model._meta.get_field(name).attname for name in fields]
        chosen = (
            self.model._default_manager.all()
            .filter(**subject)
            .until(as_of, known_at)
            .order_by(*columns, "-valid_on", "-recorded_at", "-id")
            .distinct(*columns)
        )
        return self.filter(pk__in=chosen.values("pk"))

    def newest_first(self) -> Self:
        return self.order_by("-valid_on", "-recorded_at", "-id")


class Fact(models.Model):
    """The envelope of every row that is appended and never edited."""

    # Names the fields of which one row at a time counts; empty: every row counts.
    subject_fields: ClassVar[tuple[str, ...]] = ()

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    recorded_at = models.DateTimeField(db_default=CoreClock(), editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    origin = models.CharField(max_length=6, choices=Origin.choices, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    withdrawn_reason = models.TextField(
        blank=True, editable=False, default="", validators=[MinLengthValidator(5)]
    )
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="replaced_by",
    )
    derived = models.BooleanField(
        _("derived"), default=False, help_text=_("Read into the source, not stated.")
    )
    basis = models.CharField(_("basis"), max_length=300, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & longer("withdrawn_reason", 5)),
                name="%(app_label)s_%(class)s_withdrawal",
                violation_error_message=_("Give a reason of at least 5 characters."),
            ),
            models.CheckConstraint(
                condition=Q(recorded_by__isnull=False) | Q(origin__in=["task", "seed"]),
                name="%(app_label)s_%(class)s_recorded_by",
                violation_error_message=_("Someone must answer for this row."),
            ),
            models.CheckConstraint(
                condition=Q(origin__in=Origin.values),
                name="%(app_label)s_%(class)s_origin",
                violation_error_message=_("Unknown origin."),
            ),
        ]

    @classmethod
    def counts_on(cls, as_of: date) -> Q:
        return Q(valid_on__lte=as_of)

    def identities(self) -> Iterable[Identity]:
        """The things whose version a write on this row raises."""
        return ()

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


def precision_field() -> "models.CharField[str, str]":
    """Beside a date that a source may leave vague; the date holds the last day of the period."""
    return models.CharField(
        _("precision"), max_length=7, choices=Precision.choices, default=Precision.DAY, blank=True
    )


def first_day_field() -> "models.DateField[date | None, date | None]":
    """First day of a period of several years (precision "range"); empty otherwise."""
    return models.DateField(_("first day"), null=True, blank=True)


class DatedFact(Fact):
    """A fact or version that counts from a day on."""

    valid_on = models.DateField(_("date"))
    valid_on_precision = precision_field()
    valid_on_from = first_day_field()

    class Meta(Fact.Meta):
        abstract = True
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(valid_on_from__isnull=True) | Q(valid_on_from__lte=F("valid_on")),
                name="%(app_label)s_%(class)s_first_day",
                violation_error_message=_("The first day lies after the last day."),
            ),
        ]

    @property
    def valid_on_text(self) -> str:
        return render_date(self.valid_on, self.valid_on_precision, self.valid_on_from)

    @property
    def valid_on_short(self) -> str:
        return render_date_short(self.valid_on, self.valid_on_precision, self.valid_on_from)


class PeriodFact(Fact):
    """A fact that holds from `since` until `until`, both inclusive; empty is open."""

    since = models.DateField(_("since"), null=True, blank=True)
    since_precision = precision_field()
    since_from = first_day_field()
    until = models.DateField(_("until"), null=True, blank=True)
    until_precision = precision_field()
    until_from = first_day_field()

    class Meta(Fact.Meta):
        abstract = True
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(since__isnull=True)
                | Q(until__isnull=True)
                | Q(until__gte=Coalesce("since_from", "since")),
                name="%(app_label)s_%(class)s_period",
                violation_error_message=_("The end date lies before the start date."),
            ),
        ]

    @classmethod
    def counts_on(cls, as_of: date) -> Q:
        started = Q(since__isnull=True) | Q(since__lte=as_of)
        return started & (Q(until__isnull=True) | Q(until__gte=as_of))

    @property
    def since_text(self) -> str:
        return render_date(self.since, self.since_precision, self.since_from)

    @property
    def until_text(self) -> str:
        return render_date(self.until, self.until_precision, self.until_from)


def pick_index(*subject: str, name: str) -> models.Index:
    """The order in which `at` chooses, so that choosing reads the index alone and sorts nothing."""
    order = [*subject, "-valid_on", "-recorded_at", "-id"]
    return models.Index(fields=order, include=["withdrawn_at"], name=name)


def insert(fact: Fact, *, by: Any, origin: str = Origin.WEB, version: int | None = None) -> None:
    """Append a fact and raise the version of the things that it belongs to.

    `version` is what the form carried for the first of those things; an older one raises
    StaleEditError and nothing is saved. A broken rule raises ValidationError.
    """
    fact.recorded_by = by
    fact.origin = origin
    with transaction.atomic():
        fact.full_clean()
        with speaking():
            fact.save(force_insert=True)
        _touch_all(fact, version)


def withdraw(fact: Fact, *, by: Any, reason: str, version: int | None = None) -> None:
    """Stop a row from counting; it stays readable with the reason (at least 5 characters).

    A second time changes nothing, and is a stale edit when it comes with a `version`.
    """
    with transaction.atomic():
        fact.withdrawn_reason = reason.strip()
        fact.clean_fields(
            exclude=[f.name for f in fact._meta.fields if f.name != "withdrawn_reason"]
        )
        with speaking():
            changed = (
                type(fact)
                ._default_manager.filter(pk=fact.pk, withdrawn_at__isnull=True)
                .update(withdrawn_at=CoreClock(), withdrawn_by=by, withdrawn_reason=reason.strip())
            )
        if changed:
            _touch_all(fact, version)
        elif version is not None:  # another form was first
            raise StaleEditError(next(iter(fact.identities())))
        fact.refresh_from_db()


def replace(
    old: Fact,
    new: Fact,
    *,
    by: Any,
    reason: str,
    origin: str = Origin.WEB,
    version: int | None = None,
) -> None:
    """Correct a row: withdraw it and append its successor, both or neither."""
    with transaction.atomic():
        withdraw(old, by=by, reason=reason, version=version)
        new.replaces = old
        insert(new, by=by, origin=origin)


def _touch_all(fact: Fact, version: int | None) -> None:
    for thing in fact.identities():
        touch(thing, version=version)
        version = None  # the form carried the version of the first thing only


def touch(thing: Identity, *, version: int | None = None) -> int:
    """Raise the version of a thing in the caller's transaction; the only writer of it.

    With `version`, only when that is still the current one; else StaleEditError. The row that it
    leaves behind tells the change feed, and is there only if the transaction is.
    """
    rows = type(thing)._default_manager.filter(pk=thing.pk)
    if version is not None:
        rows = rows.filter(version=version)
    changed = rows.update(version=F("version") + 1, modified_at=CoreClock())
    if not changed:
        raise StaleEditError(thing)
    thing.refresh_from_db(fields=["version", "modified_at"])
    note_change(thing)
    return thing.version


def note_change(thing: Identity) -> None:
    """Leave word for the change feed, in the caller's transaction."""
    ChangeRow.objects.create(
        label=thing._meta.label_lower, object_id=thing.pk, version=thing.version
    )


def freeze() -> datetime:
    """Take a moment K after which no answer at K can change.

    Waits until every writer that already stamped a row has committed. Writers queue behind the
    lock, so a try gives up after 5 seconds and comes back; after 12 tries the error goes through.
    """
    for attempt in range(1, FREEZE_TRIES + 1):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_TIMEOUT])
                cursor.execute("SELECT core_freeze()")
                moment: datetime = cursor.fetchone()[0]
                return moment
        except OperationalError:
            if attempt == FREEZE_TRIES or connection.in_atomic_block:
                raise
            time.sleep(min(attempt, 5))
    raise AssertionError("unreachable")  # the loop returns or raises
