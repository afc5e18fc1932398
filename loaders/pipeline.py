"""The whole line of one article: language → sentences → mentions → things → statements → :class:`~kg.model.Extraction`.

Only this module sees all stages. A stage takes a reading and gives one back; it knows neither its neighbours nor the store.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kg import __version__
from kg.gazetteer import Gazetteers, read_gazetteers
from kg.model import Document, Extraction, Mention, Refusal, content_id
from kg.ontology import Ontology, read_ontology
from loaders.assemble import assemble
from loaders.coreference import find_things
from loaders.descriptions import DescriptionFinder, build_description_finder
from loaders.figures import FigureFinder, build_figure_finder
from loaders.language import assign_language
from loaders.lexicon import Lexicon, languages, read_lexicon
from loaders.literals.reader import LiteralReader, build_literal_reader
from loaders.mentions import NameFinder, build_name_finder
from loaders.origins import OriginStatements, build_origin_statements
from loaders.qualifiers import QualifierReader
from loaders.reading import Reading
from loaders.relations import RelationFinder, build_relation_finder
from loaders.roles import RoleFinder, build_role_finder
from loaders.sentences import find_sentences, is_advertising, read_doc
from loaders.status import build_status_reader


@dataclass(frozen=True, slots=True)
class Reader:
    """All stages of one language."""

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

    def read(self, document: Document) -> Extraction:
        """Read one article."""
        sentences = tuple(span for span in find_sentences(document.text, self.lexicon) if not is_advertising(document.text, span, self.lexicon))
        reading = Reading(document, read_doc(document.text, self.lexicon), sentences)
        mentions = tuple(mention for mention in self._mentions(document) if _is_inside(mention, sentences))
        reading = find_things(replace(reading, mentions=mentions), self.gazetteers)
        statements = [*self.relations.find(reading), *self.roles.find(reading), *self.origins.find(reading), *self.figures.find(reading)]
        reading = replace(reading, statements=tuple(statements))
        return assemble(reading, self.ontology, self.gazetteers)

    def _mentions(self, document: Document) -> tuple[Mention, ...]:
        literals = self.literals.find(document)
        taken = {position for mention in literals for position in range(mention.start, mention.end)}
        named = tuple(mention for mention in self.names.find(document) if taken.isdisjoint(range(mention.start, mention.end)))
        described = self.descriptions.find(document, named)
        return tuple(sorted((*literals, *named, *described), key=lambda mention: (mention.start, -mention.end)))


def _is_inside(mention: Mention, sentences: tuple[tuple[int, int], ...]) -> bool:
    """Does a mention lie in a sentence, not in advertising or across two?"""
    index = bisect_right(sentences, mention.start, key=lambda span: span[0]) - 1
    return index >= 0 and mention.end <= sentences[index][1]


class Pipeline:
    """Reads articles of every language that there is a lexicon for; the words of a language are loaded when its first article comes.

    Args:
        schema: the schema folder; by default the one that came with the program.
    """

    def __init__(self, schema: Path | None = None) -> None:
        self.ontology = read_ontology(schema)
        self.gazetteers = read_gazetteers(self.ontology.folder)
        self._readers: dict[str, Reader] = {}

    @property
    def languages(self) -> list[str]:
        """Codes of the languages with a lexicon."""
        return languages(self.ontology.folder)

    def version(self) -> str:
        """Changes whenever the program or a file of the schema does: articles read by another version are read again."""
        folder = self.ontology.folder
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        return content_id(__version__, *(f"{path.relative_to(folder)}:{hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files))

    def extract(self, documents: Iterable[Document | Refusal], lang: str = "auto") -> Iterator[Extraction | Refusal]:
        """Read articles one by one; refusals pass through.

        Args:
            documents: as ``loaders.sources.read_sources`` yields them.
            lang: code of the language of all articles, or ``auto``.
        """
        for document in assign_language(documents, lang, self.languages):
            yield document if isinstance(document, Refusal) else self.reader(document.lang or "").read(document)

    def reader(self, lang: str) -> Reader:
        """The stages of one language, made on first use.

        Raises:
            SchemaError: a file of the language is missing or wrong.
        """
        if lang not in self._readers:
            self._readers[lang] = build_reader(self.ontology, self.gazetteers, lang)
        return self._readers[lang]


def build_reader(ontology: Ontology, gazetteers: Gazetteers, lang: str) -> Reader:
    """Load the words of one language and compile its stages."""
    lexicon = read_lexicon(ontology, lang)
    literals = build_literal_reader(lang, ontology.folder)
    status = build_status_reader(lexicon)
    descriptions = build_description_finder(lexicon, gazetteers)
    return Reader(
        ontology=ontology,
        gazetteers=gazetteers,
        lexicon=lexicon,
        names=build_name_finder(lexicon, gazetteers),
        descriptions=descriptions,
        literals=literals,
        relations=build_relation_finder(ontology, lexicon, QualifierReader(literals, lexicon.grammar.no_topics), status),
        roles=build_role_finder(lexicon, status),
        origins=build_origin_statements(lexicon, descriptions.origins),
        figures=build_figure_finder(ontology, lexicon, literals, status),
    )
