"""CPV codes as people type them, and the way from a code up to its division. Pure: no database.

Check digits are compared with the stored one and never calculated: 532 of the 9,454 codes break
the usual formula.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

DIGITS: Final = 8
_TYPED: Final = re.compile(r"(?P<code>\d{2,8})(?:-(?P<check>\d))?")
_DASHES: Final = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))


@dataclass(frozen=True)
class Typed:
    """`code` has eight digits; `check` is empty when none was typed."""

    code: str
    check: str = ""


def read_code(text: str) -> Typed | None:
    """ "39.16 00", "391600" and "39160000-1"; nothing when it is no code, but a word.

    Dots and spaces do not count. Nine digits without a dash are a code with its check digit.
    """
    bare = re.sub(r"[\s.]", "", text.translate(_DASHES))
    if re.fullmatch(r"\d{9}", bare) and bare.isascii():
        bare = f"{bare[:DIGITS]}-{bare[DIGITS:]}"
    match = _TYPED.fullmatch(bare) if bare.isascii() else None
    if match is None:
        return None
    return Typed(match["code"].ljust(DIGITS, "0"), match["check"] or "")


def path_up(code: str) -> Iterator[str]:
    """The code, then its ancestors up to the division: the last digit that is not 0 becomes 0.

    Some of them do not exist; whoever looks them up goes on to the next.
    """
    yield code
    for place in range(DIGITS - 1, 1, -1):
        if code[place] != "0":
            code = code[:place] + "0" * (DIGITS - place)
            yield code


def nearest(code: str, exists: Callable[[str], bool]) -> str | None:
    """The code itself, or the first of its ancestors that exists."""
    return next((step for step in path_up(code) if exists(step)), None)


@dataclass(frozen=True)
class Link:
    """What a group says of a code; `whole` also of all below it."""

    group: str
    code: str
    whole: bool
    include: bool = True


def groups_of(code: str, links: Iterable[Link]) -> list[str]:
    """The groups a code leads to, in the order of the links.

    Of each group the nearest link on the way up decides; at the same code "exclude" wins.
    """
    steps = {step: distance for distance, step in enumerate(path_up(code))}
    best: dict[str, tuple[int, bool]] = {}
    for link in links:
        distance = steps.get(link.code)
        if distance is None or (distance and not link.whole):
            continue
        # False sorts first: at the same code an exclusion beats an inclusion
        best[link.group] = min(best.get(link.group, (DIGITS, True)), (distance, link.include))
    return [group for group, (_distance, include) in best.items() if include]
