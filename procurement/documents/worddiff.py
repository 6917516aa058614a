"""Two texts word by word: what stayed, what went, what came."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

Kind = Literal["same", "del", "ins"]
# Words of the two texts multiplied: above this a comparison would take seconds.
MOST_PAIRS: Final = 4_000_000
_WORDS: Final = re.compile(r"\s+|\w+(?:[.,]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text. `same` and `del` together are the old text, `same` and `ins` the new one."""

    kind: Kind
    text: str


def word_diff(old: str, new: str) -> tuple[Segment, ...]:
    """The segments from old to new, a deletion before the insertion that replaces it."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if len(before) * len(after) > MOST_PAIRS:
        return _joined([("del", old), ("ins", new)])
    pieces: list[tuple[Kind, str]] = []
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for place, (step, i, j, k, m) in enumerate(steps):
        went, came = "".join(before[i:j]), "".join(after[k:m])
        if step != "equal":
            pieces += [("del", went), ("ins", came)]
        elif went.isspace() and 0 < place < len(steps) - 1:
            # A lone space between two changes: one changed run of words reads better than two.
            pieces += [("del", went), ("ins", went)]
        else:
            pieces.append(("same", went))
    return _joined(pieces)


def _joined(pieces: list[tuple[Kind, str]]) -> tuple[Segment, ...]:
    """Neighbouring changes become one deletion and one insertion; empty ones vanish."""
    found: list[Segment] = []
    went = came = ""
    for kind, text in [*pieces, ("same", "")]:
        if kind == "del":
            went += text
        elif kind == "ins":
            came += text
        else:
            found += [Segment("del", went), Segment("ins", came), Segment("same", text)]
            went = came = ""
    return tuple(segment for segment in found if segment.text)
