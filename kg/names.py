"""Names as strings: the form under which two spellings are one, what a legal form is, and how alike two names are.

Pure functions; what they know of words stands in ``schema/legal_forms.toml``. Nothing here changes a name that is shown: keys
are for comparing only.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from kg.errors import SchemaError
from kg.resources import resource_folder

ARTICLES = frozenset({"the", "der", "die", "das"})
_AND = frozenset({"and", "und"})
_DROPPED = frozenset("'’‘‛`´ʼ′＇\u00ad\u200b\u200c\u200d\ufeff")
_SIGNS = dict.fromkeys(map(ord, "®©™℠"))  # to be dropped before they become letters: NFKC makes TM of ™
_KEPT = frozenset("&+#.")
_LETTERS = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h"}
_INITIAL = re.compile(r"(?<![^\W\d_])([^\W\d_])\.(?=[^\W_])")  # the dot of E.ON and U.S. joins, that of "St. Gallen" parts
_SPACED_INITIAL = re.compile(r"\b([^\W\d_]) (?=[^\W\d_]\b)")  # "J P Morgan", "S A"
_MARKS = re.compile(r"(?<=[a-z])[\u0300-\u036f]+")
_LONGEST_FORM = 6  # words of the longest legal form ("Gesellschaft mit beschränkter Haftung", "S.A.B. de C.V." with blanks)


class _Folding(dict[int, str]):
    """What each character becomes in a normal form, worked out once per character; for ``str.translate``."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = "".join(_fold(char) for char in unicodedata.normalize("NFKC", chr(code).casefold()))
        return folded


def _fold(char: str) -> str:
    if char in _LETTERS:
        return _LETTERS[char]
    if char in _DROPPED:
        return ""
    bare = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", char)))
    bare = "".join(_LETTERS.get(letter, letter) for letter in bare)
    return bare if bare.isalnum() or bare in _KEPT or unicodedata.category(char)[0] == "M" else " "


_FOLDING = _Folding()


def normal_form(name: str) -> str:
    """The form under which spellings of one name are equal: case, accents, punctuation, hyphens and a leading article do not count.

    ``ä ö ü ß`` become ``ae oe ue ss`` (never the other way round: Bauer and Baur stay two), other accents fall away, initials grow
    together (``E.ON`` = ``Eon``), "and", "und" and "&" are one. Letters of other scripts stay. A name without any letter or digit
    comes back as it is, without the blanks around it. Applying it twice changes nothing.

    >>> normal_form("Münchener Rück"), normal_form("The J.P. Morgan"), normal_form("L’Oréal"), normal_form("3M")
    ('muenchener rueck', 'jp morgan', 'loreal', '3m')
    """
    text = (name if name.isascii() else unicodedata.normalize("NFKC", name.translate(_SIGNS))).translate(_FOLDING)
    if "." in text:
        text = _INITIAL.sub(r"\1", text).replace(".", " ")
    words = _SPACED_INITIAL.sub(r"\1", " ".join(text.replace("&", " & ").split())).split(" ")
    while len(words) > 1 and words[0] in ARTICLES:
        del words[0]
    return " ".join("&" if word in _AND else word for word in words) or name.strip()


@dataclass(frozen=True, slots=True)
class LegalForms:
    """The words of ``legal_forms.toml``, squeezed (lower case, without blanks, dots and commas) for comparing."""

    legal: frozenset[str]
    group: frozenset[str]
    titles: frozenset[str]
    suffixes: frozenset[str]


def read_legal_forms(folder: Path | None = None) -> LegalForms:
    """Read and check ``legal_forms.toml``.

    Args:
        folder: the schema folder; by default the one that came with the program.

    Raises:
        SchemaError: the file is missing or wrong; the message names the key and the remedy.
    """
    path = (folder or resource_folder("schema")) / "legal_forms.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SchemaError(str(path), "file", "is missing; copy it from the schema folder that came with kg") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SchemaError(str(path), "file", f"cannot be read: {error}") from None
    legal = [word for region in raw.get("legal", {}) for word in _words(path, raw, "legal", region)]
    group, titles, suffixes = _words(path, raw, "group", "words"), _words(path, raw, "person", "titles"), _words(path, raw, "person", "suffixes")
    return LegalForms(_squeezed(legal), _squeezed(group), _squeezed(titles), _squeezed(suffixes))


def _words(path: Path, raw: Mapping[str, Any], table: str, key: str) -> list[str]:
    found = raw.get(table, {}).get(key)
    if not isinstance(found, list) or not all(isinstance(word, str) and _squeeze(word) for word in found):
        raise SchemaError(str(path), f"{table}.{key}", f'must be a list of words; write {key} = ["…", "…"]')
    return found


def _squeezed(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(_squeeze, words))


def _squeeze(text: str) -> str:
    return re.sub(r"[\s.,]", "", text.casefold())


@cache
def _shipped_forms() -> LegalForms:
    return read_legal_forms()


def strip_legal_form(name: str, *, groups: bool = True, forms: LegalForms | None = None) -> tuple[str, str | None]:
    """Part a company's name from the legal form at its end, repeatedly, but never to nothing.

    Args:
        name: as written.
        groups: take off Group, Gruppe, Holding … too.
        forms: other words than those of the shipped ``legal_forms.toml``.

    Returns:
        What is left, and what was taken off as it stood there (``None``: nothing).

    >>> strip_legal_form("Alibaba Group Holding Ltd."), strip_legal_form("Continental Airlines"), strip_legal_form("Holding AG")
    (('Alibaba', 'Group Holding Ltd.'), ('Continental Airlines', None), ('Holding', 'AG'))
    """
    forms = forms or _shipped_forms()
    wanted = forms.legal | forms.group if groups else forms.legal
    core = name.strip()
    while (start := _form_start(core, wanted)) is not None:
        core = core[:start].rstrip(" ,;&-–\u00a0")
    taken = name.strip()[len(core) :].strip(" ,;-–\u00a0")
    return core, taken or None


def _form_start(name: str, forms: frozenset[str]) -> int | None:
    """Where the longest legal form at the end begins, if something is left before it."""
    starts = [match.end() for match in re.finditer(r"[\s,–-]+", name)][-_LONGEST_FORM:]
    return next((start for start in starts if _squeeze(name[start:]) in forms and any(map(str.isalnum, name[:start]))), None)


def strip_titles(name: str, *, forms: LegalForms | None = None) -> tuple[str, str | None]:
    """Part a person's name from titles before and suffixes after it, but never to nothing.

    Returns:
        What is left, and what was taken off (``None``: nothing).

    >>> strip_titles("Prof. Dr. Anna Weiß"), strip_titles("Robert Downey Jr."), strip_titles("Lady Gaga")[0]
    (('Anna Weiß', 'Prof. Dr.'), ('Robert Downey', 'Jr.'), 'Gaga')
    """
    forms = forms or _shipped_forms()
    words = name.split()
    first, last = 0, len(words)
    while first < last - 1 and _squeeze(words[first]) in forms.titles:
        first += 1
    while last > first + 1 and _squeeze(words[last - 1]) in forms.suffixes:
        last -= 1
    taken = " ".join(words[:first] + words[last:])
    return " ".join(words[first:last]).rstrip(","), taken or None


@lru_cache(maxsize=65_536)
def entity_key(name: str, entity_type: str) -> tuple[str, str]:
    """What identifies a thing of this type when nothing but its name is known.

    Args:
        name: as written in the article.
        entity_type: entity type of the ontology.

    Returns:
        The key, and why in words for people.

    >>> entity_key("Siemens Aktiengesellschaft", "Company"), entity_key("Dr. Anna Weiß", "Person")
    (('siemens', 'name without legal form Aktiengesellschaft'), ('anna weiss', 'name without title Dr.'))
    """
    core, taken, what = _bare(name, entity_type)
    key = normal_form(core)
    key = normal_form(_bare(key, entity_type)[0])  # "Siemens (AG)": what punctuation hid
    return key, f"name without {what} {taken}" if taken else "name"


def _bare(name: str, entity_type: str) -> tuple[str, str | None, str]:
    """The name without what types of its kind may bear, what was taken off, and what that is called."""
    if entity_type == "Person":
        return *strip_titles(name), "title"
    if entity_type in ("Company", "Organization"):
        return *strip_legal_form(name, groups=entity_type == "Company"), "legal form"
    return name, None, ""


# Guards of `likeness`: caps for pairs that letters alone would call alike.
_OTHER_NUMBER = 0.3  # iPhone 16 / iPhone 17
_OTHER_WORD = 0.5  # Deutsche Bank / Deutsche Bahn: a short word with another letter is another word, not a slip
_MORE_WORDS = 0.6  # Alibaba / Alibaba Cloud
_SAME_CORE = 0.95  # Siemens AG / Siemens
_SHORT = 4


def likeness(left: str, right: str) -> tuple[float, str]:
    """How likely two names mean the same company or product, for suggestions and for a person who judges a merge.

    The score is 1 − d / n, where d counts the letters to insert, drop, replace or swap between the names without legal forms and n
    is the length of the longer one. Guards cap it where few letters make another name.

    Returns:
        A score from 0 (nothing in common) to 1 (the same), and the reason.

    One swap in seven letters: 1 − 1/7 = 0.857. A word more: 1 − 6/13 = 0.538. Two letters of thirteen would give 0.846, but in a short word: 0.5.

    >>> [round(likeness(*pair)[0], 3) for pair in (("Alibaba", "Ailbaba"), ("Alibaba", "Alibaba Cloud"), ("Deutsche Bank", "Deutsche Bahn"))]
    [0.857, 0.538, 0.5]
    """
    from rapidfuzz.distance import OSA  # not needed for keys, and slow to load

    if normal_form(left) == normal_form(right):
        return 1.0, "same name"
    first, second = (entity_key(name, "Company")[0] for name in (left, right))
    if first == second:
        return _SAME_CORE, "same name but for the legal form"
    score = OSA.normalized_similarity(first, second)
    cap, reason = _guard(first.split(), second.split())
    return (min(score, cap), reason) if cap < 1 else (score, f"{OSA.distance(first, second)} letters differ")


def _guard(first: list[str], second: list[str]) -> tuple[float, str]:
    only_first, only_second = ([word for word in one if word not in other] for one, other in ((first, second), (second, first)))
    if _digits(only_first) != _digits(only_second):
        return _OTHER_NUMBER, "the numbers differ"
    if not only_first or not only_second:
        return _MORE_WORDS, f"one has more words: {' '.join(only_first or only_second)}"
    if any(len(word) <= _SHORT for word in only_first) and any(len(word) <= _SHORT for word in only_second):
        return _OTHER_WORD, f"another word: {' '.join(only_first)} / {' '.join(only_second)}"
    return 1.0, ""


def _digits(words: Iterable[str]) -> list[str]:
    return sorted(digit for word in words for digit in re.findall(r"\d+", word))


__all__ = ["ARTICLES", "LegalForms", "entity_key", "likeness", "normal_form", "read_legal_forms", "strip_legal_form", "strip_titles"]
