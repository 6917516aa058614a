"""What is open data here: apps announce each dataset once; catalogue and files are made of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise

from slimsamenwerken.accounts.permissions import Viewer
from slimsamenwerken.api.catalogue.words import CONTINUOUS, ENVIRONMENT, FREE_REUSE, Concept
from slimsamenwerken.api.exports.definitions import Asked, Export
from slimsamenwerken.core.moments import Moment
from slimsamenwerken.core.registry import Registry


@dataclass(frozen=True)
class Linked:
    """How a row is linked data.

    `type` and `terms` (by column) are terms of `PREFIXES` in `linked.py`; a column without one is
    a term of our own. `links`: columns that name another thing, by the path to its id and the name
    of its sort in `/id/…`. `thing`: that name for the row itself. `dutch`: columns of Dutch
    text; `addresses`: columns that hold an address of the web.
    """

    type: str
    thing: str = ""
    terms: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    dutch: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()


@dataclass(frozen=True)
class File:
    """A file that is kept, so that its size and hash are known."""

    url: str
    label: str
    media_type: str
    byte_size: int
    sha256: str


@dataclass(frozen=True)
class Edition:
    """One fixed part of a dataset, such as a published report."""

    name: str
    title: str
    page: str
    issued_at: datetime
    files: Sequence[File]


@dataclass(frozen=True)
class Dataset:
    """`export` gives columns and rows, `page` is the name of the page that shows them.

    `changed`: the column with the moment of the last change of a row. `described_on`: when these
    words last changed. `notes`: what the columns do not tell, for the metadata of the CSV.
    `api`: where the API has it, if not under the name.
    `has_moment`: whether it can be asked as of a day. `editions`: parts with files of their own.
    """

    key: str
    export: Export
    description: str | Promise
    page: str
    linked: Linked
    described_on: date
    changed: str = "modifiedAt"
    themes: tuple[Concept, ...] = (ENVIRONMENT,)
    keywords: tuple[str | Promise, ...] = ()
    frequency: Concept = CONTINUOUS
    licence: Concept = FREE_REUSE
    has_moment: bool = True
    notes: Callable[[Moment], list[dict[str, Any]]] = lambda _moment: []
    editions: Callable[[], list[Edition]] = list
    order: int = 0
    api: str = ""

    @property
    def name(self) -> str:
        """As in the addresses of its files, and in those of the API."""
        return self.export.name

    @property
    def title(self) -> str | Promise:
        return self.export.label

    @property
    def api_path(self) -> str:
        return self.api or self.name

    def source_of(self, key: str) -> str:
        """The path behind a column that is a plain field."""
        source = next(column.source for column in self.export.columns if column.key == key)
        return str(source)

    def changed_at(self) -> datetime | None:
        """When something that everybody may read of it was last written; one query."""
        rows = self.export.rows(asked_by_all(live()))
        found: datetime | None = rows.aggregate(last=Max(self.source_of(self.changed)))["last"]
        return found


datasets: Registry[Dataset] = Registry("api.datasets")


def named(name: str) -> Dataset | None:
    return next((dataset for dataset in datasets if dataset.name == name), None)


def dataset_of(thing: str) -> Dataset | None:
    """The dataset whose rows are things of this sort (`/id/<thing>/…`)."""
    return next((dataset for dataset in datasets if dataset.linked.thing == thing), None)


def live() -> Moment:
    today = timezone.localdate()
    return Moment(today, None, today)


def asked_by_all(moment: Moment) -> Asked:
    """As any visitor, whoever is signed in: open data is the same for everybody."""
    return Asked(Viewer(), moment, QueryDict())
