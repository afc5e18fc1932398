"""Names as strings: what counts as one spelling, what is taken off, how alike two names are."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SchemaError
from kg.names import entity_key, likeness, normal_form, read_legal_forms, strip_legal_form, strip_titles

NAMES = st.text(alphabet="aAbBüÜßéøİ1 .,&'-+()/dertheundSpAGmbHKCo三")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Münchener Rück", "MUENCHENER RUECK"),
        ("L'Oréal", "L’Oreal"),
        ("Nestlé", "Nestle"),
        ("E.ON", "Eon"),
        ("J.P. Morgan", "J. P. Morgan"),
        ("U.S. Steel", "US Steel"),
        ("Procter & Gamble", "Procter and Gamble"),
        ("Giesecke & Devrient", "Giesecke und Devrient"),
        ("Coca-Cola", "Coca Cola"),
        ("The New York Times", "New York Times"),
        ("Der Spiegel", "Spiegel"),
        ("McDonald's", "McDonalds"),
        ("AT&T", "AT & T"),
        ("Straßenbau", "STRASSENBAU"),
        ("Škoda", "Skoda"),
        ("Zu\u0308rich", "Zürich"),
        ("Yahoo!", "Yahoo"),
        ("Nvidia™", "NVIDIA"),
    ],
)
def test_spellings_of_one_name_have_one_normal_form(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Bauer", "Baur"), ("C&A", "CA"), ("Disney+", "Disney"), ("3M", "M"), ("GPT-4.5", "GPT-45"), ("Die", "The"), ("三星", "三菱"), ("Muller", "Müller")],
)
def test_different_names_keep_different_normal_forms(one: str, other: str) -> None:
    assert normal_form(one) != normal_form(other)


@pytest.mark.parametrize(
    ("name", "form"), [("3M", "3m"), ("eBay", "ebay"), ("Qwen3-Max", "qwen3 max"), ("阿里巴巴", "阿里巴巴"), ("삼성전자", "삼성전자"), ("!!!", "!!!"), ("", "")]
)
def test_unusual_names_survive(name: str, form: str) -> None:
    assert normal_form(name) == form


@given(st.text() | NAMES)
def test_normal_form_is_final_and_never_empties_a_name(name: str) -> None:
    form = normal_form(name)
    assert normal_form(form) == form
    assert form or not name.strip() or not any(map(str.isalnum, name))


@given(NAMES)
def test_case_does_not_count(name: str) -> None:
    assert normal_form(name.upper()) == normal_form(name.lower())


@pytest.mark.parametrize(
    ("name", "core", "form"),
    [
        ("Siemens AG", "Siemens", "AG"),
        ("Siemens Aktiengesellschaft", "Siemens", "Aktiengesellschaft"),
        ("Drexler & Söhne GmbH & Co. KG", "Drexler & Söhne", "GmbH & Co. KG"),
        ("Fresenius SE & Co. KGaA", "Fresenius", "SE & Co. KGaA"),
        ("Alibaba Group Holding Limited", "Alibaba", "Group Holding Limited"),
        ("Enel S.p.A.", "Enel", "S.p.A."),
        ("Telefónica, S. A.", "Telefónica", "S. A."),
        ("Novo Nordisk A/S", "Novo Nordisk", "A/S"),
        ("Telefonaktiebolaget LM Ericsson (publ)", "Telefonaktiebolaget LM Ericsson", "(publ)"),
        ("BYD Co., Ltd.", "BYD", "Co., Ltd."),
        ("Schwarz-Gruppe", "Schwarz", "Gruppe"),
        ("CD Projekt S.A.", "CD Projekt", "S.A."),
        ("Orlen Sp. z o.o.", "Orlen", "Sp. z o.o."),
        ("Continental Airlines", "Continental Airlines", None),
        ("AG Insurance", "AG Insurance", None),
        ("Limited Brands", "Limited Brands", None),
        ("Holding AG", "Holding", "AG"),
        ("SE", "SE", None),
        ("Coca-Cola", "Coca-Cola", None),
        ("  Bosch  ", "Bosch", None),
    ],
)
def test_legal_forms_are_taken_off_the_end_only(name: str, core: str, form: str | None) -> None:
    assert strip_legal_form(name) == (core, form)


def test_words_for_a_group_can_be_kept() -> None:
    assert strip_legal_form("Man Group plc", groups=False) == ("Man Group", "plc")


@given(NAMES)
def test_stripping_is_final_and_leaves_a_start_of_the_name(name: str) -> None:
    core, form = strip_legal_form(name)
    assert strip_legal_form(core) == (core, None)
    assert name.strip().startswith(core)
    assert (form is None) == (core == name.strip()) or core == name.strip().rstrip(" ,;&-–\u00a0")


@given(NAMES, st.sampled_from(["Company", "Organization", "Person", "Place", "Product"]))
def test_a_key_is_its_own_key(name: str, entity_type: str) -> None:
    key, reason = entity_key(name, entity_type)
    assert entity_key(key, entity_type)[0] == key
    assert reason


def test_keys_say_why() -> None:
    assert entity_key("Siemens AG", "Company") == ("siemens", "name without legal form AG")
    assert entity_key("ADAC e.V.", "Organization") == ("adac", "name without legal form e.V.")
    assert entity_key("Prof. Dr.-Ing. Anna Weiß", "Person") == ("anna weiss", "name without title Prof. Dr.-Ing.")
    assert entity_key("Model S", "Product") == ("model s", "name")
    assert entity_key("Rote Gruppe", "Organization")[0] == "rote gruppe"


def test_titles_are_not_taken_when_nothing_is_left() -> None:
    assert strip_titles("Dr. Oetker") == ("Oetker", "Dr.")
    assert strip_titles("Dr.") == ("Dr.", None)
    assert strip_titles("Robert Downey, Jr.") == ("Robert Downey", "Jr.")


APART = [
    ("Deutsche Bank", "Deutsche Bahn"),
    ("Alibaba", "Alibaba Cloud"),
    ("Lufthansa", "Lufthansa Cargo"),
    ("Siemens AG", "Siemens Energy AG"),
    ("Volkswagen AG", "Volksbank AG"),
    ("Apple", "Applied Materials"),
    ("Continental AG", "Continental Airlines"),
    ("iPhone 16", "iPhone 17"),
    ("BMW", "BASF"),
]


@pytest.mark.parametrize(("one", "other"), APART)
def test_names_of_two_companies_are_never_as_alike_as_a_slip(one: str, other: str) -> None:
    assert likeness(one, other)[0] <= 0.65
    assert entity_key(one, "Company")[0] != entity_key(other, "Company")[0]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Alibba", "Alibaba"), ("Simens", "Siemens AG"), ("Volkswagon", "Volkswagen"), ("Microsfot", "Microsoft"), ("Rheinmetal", "Rheinmetall")],
)
def test_a_slip_of_the_pen_is_alike(typed: str, meant: str) -> None:
    assert likeness(typed, meant)[0] >= 0.75


def test_likeness_gives_reasons() -> None:
    assert likeness("Siemens AG", "Siemens") == (0.95, "same name but for the legal form")
    assert likeness("Nestlé", "NESTLE") == (1.0, "same name")
    assert likeness("Alibaba", "Alibaba Cloud")[1] == "one has more words: cloud"
    assert likeness("Deutsche Bank", "Deutsche Bahn")[1] == "another word: bank / bahn"
    assert likeness("iPhone 16", "iPhone 17")[1] == "the numbers differ"


@given(NAMES, NAMES)
def test_likeness_is_symmetric_and_a_share(one: str, other: str) -> None:
    score, _ = likeness(one, other)
    assert 0 <= score <= 1
    assert likeness(other, one)[0] == score
    assert likeness(one, one)[0] == 1


def test_wrong_legal_forms_are_named(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SchemaError, match="file: is missing"):
        read_legal_forms(tmp_path)
    (tmp_path / "legal_forms.toml").write_text("[legal]\ngerman = 'AG'\n", encoding="utf-8")
    with pytest.raises(SchemaError, match=r"legal\.german: must be a list of words"):
        read_legal_forms(tmp_path)
    (tmp_path / "legal_forms.toml").write_text("[legal\n", encoding="utf-8")
    with pytest.raises(SchemaError, match="cannot be read"):
        read_legal_forms(tmp_path)


def test_own_legal_forms_replace_the_shipped_ones(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "legal_forms.toml").write_text('[legal]\nown = ["Sparte"]\n[group]\nwords = []\n[person]\ntitles = []\nsuffixes = []\n', encoding="utf-8")
    forms = read_legal_forms(tmp_path)
    assert strip_legal_form("Nordwand Sparte", forms=forms) == ("Nordwand", "Sparte")
    assert strip_legal_form("Nordwand AG", forms=forms) == ("Nordwand AG", None)


def test_import_is_light() -> None:
    heavy = "import sys, kg.names; print([m for m in ('pydantic', 'rapidfuzz', 'spacy', 'rigour') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True).stdout.strip() == "[]"
