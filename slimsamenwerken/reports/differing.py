"""What differs between two documents of one report, in Dutch lines. Pure."""

from collections.abc import Iterator
from typing import Any, Final

MOST: Final = 12
_HEAD: Final = {
    "definition": "het rapportmodel",
    "period": "de verslagperiode",
    "purpose": "het doel",
    "as_of": "de peildatum",
    "known_at": "de kennisdatum",
    "rules": "de drempels",
    "labels": "de namen van de statussen",
    "previous": "het vorige rapport",
    "schema": "het schema",
}


def differences(kept: dict[str, Any], built: dict[str, Any]) -> list[str]:
    """Figures first, then sections, then the head; at most twelve lines and how many more."""
    found = [*_figures(kept, built), *_sections(kept, built), *_head(kept, built)]
    more = len(found) - MOST
    return found[:MOST] + ([f"en nog {more}"] if more > 0 else [])


def _figures(kept: dict[str, Any], built: dict[str, Any]) -> Iterator[str]:
    before, after = kept["figures"], built["figures"]
    for name in sorted(set(before) | set(after)):
        old, new = before.get(name), after.get(name)
        if old is None or new is None:
            yield f"{name}: {'komt erbij' if old is None else 'valt weg'}"
        elif old["value"] != new["value"]:
            yield f"{new['label']} ({name}): {_value(old)} → {_value(new)}"
        elif old != new:
            yield f"{new['label']} ({name}): andere rijen of uitleg"


def _value(figure: dict[str, Any]) -> str:
    return "–" if figure["value"] is None else str(figure["value"])


def _sections(kept: dict[str, Any], built: dict[str, Any]) -> Iterator[str]:
    before = {section["key"]: section for section in kept["sections"]}
    after = {section["key"]: section for section in built["sections"]}
    for key in sorted(set(before) | set(after)):
        if before.get(key) != after.get(key):
            title = (after.get(key) or before[key])["title"]
            places = list(_blocks(before.get(key), after.get(key)))
            yield f"onderdeel “{title}”: {', '.join(places) or 'titel of versie'}"


def _blocks(before: dict[str, Any] | None, after: dict[str, Any] | None) -> Iterator[str]:
    old = {block["id"]: block for block in (before or {"blocks": []})["blocks"]}
    new = {block["id"]: block for block in (after or {"blocks": []})["blocks"]}
    for name in sorted(set(old) | set(new)):
        if old.get(name) != new.get(name):
            yield (new.get(name) or old[name]).get("caption") or f"tekst {name}"


def _head(kept: dict[str, Any], built: dict[str, Any]) -> Iterator[str]:
    for key, word in _HEAD.items():
        if kept.get(key) != built.get(key):
            yield word
