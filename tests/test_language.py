"""Languages told apart: loaders.language."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.model import Document, Refusal
from loaders.language import assign_language, recognise_language

LANGUAGES = ("de", "en")

GERMAN = [
    "Deutsche Bank streicht 2.000 Stellen in der Verwaltung",
    "Infineon errichtet weiteres Werk in Dresden",
    "Lufthansa bestellt bei Boeing zwanzig Langstreckenjets",
    "Vonovia verkauft Wohnungen an Apollo",
    "BASF und Sinopec planen Verbundstandort in China",
    "Eddie Wu kündigt Milliardeninvestition an",
    "Übernahme von Covestro durch Adnoc genehmigt",
    "Commerzbank wehrt sich gegen Unicredit",
    "Bayer muss in den USA zwei Milliarden Dollar zahlen",
    "Siemens Energy hebt die Prognose an",
    "Porsche beruft Finanzchef ab",
    "Rheinmetall kauft Werft in Bremen",
    "Continental trennt sich von der Autosparte",
    "SAP eröffnet Forschungszentrum in Garching",
    "Chinas Autobauer BYD baut Fabrik in Ungarn",
    "Kartellamt prüft Zusammenschluss von Edeka und Tegut",
    "Biontech schluckt Curevac",
    "Aldi Süd senkt die Preise für Butter",
    "Zalando übernimmt About You für 1,1 Milliarden Euro",
    "Die Gewerkschaft IG Metall ruft bei Ford in Köln zum Streik auf",
]
ENGLISH = [
    "Nvidia to invest up to $100 billion in OpenAI",
    "Alibaba shares jump after cloud pledge",
    "Boeing wins order from Turkish Airlines",
    "Pfizer buys Metsera for $4.9 billion",
    "Microsoft opens data centre in Sweden",
    "Intel cuts thousands of jobs",
    "Tesla recalls 50,000 cars in China",
    "BP sells stake in Castrol to Stonepeak",
    "Novartis names new head of research",
    "Siemens completes purchase of Altair",
    "Volkswagen and Rivian extend joint venture",
    "Apple supplier Foxconn expands in Texas",
    "Meta sued over smart glasses",
    "Regulators clear Synopsys takeover of Ansys",
    "Shell drops plan for Rotterdam biofuels plant",
    "ARK Invest buys Alibaba shares for first time since 2021",
    "Deutsche Bank plans to cut 2,000 jobs",
    "Amazon to hire 250,000 workers for the holidays",
    "Starbucks closes hundreds of cafes",
    "Kering's new chief executive sells beauty arm to L'Oréal",
]
FOREIGN = {
    "fr": ["Renault supprime 3.000 emplois en Europe", "Le groupe LVMH a annoncé mardi le rachat de Tiffany pour 16 milliards de dollars."],
    "es": ["Santander compra el banco británico TSB", "El grupo Inditex abrirá cien tiendas en México el próximo año."],
    "it": ["Eni vende il 25 per cento di Enilive a KKR", "La Banca d'Italia ha autorizzato l'acquisizione di Banco BPM da parte di UniCredit."],
    "nl": ["ASML verwacht dit jaar meer omzet dan vorig jaar, zei de topman woensdag."],
    "pt": ["Petrobras anuncia investimento de 10 bilhões no pré-sal"],
    "pl": ["Orlen przejmie niemiecką sieć stacji paliw", "Spółka podpisała umowę z Siemensem na dostawę turbin."],
    "da": ["Mærsk køber logistikvirksomhed i Hongkong for 3,6 milliarder dollar."],
    "sv": ["Ericsson tecknar avtal med Vodafone om nya nät i Storbritannien."],
    "fi": ["Yhtiö aikoo rakentaa uuden tehtaan Ouluun."],
    "tr": ["Şirket Almanya'daki fabrikasını kapatıyor."],
    "lb": ["D'Regierung huet e Mëttwoch en neie Kontrakt mat ArcelorMittal ënnerschriwwen."],
    "ru": ["Газпром остановил поставки газа в Молдавию"],
    "cs": ["Společnost ČEZ koupila německou firmu."],
    "hu": ["A vállalat új gyárat épít Debrecenben."],
    "ro": ["Compania a semnat un contract cu Siemens pentru livrarea de trenuri."],
}


@pytest.mark.parametrize(("lang", "headlines"), [("de", GERMAN), ("en", ENGLISH)])
def test_headlines(lang: str, headlines: list[str]) -> None:
    wrong = [headline for headline in headlines if recognise_language(headline, LANGUAGES)[0] != lang]
    assert len(wrong) <= 1, wrong


@pytest.mark.parametrize(("lang", "texts"), FOREIGN.items())
def test_other_languages_are_named(lang: str, texts: list[str]) -> None:
    for text in texts:
        code, reason = recognise_language(text, LANGUAGES)
        assert code is None, text
        assert f"({lang}); lexicons exist for de, en" in reason


def test_reasons() -> None:
    assert recognise_language(FOREIGN["fr"][1], LANGUAGES) == (None, "written in French (fr); lexicons exist for de, en")
    assert recognise_language(GERMAN[0], LANGUAGES) == ("de", "written in German (de)")
    assert recognise_language(GERMAN[0], ["en"]) == (None, "written in German (de); lexicons exist for en")
    assert recognise_language("阿里巴巴将在巴西建设数据中心", LANGUAGES)[0] is None


@pytest.mark.parametrize("text", ["", "1.234,5 %", "🙂", "SAP", "ABB", "AMS Osram"])
def test_too_little_to_tell(text: str) -> None:
    assert recognise_language(text, LANGUAGES)[0] is None


def test_capitals_are_no_other_language() -> None:
    for headline in (GERMAN[1], ENGLISH[1]):
        assert recognise_language(headline.upper(), LANGUAGES)[0] == recognise_language(headline, LANGUAGES)[0]


def test_foreign_names_do_not_make_an_article_foreign() -> None:
    text = "Its partner is Société des Grands Magasins, a property company that owns several department stores."
    assert recognise_language(text, LANGUAGES)[0] == "en"


def test_every_article_gets_its_language_or_a_reason() -> None:
    refused = Refusal("a.txt", "is empty")
    german = Document("1", "Der Konzern meldet mehr Umsatz als erwartet und hebt seine Prognose für das laufende Jahr an.", lang="en")
    french = Document("2", f"{FOREIGN['fr'][1]} Le groupe n'a pas donné d'autres précisions.", title="LVMH rachète", url="https://lemonde.example/1")
    results = list(assign_language([refused, german, french], "auto", LANGUAGES))
    assert results[0] is refused
    assert isinstance(results[1], Document) and results[1].lang == "en", "short: what the source says counts"
    assert str(results[2]) == "https://lemonde.example/1 “LVMH rachète”: written in French (fr); lexicons exist for de, en"


def test_what_a_page_says_of_its_language_does_not_count_against_a_long_text() -> None:
    text = " ".join(GERMAN)
    (result,) = assign_language([Document("1", text, lang="en")], "auto", LANGUAGES)
    assert isinstance(result, Document) and result.lang == "de"


def test_short_texts_follow_their_source() -> None:
    results = list(assign_language([Document("1", "SAP", lang="de"), Document("2", "SAP", lang="fr"), Document("3", "SAP")], "auto", LANGUAGES))
    assert isinstance(results[0], Document) and results[0].lang == "de"
    assert str(results[1]) == "2: written in French (fr), as its source says; lexicons exist for de, en"
    assert str(results[2]) == "3: too short to tell its language; name it with --lang"


def test_language_of_the_option_is_taken_unseen() -> None:
    (result,) = assign_language([Document("1", FOREIGN["fr"][1], lang="fr")], "de", LANGUAGES)
    assert isinstance(result, Document) and result.lang == "de"


def test_unknown_option_is_refused_at_once() -> None:
    with pytest.raises(UsageError, match="there is no lexicon for the language 'fr'; known are auto, de, en"):
        assign_language([], "fr", LANGUAGES)


def test_stage_is_lazy_and_the_model_is_loaded_late() -> None:
    code = "import sys, loaders.language; print('numpy' in sys.modules, 'py3langid' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False False"
