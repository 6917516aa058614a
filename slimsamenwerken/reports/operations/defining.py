"""Which reports there are: a change of a definition is a new version, from a day on."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from slimsamenwerken.accounts.models import User
from slimsamenwerken.core.clocks import Origin, insert, replace
from slimsamenwerken.reports.models import Audience, ReportDefinition, ReportDefinitionVersion


@dataclass(frozen=True)
class Content:
    """What a report is called, who reads it and what is in it."""

    title: str
    sections: list[str]
    audience: str = Audience.PUBLIC


@transaction.atomic
def create_definition(
    *, key: str, title: str, sections: list[str], valid_on: date, by: User | None, origin: str
) -> ReportDefinition:
    definition = ReportDefinition(key=key)
    definition.full_clean()
    definition.save(force_insert=True)
    version = ReportDefinitionVersion(
        definition=definition, title=title, sections=sections, valid_on=valid_on
    )
    insert(version, by=by, origin=origin)
    return definition


def change_definition(
    *,
    definition: ReportDefinition,
    content: Content,
    valid_on: date,
    by: User | None,
    origin: str = Origin.WEB,
    version: int | None = None,
) -> ReportDefinitionVersion:
    """Reports that exist keep the version that they were made with.

    A second change for one day corrects the first.
    """
    row = ReportDefinitionVersion(
        definition=definition,
        title=content.title,
        sections=content.sections,
        audience=content.audience,
        valid_on=valid_on,
    )
    same_day = ReportDefinitionVersion.objects.known().filter(
        definition=definition, valid_on=valid_on
    )
    with transaction.atomic():
        earlier = same_day.first()
        if earlier is None:
            insert(row, by=by, origin=origin, version=version)
        else:
            reason = _("Replaced by another version for the same day.")
            replace(earlier, row, by=by, reason=reason, origin=origin, version=version)
    return row
