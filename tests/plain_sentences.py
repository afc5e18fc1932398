"""What people try first: plain sentences, and the claims that each must give and no others.

A row is the language, the sentence, and its claims: subject, relation, object, status and, where it matters, qualifiers.
Figures stand as ``metric value unit``.
"""

from __future__ import annotations

from typing import Any

Expected = tuple[str, str, str, str] | tuple[str, str, str, str, dict[str, Any]]

GERMAN: list[tuple[str, list[Expected]]] = [
    ("Siemens kündigte eine Partnerschaft mit Nvidia an.", [("Siemens", "PARTNERS_WITH", "Nvidia", "asserted")]),
    ("SAP und Microsoft haben eine Partnerschaft vereinbart.", [("SAP", "PARTNERS_WITH", "Microsoft", "asserted")]),
    ("Amazon baut Rechenzentren in Deutschland, Spanien und Polen.", [
        ("Amazon", "BUILDS_DATACENTER_IN", place, "asserted", {"facility": "Rechenzentren"}) for place in ("Deutschland", "Spanien", "Polen")]),
    ("Google will in Finnland ein Rechenzentrum bauen.", [("Google", "BUILDS_DATACENTER_IN", "Finnland", "planned", {"facility": "Rechenzentrum"})]),
    ("Siemens-Chef Roland Busch sieht gute Chancen.", [("Roland Busch", "CEO_OF", "Siemens", "asserted", {"role": "Chef"})]),
    ("Roland Busch ist Vorstandsvorsitzender von Siemens.", [("Roland Busch", "CEO_OF", "Siemens", "asserted", {"role": "Vorstandsvorsitzender"})]),
    ("Christian Klein, Vorstandschef von SAP, ist zuversichtlich.", [("Christian Klein", "CEO_OF", "SAP", "asserted", {"role": "Vorstandschef"})]),
    ("Der frühere BMW-Chef Harald Krüger meldete sich zu Wort.", [("Harald Krüger", "CEO_OF", "BMW", "ended", {"role": "Chef"})]),
    ("Volkswagen hält 17,5 Prozent an Traton.", [("Volkswagen", "OWNS_STAKE_IN", "Traton", "asserted", {"stake": 17.5})]),
    ("BlackRock ist mit 5,2 Prozent an der Deutschen Bank beteiligt.", [("BlackRock", "OWNS_STAKE_IN", "Deutsche Bank", "asserted", {"stake": 5.2})]),
    ("Lufthansa übernimmt ITA Airways.", [("Lufthansa", "ACQUIRES", "ITA Airways", "planned")]),
    ("Lufthansa hat ITA Airways für 325 Millionen Euro übernommen.", [
        ("Lufthansa", "ACQUIRES", "ITA Airways", "asserted", {"amount": {"value": 325e6, "unit": "EUR", "hedge": "exact"}})]),
    ("Im Mai kaufte SAP das Unternehmen LeanIX.", [("SAP", "ACQUIRES", "LeanIX", "asserted", {"date": "2025-05"})]),
    ("BASF verkaufte die Tochter Wintershall an Harbour Energy.", [("BASF", "SELLS", "Wintershall", "asserted")]),
    ("Die EU-Kommission hat gegen Google eine Geldbuße von 2,95 Milliarden Euro verhängt.", [
        ("EU-Kommission", "FINES", "Google", "asserted", {"amount": {"value": 2.95e9, "unit": "EUR", "hedge": "exact"}})]),
    ("Das Bundeskartellamt ermittelt gegen Amazon.", [("Bundeskartellamt", "INVESTIGATES", "Amazon", "asserted")]),
    ("Apple verklagt Samsung wegen Patentverletzung.", [("Apple", "SUES", "Samsung", "asserted")]),
    ("Infineon ist im DAX notiert.", [("Infineon", "LISTED_ON", "DAX", "asserted")]),
    ("Bosch streicht 5.500 Stellen.", [("Bosch", "UNDERGOES", "layoffs", "asserted"), ("Bosch", "REPORTS", "jobs_cut 5500 people", "asserted")]),
    ("Der Umsatz von SAP stieg im zweiten Quartal um neun Prozent auf 9,03 Milliarden Euro.", [
        ("SAP", "REPORTS", "growth 9 percent", "asserted"), ("SAP", "REPORTS", "revenue 9.03e+09 EUR", "asserted")]),
    ("Siemens erzielte 2024 einen Gewinn von 9 Milliarden Euro.", [("Siemens", "REPORTS", "profit 9e+09 EUR", "asserted")]),
    ("BMW wird den Zulieferer Hella nicht übernehmen.", [("BMW", "ACQUIRES", "Hella", "denied")]),
    ("Unicredit könnte die Commerzbank übernehmen.", [("Unicredit", "ACQUIRES", "Commerzbank", "rumoured")]),
    ("Die Übernahme von Covestro durch Adnoc ist gescheitert.", [("Adnoc", "ACQUIRES", "Covestro", "ended")]),
    ("Der Münchner Chipkonzern Infineon liefert Chips an Tesla.", [
        ("Infineon", "BASED_IN", "München", "asserted"), ("Infineon", "SUPPLIES", "Tesla", "asserted")]),
    ("Rheinmetall baut eine Munitionsfabrik in Litauen.", [("Rheinmetall", "BUILDS_FACILITY_IN", "Litauen", "asserted", {"facility": "Munitionsfabrik"})]),
    ("Ford schließt das Werk in Saarlouis.", [("Ford", "CLOSES_FACILITY_IN", "Saarlouis", "asserted", {"facility": "Werk"})]),
    ("Der Autobauer Fisker hat Insolvenz angemeldet.", [("Fisker", "UNDERGOES", "insolvency", "asserted")]),
    ("Audi ist eine Tochter von Volkswagen.", [("Audi", "SUBSIDIARY_OF", "Volkswagen", "asserted")]),
    ("OpenAI stellte das Sprachmodell GPT-5 vor.", [("OpenAI", "LAUNCHES", "GPT-5", "asserted")]),
    ("Jack Ma gründete Alibaba.", [("Jack Ma", "FOUNDED", "Alibaba", "asserted")]),
    ("Airbus und Boeing konkurrieren.", [("Airbus", "COMPETES_WITH", "Boeing", "asserted")]),
]  # fmt: skip

ENGLISH: list[tuple[str, list[Expected]]] = [
    ("Siemens announced a partnership with Nvidia.", [("Siemens", "PARTNERS_WITH", "Nvidia", "asserted")]),
    ("SAP and Microsoft have signed a partnership.", [("SAP", "PARTNERS_WITH", "Microsoft", "asserted")]),
    ("Amazon is building data centres in Germany, Spain and Poland.", [
        ("Amazon", "BUILDS_DATACENTER_IN", place, "asserted", {"facility": "data centres"}) for place in ("Germany", "Spain", "Poland")]),
    ("Google plans to build a data center in Finland.", [("Google", "BUILDS_DATACENTER_IN", "Finland", "planned", {"facility": "data center"})]),
    ("Siemens CEO Roland Busch is optimistic.", [("Roland Busch", "CEO_OF", "Siemens", "asserted", {"role": "CEO"})]),
    ("Roland Busch, chief executive of Siemens, said demand was strong.", [("Roland Busch", "CEO_OF", "Siemens", "asserted", {"role": "chief executive"})]),
    ("Former Boeing chief executive Dave Calhoun retired.", [("Dave Calhoun", "CEO_OF", "Boeing", "ended", {"role": "chief executive"})]),
    ("Apple named Kevan Parekh as chief financial officer.", [("Kevan Parekh", "WORKS_FOR", "Apple", "asserted", {"role": "chief financial officer"})]),
    ("Volkswagen holds a 17.5 percent stake in Traton.", [("Volkswagen", "OWNS_STAKE_IN", "Traton", "asserted", {"stake": 17.5})]),
    ("BlackRock owns 5.2 percent of Deutsche Bank.", [("BlackRock", "OWNS_STAKE_IN", "Deutsche Bank", "asserted", {"stake": 5.2})]),
    ("Microsoft acquired Activision Blizzard for $69 billion.", [
        ("Microsoft", "ACQUIRES", "Activision Blizzard", "asserted", {"amount": {"value": 69e9, "unit": "USD", "hedge": "exact"}})]),
    ("Adobe is buying Figma.", [("Adobe", "ACQUIRES", "Figma", "planned")]),
    ("Harbour Energy bought Wintershall from BASF.", [("Harbour Energy", "ACQUIRES", "Wintershall", "asserted"), ("BASF", "SELLS", "Wintershall", "asserted")]),
    ("The European Commission fined Google 2.95 billion euros.", [
        ("European Commission", "FINES", "Google", "asserted", {"amount": {"value": 2.95e9, "unit": "EUR", "hedge": "exact"}})]),
    ("The Justice Department is investigating Nvidia.", [("Justice Department", "INVESTIGATES", "Nvidia", "asserted")]),
    ("Apple sued Samsung over patents.", [("Apple", "SUES", "Samsung", "asserted")]),
    ("Nvidia is listed on the Nasdaq.", [("Nvidia", "LISTED_ON", "Nasdaq", "asserted")]),
    ("Intel plans to cut 15,000 jobs.", [("Intel", "UNDERGOES", "layoffs", "planned"), ("Intel", "REPORTS", "jobs_cut 15000 people", "planned")]),
    ("Revenue at Apple rose 8 percent to 102.5 billion dollars in the third quarter.", [
        ("Apple", "REPORTS", "growth 8 percent", "asserted"), ("Apple", "REPORTS", "revenue 1.025e+11 USD", "asserted")]),
    ("Boeing posted a loss of 5.4 billion dollars in 2024.", [("Boeing", "REPORTS", "loss 5.4e+09 USD", "asserted")]),
    ("Siemens shares rose 3 percent.", [("Siemens", "REPORTS", "share_change 3 percent", "asserted")]),
    ("Apple is not buying Disney.", [("Apple", "ACQUIRES", "Disney", "denied")]),
    ("Nvidia denied that it would acquire Intel.", [("Nvidia", "ACQUIRES", "Intel", "denied")]),
    ("UniCredit could take over Commerzbank.", [("UniCredit", "ACQUIRES", "Commerzbank", "rumoured")]),
    ("The merger between Honda and Nissan was called off.", [("Honda", "MERGES_WITH", "Nissan", "ended")]),
    ("Munich-based chipmaker Infineon supplies chips to Tesla.", [
        ("Infineon", "BASED_IN", "Munich", "asserted"), ("Infineon", "SUPPLIES", "Tesla", "asserted")]),
    ("TSMC is building a factory in Dresden.", [("TSMC", "BUILDS_FACILITY_IN", "Dresden", "asserted", {"facility": "factory"})]),
    ("Ford closed its plant in Saarlouis.", [("Ford", "CLOSES_FACILITY_IN", "Saarlouis", "asserted", {"facility": "plant"})]),
    ("WeWork filed for bankruptcy.", [("WeWork", "UNDERGOES", "insolvency", "asserted")]),
    ("Instagram is owned by Meta.", [("Instagram", "SUBSIDIARY_OF", "Meta", "asserted")]),
    ("OpenAI launched the chatbot ChatGPT.", [("OpenAI", "LAUNCHES", "ChatGPT", "asserted")]),
    ("Elon Musk founded SpaceX.", [("Elon Musk", "FOUNDED", "SpaceX", "asserted")]),
    ("Airbus competes with Boeing.", [("Airbus", "COMPETES_WITH", "Boeing", "asserted")]),
]  # fmt: skip
