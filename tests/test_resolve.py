"""Which thing of the graph a name means."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.gazetteer import Gazetteers, read_gazetteers
from kg.model import content_id
from kg.resolve import Resolution, resolve_entity

KNOWN = read_gazetteers()


def resolve(name: str, entity_type: str = "Company", *aliases: str, gazetteers: Gazetteers = KNOWN) -> Resolution:
    return resolve_entity(name, entity_type, aliases=aliases, gazetteers=gazetteers)


@pytest.mark.parametrize(
    ("names", "entity_type"),
    [
        (("Alibaba", "Alibaba Group", "Alibaba Group Holding", "Alibaba Group Holding Limited", "ALIBABA GROUP HOLDING LTD"), "Company"),
        (("Siemens", "Siemens AG", "Siemens Aktiengesellschaft", "SIEMENS (AG)"), "Company"),
        (("Volkswagen", "VW", "Volkswagen AG", "VW AG"), "Company"),
        (("Lufthansa", "Deutsche Lufthansa AG"), "Company"),
        (("Munich Re", "Münchener Rück", "Muenchener Rueck AG"), "Company"),
        (("Eon", "E.ON", "E.ON SE"), "Company"),
        (("Nordwand Equity", "Nordwand Equity GmbH & Co. KG", "NORDWAND-EQUITY"), "Company"),
        (("Brasilien", "Brazil"), "Place"),
        (("München", "Munich", "Muenchen"), "Place"),
        (("USA", "United States", "Vereinigte Staaten"), "Place"),
        (("EU-Kommission", "Europäische Kommission", "European Commission"), "Organization"),
        (("US-Justizministerium", "Justice Department", "US Department of Justice"), "Organization"),
        (("Eddie Wu", "Dr. Eddie Wu", "Mr. Eddie Wu"), "Person"),
        (("Dax", "DAX", "DAX 40"), "Market"),
    ],
)
def test_names_of_one_thing_have_one_id(names: tuple[str, ...], entity_type: str) -> None:
    found = {(result.id, result.key, result.kind, result.country) for result in (resolve(name, entity_type) for name in names)}
    assert len(found) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("Deutsche Bank", "Deutsche Bahn"),
        ("Alibaba", "Alibaba Cloud"),
        ("Lufthansa", "Lufthansa Cargo"),
        ("Siemens AG", "Siemens Energy AG", "Siemens Healthineers AG"),
        ("Volkswagen AG", "Volksbank AG"),
        ("Apple", "Applied Materials"),
        ("Continental AG", "Continental Airlines"),
        ("Google", "Alphabet"),
        ("Merck KGaA", "Merck & Co.", "Merck"),
        ("MAN SE", "Man Group plc"),
        ("Porsche AG", "Porsche Automobil Holding SE"),
        ("Volvo AB", "Volvo Cars"),
        ("Adani Group", "Adani Enterprises"),
        ("Warner Bros.", "Warner Bros. Discovery"),
    ],
)
def test_things_that_are_not_one_stay_apart(names: tuple[str, ...]) -> None:
    assert len({resolve(name).id for name in names}) == len(names)


@pytest.mark.parametrize(
    ("name", "entity_type", "reason"),
    [
        ("Volkswagen", "Company", "known name"),
        ("VW", "Company", "known alias of Volkswagen"),
        ("VW AG", "Company", "known alias of Volkswagen, without legal form AG"),
        ("Drexler & Söhne GmbH", "Company", "name without legal form GmbH"),
        ("Prof. Dr. Sandra Kolb", "Person", "name without title Prof. Dr."),
        ("Qwen3-Turbo", "Product", "name"),
    ],
)
def test_the_reason_is_given(name: str, entity_type: str, reason: str) -> None:
    assert resolve(name, entity_type).reason == reason


def test_place_says_kind_and_country() -> None:
    assert (resolve("Hangzhou", "Place").kind, resolve("Hangzhou", "Place").country) == ("city", "CN")
    assert resolve("Sankt Nirgendwo", "Place").kind is None


def test_id_is_made_of_type_and_key() -> None:
    result = resolve("Alibaba Group")
    assert result.id == content_id("Company", "alibaba")
    assert resolve("Alibaba", "Product").id != result.id


@pytest.mark.parametrize("name", ["L'Oréal", "3M", "eBay", "阿里巴巴", "삼성전자", "Straße & Söhne"])
def test_unusual_names_have_a_key(name: str) -> None:
    assert resolve(name).key


def test_another_name_in_the_article_helps_if_it_is_known() -> None:
    result = resolve("Norddeutsche Bank des Nordens", "Company", "Nord/LB")
    assert result.key == "nord lb"
    assert result.reason == "also called Nord/LB in the article: known name"


@pytest.mark.parametrize(
    ("name", "aliases"),
    [
        ("Siemens Mobility Rail", ("Siemens",)),
        ("Volkswagen Financial Services", ("VW",)),
        ("Hallbeck Elektronik", ("der Konzern", "Hallbeck")),
        ("Hallbeck Elektronik", ("Siemens", "Bosch")),
    ],
)
def test_an_alias_that_proves_nothing_is_left_alone(name: str, aliases: tuple[str, ...]) -> None:
    assert resolve(name, "Company", *aliases).id == resolve(name).id


def test_order_of_aliases_does_not_count() -> None:
    aliases = ["Nord/LB", "NordLB", "die Bank", "Landesbank"]
    results = set()
    for seed in range(5):
        random.Random(seed).shuffle(aliases)
        results.add(resolve("Bank des Nordens", "Company", *aliases))
    assert len(results) == 1


def test_a_users_alias_joins_two_names(tmp_path: Path) -> None:
    (tmp_path / "gazetteers").mkdir()
    (tmp_path / "gazetteers" / "mine.toml").write_text('[Company]\n"Kempenaar" = {aliases = ["Kempenaar Zuivel"]}\n', encoding="utf-8")
    mine = read_gazetteers(tmp_path)
    assert resolve("Kempenaar Zuivel B.V.").id != resolve("Kempenaar").id
    assert resolve("Kempenaar Zuivel B.V.", gazetteers=mine).id == resolve("Kempenaar", gazetteers=mine).id


@given(st.text(min_size=1), st.sampled_from(["Company", "Person", "Place", "Organization"]))
def test_every_name_has_an_id_that_its_key_has_too(name: str, entity_type: str) -> None:
    result = resolve(name, entity_type)
    assert result == resolve(name, entity_type)
    assert result.id == content_id(entity_type, result.key)


def test_kind_and_country_belong_to_the_id() -> None:
    facts: dict[str, tuple[str | None, str | None]] = {}
    for surface in list(KNOWN.surfaces())[::41]:
        result = resolve(surface.text, surface.entry.type)
        assert facts.setdefault(result.id, (result.kind, result.country)) == (result.kind, result.country), surface.text
