"""Codes of the European and Flemish lists that the catalogue uses, with their names."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Concept:
    """An entry of an official list: its address there, and what it is called."""

    uri: str
    label: str | Promise


_EU: Final = "http://publications.europa.eu/resource/authority"
_LICENCES: Final = "https://data.vlaanderen.be/id/licentie"
MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types"

THEMES: Final = Concept(f"{_EU}/data-theme", _("Data themes of the European Union"))
ENVIRONMENT: Final = Concept(f"{_EU}/data-theme/ENVI", _("Environment"))
GOVERNMENT: Final = Concept(f"{_EU}/data-theme/GOVE", _("Government and public sector"))
CONTINUOUS: Final = Concept(f"{_EU}/frequency/CONT", _("continuously"))
IRREGULAR: Final = Concept(f"{_EU}/frequency/IRREG", _("at irregular times"))
NEVER: Final = Concept(f"{_EU}/frequency/NEVER", _("never"))
OPEN: Final = Concept(f"{_EU}/access-right/PUBLIC", _("public"))
DUTCH: Final = Concept(f"{_EU}/language/NLD", _("Dutch"))
CSV: Final = Concept(f"{_EU}/file-type/CSV", "CSV")
JSON_LD: Final = Concept(f"{_EU}/file-type/JSON_LD", "JSON-LD")

FREE_REUSE: Final = Concept(
    f"{_LICENCES}/modellicentie-gratis-hergebruik/v1.0", "Modellicentie Gratis Hergebruik"
)
CC0: Final = Concept(f"{_LICENCES}/creative-commons-zero-verklaring/v1.0", "Creative Commons Zero")
