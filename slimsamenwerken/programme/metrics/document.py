"""The page that lists every metric, as text: docs/metrics.md is generated from the registry."""

from collections.abc import Iterable
from typing import Final

from django.utils import translation

from slimsamenwerken.programme.headline import CUMULATIVE, FLOW, LATEST, RATIO, STATE
from slimsamenwerken.programme.metrics.metric import Metric

_AGGREGATION: Final = {
    STATE: "stand: de laatste waarde in de periode",
    FLOW: "stroom: de som over de periode",
    CUMULATIVE: "cumulatief: de laatste waarde, nooit opgeteld",
    RATIO: "ratio: som van de tellers gedeeld door som van de noemers",
    LATEST: "laatste waarde, niet optelbaar",
}
_HEAD: Final = """\
# Rekenbronnen

Gegenereerd door `python manage.py write_metrics_docs`; wijzig dit bestand niet met de hand.

Een rekenbron is een getal dat het portaal zelf berekent uit zijn rijen, voor elke peildatum en
elke kennisdatum. De sleutel is publiek en verandert niet. Verandert de betekenis, dan krijgt de
rekenbron een nieuwe versie; vroegere versies blijven oproepbaar. Zonder gegevens is het getal 0 of
"–", en een streepje is nooit 0. Wat niet meetelt, staat erbij vermeld.
"""


def metrics_document(entries: Iterable[Metric]) -> str:
    """Dutch, whatever the language of who runs the command."""
    with translation.override("nl-be"):
        return "\n".join([_HEAD, *map(_entry, entries)])


def _entry(metric: Metric) -> str:
    facts = [
        ("Eenheid", str(metric.unit)),
        ("Aggregatie", _AGGREGATION[metric.aggregation]),
        ("Versie", str(metric.version)),
        ("Vroegere versies", ", ".join(str(old.version) for old in metric.earlier) or "geen"),
        ("Over een periode", "ja" if metric.over_period else "nee, op de peildatum zelf"),
    ]
    table = "\n".join(f"| {name} | {value} |" for name, value in facts)
    return (
        f"## {metric.label}\n\n`{metric.key}`\n\n{metric.definition}\n\n"
        f"| Kenmerk | Waarde |\n|---|---|\n{table}\n"
    )
