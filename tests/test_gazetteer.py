"""What is known by name: the shipped gazetteers, a user's own and their faults."""

import time
from pathlib import Path

import pytest

from kg.errors import SchemaError
from kg.gazetteer import Gazetteers, check_gazetteers, find_faults, read_gazetteers
from kg.names import normal_form
from kg.ontology import read_toml
from kg.resources import resource_folder


@pytest.fixture(scope="module")
def known() -> Gazetteers:
    return read_gazetteers()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A schema folder of a user that holds nothing but what a test writes into its gazetteers."""
    (tmp_path / "gazetteers").mkdir()
    (tmp_path / "entities.toml").write_text((resource_folder("schema") / "entities.toml").read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("names", "key", "kind", "country"),
    [
        (("USA", "US", "U.S.", "Vereinigte Staaten", "United States", "America"), "US", "country", "US"),
        (("Vereinigtes Königreich", "Großbritannien", "UK", "Britain"), "GB", "country", "GB"),
        (("China", "VR China", "Volksrepublik China"), "CN", "country", "CN"),
        (("Südkorea", "South Korea"), "KR", "country", "KR"),
        (("Niederlande", "Netherlands", "Holland"), "NL", "country", "NL"),
        (("Brasilien", "Brazil"), "BR", "country", "BR"),
        (("Hongkong", "Hong Kong"), "HK", "region", "HK"),
        (("Kalifornien", "California"), "US-CA", "region", "US"),
        (("Bayern", "Bavaria"), "DE-BY", "region", "DE"),
        (("Naher Osten", "Middle East"), "middle east", "region", None),
        (("Delaware",), "US-DE", "region", "US"),
        (("München", "Munich", "MUENCHEN"), "geonames:2867714", "city", "DE"),
        (("Köln", "Cologne"), "geonames:2886242", "city", "DE"),
        (("Peking", "Beijing"), "geonames:1816670", "city", "CN"),
        (("Kapstadt", "Cape Town"), "geonames:3369157", "city", "ZA"),
        (("Wien", "Vienna"), "geonames:2761369", "city", "AT"),
        (("Düsseldorf", "Dusseldorf"), "geonames:2934246", "city", "DE"),
        (("Hanau", "Hanau am Main"), "geonames:2911007", "city", "DE"),
        (("Paris",), "geonames:2988507", "city", "FR"),
        (("Lyss",), "lyss", "city", "CH"),
    ],
)
def test_a_place_is_one_by_whatever_name(known: Gazetteers, names: tuple[str, ...], key: str, kind: str, country: str | None) -> None:
    for name in names:
        entry = known.find(name, "Place")
        assert entry is not None, name
        assert (entry.key, entry.kind, entry.country) == (key, kind, country), name


def test_places_have_one_name_per_language(known: Gazetteers) -> None:
    shown = {
        "US": "USA/United States",
        "UK": "Vereinigtes Königreich/United Kingdom",
        "PRC": "China/China",
        "Munich": "München/Munich",
        "Mailand": "Mailand/Milan",
    }
    for name, expected in shown.items():
        entry = known.find(name, "Place")
        assert entry is not None
        assert f"{entry.name_in('de')}/{entry.name_in('en')}" == expected


@pytest.mark.parametrize(
    ("name", "entity_type", "key"),
    [
        ("VW", "Company", "volkswagen"),
        ("Deutsche Lufthansa", "Company", "lufthansa"),
        ("Feintool", "Company", "feintool"),
        ("Reliance", "Company", "reliance industries"),
        ("NYSE", "Market", "new york stock exchange"),
        ("New Yorker Börse", "Market", "new york stock exchange"),
        ("DAX", "Market", "dax"),
        ("Dax 40", "Market", "dax"),
        ("Europäische Kommission", "Organization", "eu kommission"),
        ("European Commission", "Organization", "eu kommission"),
        ("niederländische Regierung", "Organization", "government of the netherlands"),
        ("Dutch government", "Organization", "government of the netherlands"),
        ("Künstliche Intelligenz", "Topic", "artificial intelligence"),
    ],
)
def test_known_names_lead_to_one_entry(known: Gazetteers, name: str, entity_type: str, key: str) -> None:
    entry = known.find(name, entity_type)
    assert entry is not None
    assert entry.key == key


def test_facts_of_a_company(known: Gazetteers) -> None:
    entry = known.find("Siemens Energy", "Company")
    assert entry is not None
    assert (entry.country, entry.seat, entry.ticker) == ("DE", "Munich", "ENR")


def test_the_type_decides_between_things_of_one_name(known: Gazetteers) -> None:
    assert {entry.type for entry in known.find_all("Salzgitter")} >= {"Company", "Place"}
    assert known.find("Salzgitter", "Place") != known.find("Salzgitter", "Company")
    assert known.find("No such thing anywhere") is None


def test_names_that_prove_nothing_are_marked(known: Gazetteers) -> None:
    surfaces = {surface.text: surface.ambiguous for surface in known.surfaces("de")}
    assert all(surfaces[name] for name in ("Visa", "Target", "Gap", "Linde", "Essen", "Continental", "Halle", "Künstliche Intelligenz"))
    assert not any(surfaces[name] for name in ("Siemens", "Microsoft", "Volkswagen", "VW", "München", "Berlin", "Brasilien", "Bundeskartellamt", "Nasdaq"))


def test_a_language_has_its_own_names_only(known: Gazetteers) -> None:
    german, english = ({surface.text for surface in known.surfaces(lang)} for lang in ("de", "en"))
    assert "Mailand" in german - english
    assert "Milan" in english - german
    assert "Siemens" in german & english


def test_each_surface_comes_once_and_is_found_again(known: Gazetteers) -> None:
    texts = [surface.text for surface in known.surfaces()]
    assert len(texts) == len(set(texts)) > 60_000
    for surface in list(known.surfaces())[::97]:
        assert surface.entry in known.find_all(surface.text), surface.text


def test_keys_are_unique_and_facts_follow_from_them(known: Gazetteers) -> None:
    keys = [(entry.type, entry.key) for entry in known.entries()]
    assert len(keys) == len(set(keys))


def test_reading_is_fast() -> None:
    start = time.process_time()
    read_gazetteers()
    assert time.process_time() - start < 1.0  # 0.15 s on an idle core; the bound leaves room for a busy one


def test_the_shipped_gazetteers_have_no_fault() -> None:
    assert [str(fault) for fault in find_faults()] == []
    check_gazetteers()


def test_every_shipped_file_says_where_it_is_from() -> None:
    for path in (resource_folder("schema") / "gazetteers").glob("*.t*"):
        first = path.read_text(encoding="utf-8").split("\n[")[0].splitlines()[:2]
        assert first[0].startswith("# "), path.name
        assert any(word in "".join(first) for word in ("facts", "Built by", "README")), path.name


def write(own: Path, text: str, name: str = "mine.toml") -> Path:
    (own / "gazetteers" / name).write_text(text, encoding="utf-8")
    return own


def test_a_user_adds_a_company_and_a_name(own: Path) -> None:
    write(own, '[Company]\n"Nordwand Equity" = {aliases = ["NWE"], country = "DE"}\nVolkswagen = {aliases = ["Wolfsburger Autobauer"]}\n')
    mine = read_gazetteers(own)
    added, joined = mine.find("NWE"), mine.find("Wolfsburger Autobauer")
    assert added is not None and joined is not None
    assert (added.key, added.country) == ("nordwand equity", "DE")
    assert (joined.key, joined.ticker) == ("volkswagen", "VOW3")
    assert joined == mine.find("VW", "Company")
    assert list(find_faults(own)) == []


def test_a_name_given_by_hand_wins_over_the_lists(own: Path) -> None:
    write(own, '[Company]\n"Feintool Nord" = {aliases = ["Unitika"]}\n')
    entry = read_gazetteers(own).find("Unitika", "Company")
    assert entry is not None
    assert entry.key == "feintool nord"


def test_a_file_of_the_same_name_replaces_the_shipped_one(own: Path) -> None:
    write(own, "[Company]\n", "companies.toml")
    assert read_gazetteers(own).find("Wolfsburger Autobauer") is None
    assert read_gazetteers(own).find("VW", "Company") is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[Company]\nACME = {aliases = "A"}', r"Company\.ACME\.aliases: must be a list of names"),
        ('[Company]\nACME = {aliases = [" "]}', r"Company\.ACME\.aliases: must be a list of names"),
        ('[Company]\nACME = {alias = ["A"]}', r"Company\.ACME\.alias: nobody reads this key; use one of aliases"),
        ('[Company]\nACME = {country = ""}', r"Company\.ACME\.country: must be a text that is not empty"),
        ('[Company]\nACME = {country = "XX"}', r"Company\.ACME\.country: 'XX' is no code of countries\.tsv"),
        ('[Company]\nACME = {kind = "city"}', r"Company\.ACME\.kind: is for places"),
        ('[Company]\nACME = "A"', r"Company\.ACME: must be a name and a table"),
        ('[Company]\n"" = {}', r"Company\.: must be a name and a table"),
        ('[Company]\nACME = {ambiguous = ["B"]}', r"Company\.ACME\.ambiguous: 'B' is none of its names"),
        ('[Company]\nACME = {aliases = ["Acme Rocket"]}\nRockets = {aliases = ["ACME-Rocket"]}', r"Company\.Rockets: 'ACME-Rocket' is a name of 'acme' too"),
        ('[Company]\nACME = {aliases = ["VW"]}', r"'VW' is a name of 'volkswagen' too|'VW' is a name of 'acme' too"),
        ("[Firm]\nACME = {}", r"Firm: is no entity type; use one of Company"),
        ("Company = 1", r"Company: must be a table named after an entity type"),
        ("[Company", r"mine\.toml: file: cannot be read"),
    ],
)
def test_every_fault_is_named_with_file_key_and_remedy(own: Path, text: str, message: str) -> None:
    write(own, text)
    with pytest.raises(SchemaError, match=message) as caught:
        check_gazetteers(own)
    assert caught.value.file.endswith(".toml")


def test_all_faults_are_found_in_one_go(own: Path) -> None:
    write(own, '[Company]\nACME = {country = "XX"}\nBeta = {alias = []}\n[Firm]\nGamma = {}\n')
    assert len(list(find_faults(own))) == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("key\tname\nx", "wants 2 columns"),
        ("key\tnam\nx\ty", "must name the columns, key and name among them"),
        ("", "must name the columns"),
        ("forms\tkey\tname\nwrong\tx\tAcme", "the first column must be 'acme'"),
        ("forms\tkey\tname\nacme\tx\tAcme\nbeta\tx\tBeta", "the key 'x' stands there twice"),
    ],
)
def test_faults_of_a_list(own: Path, text: str, message: str) -> None:
    write(own, text, "listed.tsv")
    with pytest.raises(SchemaError, match=message):
        check_gazetteers(own)


def test_a_list_of_another_name_is_refused(own: Path) -> None:
    write(own, "key\tname\n", "firms.tsv")
    with pytest.raises(SchemaError, match=r"firms\.tsv: file: is no list that is read"):
        read_gazetteers(own)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_words_of_origin_lead_to_known_places(known: Gazetteers, lang: str) -> None:
    tables = read_toml(resource_folder("schema") / lang / "nationalities.toml")
    places = {place for table in ("adjectives", "invariable", "prefixes", "demonyms") for place in tables.get(table, {}).values()}
    assert len(places) > 40
    assert sorted(place for place in places if known.find(place, "Place") is None) == []


def test_normal_forms_of_the_lists_are_those_of_today(known: Gazetteers) -> None:
    for surface in list(known.surfaces())[::53]:
        assert known.find(normal_form(surface.text)) is not None, surface.text
