"""The whole line of one article: language → sentences → mentions → things → statements → :class:`~kg.model.Extraction`.

Only this module sees all stages. A stage takes a reading and gives one back; it knows neither its neighbours nor the store. Rules and the
trained model read the same sentences, each by itself; ``loaders.combine`` makes one reading of both.
"""

from __future__ import annotations

import hashlib
import logging
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

from kg import __version__
from kg.errors import SchemaError
from kg.gazetteer import Gazetteers, read_gazetteers
from kg.model import Document, Extraction, Mention, Refusal, content_id
from kg.ontology import Ontology, read_ontology
from loaders.assemble import assemble
from loaders.combine import combine_readings
from loaders.coreference import find_things
from loaders.descriptions import DescriptionFinder, build_description_finder
from loaders.details import DetailReader, build_detail_reader
from loaders.explain import Unstated, find_unstated
from loaders.figures import FigureFinder, build_figure_finder
from loaders.language import assign_language
from loaders.lexicon import Lexicon, languages, read_lexicon
from loaders.literals.reader import LiteralReader, build_literal_reader
from loaders.mentions import NameFinder, build_name_finder
from loaders.model.file import MODEL, fingerprint, read_model
from loaders.model.run import ModelReader, ReadLiteral
from loaders.origins import OriginStatements, build_origin_statements
from loaders.parallel import Result, cores, in_order
from loaders.qualifiers import QualifierReader
from loaders.reading import Reading
from loaders.relations import RelationFinder, build_relation_finder
from loaders.roles import RoleFinder, build_role_finder
from loaders.sentences import find_sentences, is_advertising
from loaders.status import build_status_reader

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reader:
    """All stages of one language.

    Attributes:
        model: the trained model; ``None`` where rules alone read.
        least: confidence that a claim needs.
    """

    ontology: Ontology
    gazetteers: Gazetteers
    lexicon: Lexicon
    names: NameFinder
    descriptions: DescriptionFinder
    literals: LiteralReader
    relations: RelationFinder
    roles: RoleFinder
    origins: OriginStatements
    figures: FigureFinder
    details: DetailReader
    model: ModelReader | None
    least: float

    def read(self, document: Document, sentences: Sequence[tuple[int, int]] | None = None) -> Extraction:
        """Read one article.

        Args:
            document: the article.
            sentences: spans of its sentences, in text order, without white space around them, if another tool has found them.
        """
        return self._assembled(self._read(document, sentences))

    def explain(self, document: Document) -> tuple[Extraction, tuple[Unstated, ...]]:
        """Read one article, and say for companies of one sentence why no claim joins them."""
        reading = self._read(document)
        return self._assembled(reading), find_unstated(reading, self.ontology, self.least, scored=self.model is not None)

    def _assembled(self, reading: Reading) -> Extraction:
        sure = tuple(statement for statement in reading.statements if statement.confidence >= self.least)
        return assemble(replace(reading, statements=sure), self.ontology, self.gazetteers)

    def _read(self, document: Document, sentences: Sequence[tuple[int, int]] | None = None) -> Reading:
        """What rules and model say together, sure or not."""
        spans = find_sentences(document.text, self.lexicon) if sentences is None else sentences
        reading = Reading(document, tuple(span for span in spans if not is_advertising(document.text, span, self.lexicon)))
        literals = self.literals.find(document)
        named = self._names(document, literals)
        rules = self._by_rules(reading, literals, named)
        return rules if self.model is None else self._joined(self.model, reading, rules, literals, named)

    def _names(self, document: Document, literals: tuple[Mention, ...]) -> tuple[Mention, ...]:
        taken = {position for mention in literals for position in range(mention.start, mention.end)}
        return tuple(mention for mention in self.names.find(document) if taken.isdisjoint(range(mention.start, mention.end)))

    def _by_rules(self, reading: Reading, literals: tuple[Mention, ...], named: tuple[Mention, ...]) -> Reading:
        found = sorted((*literals, *named, *self.descriptions.find(reading.document, named)), key=lambda mention: (mention.start, -mention.end))
        mentions = tuple(mention for mention in found if _is_inside(mention, reading.sentences))
        reading = find_things(replace(reading, mentions=mentions), self.gazetteers)
        statements = [*self.relations.find(reading), *self.roles.find(reading), *self.origins.find(reading), *self.figures.find(reading)]
        return replace(reading, statements=tuple(statements))

    def _joined(self, model: ModelReader, reading: Reading, rules: Reading, literals: tuple[Mention, ...], named: tuple[Mention, ...]) -> Reading:
        read = [ReadLiteral(m, self.literals.date(reading, m) if m.type == "Date" else self.literals.amount(reading, m)) for m in literals]
        plain = {(m.start, m.end): m.name for m in (*self.descriptions.origins.find(reading.document.text), *named) if m.name}
        symmetric = (name for name, relation in self.ontology.relations.items() if relation.symmetric)
        found = model.read(reading, read, plain)
        detailed = tuple(self.details.fill(found, statement) for statement in found.statements)
        return combine_readings(rules, replace(found, statements=detailed), model.weights, symmetric)


def _is_inside(mention: Mention, sentences: tuple[tuple[int, int], ...]) -> bool:
    """Does a mention lie in a sentence, not in advertising or across two?"""
    index = bisect_right(sentences, mention.start, key=lambda span: span[0]) - 1
    return index >= 0 and mention.end <= sentences[index][1]


class Pipeline:
    """Reads articles of every language that there is a lexicon for; the words of a language are loaded when its first article comes.

    Args:
        schema: the schema folder; by default the one that came with the program.
        model: the model file; ``None`` for rules alone. One that cannot be read is warned of once, and rules alone read.
        least: confidence that a claim needs; by default that which the model's training found best, for rules alone none.
        workers: articles read at a time; by default as many as there are processor cores. What is found does not depend on it.
    """

    def __init__(self, schema: Path | None = None, model: Path | None = MODEL, least: float | None = None, workers: int | None = None) -> None:
        self.ontology = read_ontology(schema)
        self.gazetteers = read_gazetteers(self.ontology.folder)
        self._path = model
        self._least = least
        self._workers = workers or cores()
        self._readers: dict[str, Reader] = {}

    @cached_property
    def model(self) -> ModelReader | None:
        """The trained model, loaded with the first article."""
        if self._path is None:
            return None
        try:
            return read_model(self._path)
        except SchemaError as error:
            _LOGGER.warning("the trained model cannot be used, rules alone read (they find less): %s", error)
            return None

    @property
    def languages(self) -> list[str]:
        """Codes of the languages with a lexicon."""
        return languages(self.ontology.folder)

    def version(self) -> str:
        """Changes whenever the program, its model, the least confidence or a file of the schema does: articles read by another version are read again."""
        folder = self.ontology.folder
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        model = fingerprint(self._path) if self._path else ""
        return content_id(__version__, model, self._least, *(f"{path.relative_to(folder)}:{hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files))

    def extract(self, documents: Iterable[Document | Refusal], lang: str = "auto") -> Iterator[Extraction | Refusal]:
        """Read articles in their order, as many at a time as there are workers; refusals pass through.

        Args:
            documents: as ``loaders.sources.read_sources`` yields them.
            lang: code of the language of all articles, or ``auto``.
        """
        return self.read(assign_language(documents, lang, self.languages))

    def read(self, documents: Iterable[Document | Refusal]) -> Iterator[Extraction | Refusal]:
        """As :meth:`extract`, of documents whose language is known."""
        return in_order((self._call(document, Reader.read) for document in documents), self._workers)

    def explain(self, documents: Iterable[Document | Refusal], lang: str = "auto") -> Iterator[tuple[Extraction, tuple[Unstated, ...]] | Refusal]:
        """As :meth:`extract`, each extraction with the reasons why companies of one sentence are joined by no claim."""
        return in_order((self._call(document, Reader.explain) for document in assign_language(documents, lang, self.languages)), self._workers)

    def _call(self, document: Document | Refusal, read: Callable[[Reader, Document], Result]) -> Callable[[], Result | Refusal]:
        """What is to be done with a document, its language loaded."""
        return (lambda: document) if isinstance(document, Refusal) else partial(read, self.reader(document.lang or ""), document)

    def reader(self, lang: str) -> Reader:
        """The stages of one language, made on first use.

        Raises:
            SchemaError: a file of the language is missing or wrong.
        """
        if lang not in self._readers:
            self._readers[lang] = build_reader(self.ontology, self.gazetteers, lang, self.model, self._least)
        return self._readers[lang]


def build_reader(ontology: Ontology, gazetteers: Gazetteers, lang: str, model: ModelReader | None = None, least: float | None = None) -> Reader:
    """Load the words of one language and compile its stages."""
    lexicon = read_lexicon(ontology, lang)
    literals = build_literal_reader(lang, ontology.folder)
    status = build_status_reader(lexicon)
    descriptions = build_description_finder(lexicon, gazetteers)
    roles = build_role_finder(lexicon, status)
    return Reader(
        ontology=ontology,
        gazetteers=gazetteers,
        lexicon=lexicon,
        names=build_name_finder(lexicon, gazetteers),
        descriptions=descriptions,
        literals=literals,
        relations=build_relation_finder(ontology, lexicon, QualifierReader(literals, lexicon.grammar.no_topics), status),
        roles=roles,
        origins=build_origin_statements(lexicon, descriptions.origins),
        figures=build_figure_finder(ontology, lexicon, literals, status),
        details=build_detail_reader(ontology, lexicon, roles),
        model=model,
        least=least if least is not None else model.least if model else 0.0,
    )
