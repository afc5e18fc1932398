"""Which language an article is written in, and whether the rest of the line can read it.

The languages are told apart among all that py3langid knows, not only among those there are lexicons for: a French article has to
be refused, not read as the more likely of German and English. Names of foreign companies mislead in short texts, so a foreign
language must win by a margin.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from kg.errors import UsageError
from kg.model import Document, Refusal

AUTO = "auto"
# Letters from which a text is judged like any other. Below, one name can decide.
_ENOUGH_LETTERS = 20
# Below so many letters what the source says of its language counts more than what is recognised.
_SURE_LETTERS = 100
# How much more likely (natural logarithm) another language must make the text than every language with a lexicon does. Chosen on
# headlines and beginnings of sentences from 47 articles: at 10, 6 in 1,000 German and English pieces of 20 to 100 letters are taken for
# foreign (at 0: 23 in 1,000), and 1 of 37 foreign headlines for German or English (at 0: none).
_MARGIN, _MARGIN_OF_SHORT = 10.0, 20.0
# The same between two languages with a lexicon, for texts of few letters.
_MARGIN_BETWEEN = 5.0
# Enough to decide; more costs time (a millisecond per 1,500 characters).
_SAMPLE = 3_000
_NO_LANGUAGE = "zxx"


def recognise_language(text: str, allowed: Iterable[str]) -> tuple[str | None, str]:
    """The language of a text.

    Args:
        text: an article, or at least a headline.
        allowed: ISO 639-1 codes of the languages that can be read.

    Returns:
        The code, or ``None`` if it is written in another language or too short to tell; and the reason, for a person.

    >>> recognise_language("Der Konzern will in Brasilien ein Rechenzentrum bauen.", ("de", "en"))
    ('de', 'written in German (de)')
    >>> recognise_language("Le groupe va construire un centre de données au Brésil.", ("de", "en"))[1]
    'written in French (fr); lexicons exist for de, en'
    """
    readable = sorted(set(allowed))
    sample = text[:_SAMPLE]
    letters = _letters(sample)
    if not letters or not readable:
        return None, "there is no word in it that tells its language"
    scores = _scores(sample.lower() if sample.isupper() else sample)
    best = max(readable, key=lambda code: scores.get(code, float("-inf")))
    other = max((code for code in scores if code not in readable), key=lambda code: scores[code])
    if scores[other] - scores.get(best, float("-inf")) > (_MARGIN if letters >= _ENOUGH_LETTERS else _MARGIN_OF_SHORT):
        if other == _NO_LANGUAGE:
            return None, "is not written in sentences of any language"
        return None, f"written in {_name(other)} ({other}); lexicons exist for {', '.join(readable)}"
    rivals = [scores[code] for code in readable if code != best and code in scores]
    if letters < _ENOUGH_LETTERS and rivals and scores[best] - max(rivals) < _MARGIN_BETWEEN:
        return None, "too short to tell its language; name it with --lang"
    return best, f"written in {_name(best)} ({best})"


def assign_language(documents: Iterable[Document | Refusal], lang_option: str, languages: Iterable[str]) -> Iterator[Document | Refusal]:
    """Give every article its language, and refuse those in a language without a lexicon.

    Args:
        documents: as :func:`loaders.sources.read_sources` gives them; refusals pass through.
        lang_option: ``auto``, or the code of the language that all articles are to be read in, whatever they say or look like.
        languages: codes of the languages with a lexicon.

    Raises:
        UsageError: ``lang_option`` is neither ``auto`` nor one of ``languages``.
    """
    readable = tuple(sorted(set(languages)))
    if lang_option not in (AUTO, *readable):
        raise UsageError(f"there is no lexicon for the language {lang_option!r}; known are {', '.join((AUTO, *readable))}")
    return _assign(documents, lang_option, readable)


def _assign(documents: Iterable[Document | Refusal], lang_option: str, languages: tuple[str, ...]) -> Iterator[Document | Refusal]:
    for document in documents:
        if isinstance(document, Refusal):
            yield document
        elif lang_option != AUTO:
            yield replace(document, lang=lang_option)
        else:
            lang, reason = _decide(document, languages)
            yield replace(document, lang=lang) if lang else Refusal(_place(document), reason)


def _decide(document: Document, languages: tuple[str, ...]) -> tuple[str | None, str]:
    """Weigh what is recognised against what the source says: pages often name the wrong language, short texts mislead."""
    text = f"{document.title or ''}\n{document.text}"
    letters = _letters(text[:_SAMPLE])
    if letters < _SURE_LETTERS and document.lang in languages:
        return document.lang, "as its source says"
    lang, reason = recognise_language(text, languages)
    if letters < _ENOUGH_LETTERS and document.lang and document.lang not in languages:
        return None, f"written in {_name(document.lang)} ({document.lang}), as its source says; lexicons exist for {', '.join(languages)}"
    return lang, reason


def _place(document: Document) -> str:
    """How a person finds the article again."""
    place = document.url or document.source or document.id
    return f"{place} “{document.title}”" if document.title else place


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _scores(text: str) -> Mapping[str, float]:
    """Logarithm of the likelihood of the text in each language (py3langid lists some twice: the better one counts)."""
    scores: dict[str, float] = {}
    for code, score in _identifier().rank(text):
        scores.setdefault(code, float(score))
    return scores


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)


@cache
def _name(code: str) -> str:
    """English name of a language."""
    from babel import Locale

    return str(Locale("en").languages.get(code, "another language"))


__all__ = ["AUTO", "assign_language", "recognise_language"]
