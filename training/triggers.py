"""Words that name what a company undergoes, by topic: they mark the trigger mentions of the training texts.

Only training reads these: the model learns to tag triggers in context, and which company each belongs to.
"""

from __future__ import annotations

import re

from loaders.model.labels import TOPICS

_STEMS = {
    "insolvency": r"""
        insolven\w* bankrupt\w* konkurs\w* pleite\w* gläubigerschutz\w* zahlungsunfähig\w* receivership administrators? administration
        chapter schutzschirm\w* liquidat\w* nachlassstundung\w* creditors? \w+insolvenz\w* \w+verwalter\w* sanierungsverfahren\w*
        eigenverwaltung zahlungsunfähigkeit collapse[ds]?
    """,
    "layoffs": r"""
        entlass\w* kündig\w* stellenabbau\w* stellen stellenstreich\w* jobs? layoffs? laid lay redundanc\w* arbeitsplätz\w*
        personalabbau\w* dismiss\w* roles positions posts jobabbau\w* gekündigt\w* job\w* arbeitsplatz\w* abfindung\w* axe[ds]?
        freisetz\w* workforce headcount sozialplan\w* severance
    """,
    "strike": r"""
        \w*streik\w* strikes? striking walkouts? walked ausstand\w* stoppages? picket\w* niedergelegt arbeitskampf\w*
        arbeitsniederlegung\w* industrial tools
    """,
    "restructuring": r"""
        restruktur\w* umstruktur\w* sanier\w* \w*umbau\w* restructur\w* overhaul\w* reorgani\w* turnaround sparprogramm\w* sparpaket\w*
        neuordn\w* neuaufstell\w* neuausricht\w* umgebaut umzubauen baut revamp\w* reorganis\w* sparkurs\w* sparplan\w* cost kostensenk\w*
        umbauen effizienzprogramm\w* transformation\w* shake
    """,
    "recall": r"""
        \w*rückruf\w* recall\w* zurückgerufen zurückrufen zurückzurufen ruft rufe rufen rief pull\w* withdr\w* zurück beordert\w*
    """,
    "cyberattack": r"""
        cyber\w* hacker\w* hack\w* ransomware\w* erpressersoftware schadsoftware malware angreifer\w* angriff\w* breach\w* intru\w*
        attack\w* attacke\w* erpress\w* datenleck\w* it-angriff\w* hackerangriff\w* phishing verschlüssel\w* datendiebstahl\w*
    """,
    "share buyback": r"""
        \w*rückkauf\w* buyback\w* buy repurchas\w* rückkäufe\w* zurückkauf\w* zurückzukaufen zurückgekauft buying bought eigene[rn]?
    """,
}
_TOPICS = [(number, re.compile(rf"\b(?:{'|'.join(_STEMS[topic].split())})\b", re.IGNORECASE)) for number, topic in enumerate(TOPICS)]
_VAGUE_WORDS = r"""
    administrat\w* chapter creditors? \w+verwalter\w* stellen jobs? roles positions posts workforce headcount job\w* arbeitspl\w*
    industrial tools baut cost ruft rufe rufen rief pull\w* zurück withdr\w* attack\w* angriff\w* buy buying bought eigene[rn]? shake
    transformation\w* collapse[ds]? kündig\w* walked lay laid axe[ds]? dismiss\w*
"""
_VAGUE = re.compile("|".join(_VAGUE_WORDS.split()), re.IGNORECASE)
"""Words that mean the topic in some texts only: marked where the text has a claim of the topic."""


def find_triggers(text: str, stated: set[str]) -> list[tuple[int, int, int]]:
    """(start, end, topic number) of each trigger word, in text order, one topic per word.

    Args:
        text: the article.
        stated: topics that some company of the article undergoes.
    """
    found: dict[tuple[int, int], int] = {}
    for number, pattern in _TOPICS:
        for match in pattern.finditer(text):
            if TOPICS[number] in stated or not _VAGUE.fullmatch(match[0]):
                found.setdefault(match.span(), number)
    return [(start, end, number) for (start, end), number in sorted(found.items())]
