"""Forms of a Dutch word that the stemmer of PostgreSQL keeps apart.

Snowball's Dutch stems `fiets` to `fiet` and `fietsen` to `fiets`, and does not bring together
huis/huizen, materiaal/materialen, afvalstof/afvalstoffen. The rules below are those of Dutch
spelling: open and closed syllables, doubled consonants, f/v and s/z.
"""

import re
import unicodedata

WORD = re.compile(r"[0-9a-z]+")
VOWELS = "aeiou"
ENDINGS = ("en", "s", "e")
SHORTEST = 3


def fold(text: str) -> str:
    """Lower case without accents."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    return WORD.findall(fold(text))


def variants(word: str) -> list[str]:
    """The word and its likely singular and plural stems, each usable as a prefix."""
    found = {word}
    if word.isalpha() and len(word) > SHORTEST:
        for stem in {word, *(word.removesuffix(end) for end in ENDINGS)}:
            found |= _spellings(stem)
    return sorted(v for v in found if len(v) > SHORTEST or v == word)


def _spellings(stem: str) -> set[str]:
    found = {stem}
    if len(stem) < SHORTEST:
        return found
    if stem[-1] == stem[-2] and stem[-1] not in VOWELS:
        found.add(stem[:-1])  # afvalstoff → afvalstof
    voiced = {"v": "f", "f": "v", "z": "s", "s": "z"}
    # huiz ↔ huis, schijv ↔ schijf
    swapped = {form[:-1] + voiced[form[-1]] for form in found if form[-1] in voiced}
    forms = found | swapped
    return forms.union(*(_syllables(form) for form in forms))


def _syllables(form: str) -> set[str]:
    """`material` → `materiaal` and back: a long vowel is written twice in a closed syllable."""
    match = re.fullmatch(r"(.*[^aeiou]|.*i|)([aeou])([^aeiou])", form)
    if match and len(match[1]) > 1:
        return {match[1] + match[2] * 2 + match[3]}
    match = re.fullmatch(r"(.*)([aeou])\2([^aeiou])", form)
    return {match[1] + match[2] + match[3]} if match else set()
