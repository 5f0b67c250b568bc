"""Zones of a body: the text itself, the credit line at its foot, lines that only point elsewhere.

>>> found = zones([Paragraph("Le port de Valdoria ferme."), Paragraph("A LIRE AUSSI : Le port rouvre"),
...                Paragraph("Lu sur le Washington Post")])
>>> [p.text for p in found.body], found.credit, [p.text for p in found.related]
(['Le port de Valdoria ferme.'], 'Lu sur le Washington Post', ['A LIRE AUSSI : Le port rouvre'])
"""

import re
from dataclasses import dataclass

from monitor.normalise.paragraphs import Paragraph

# A line that opens so leads the reader to another page.
_RELATED = re.compile(
    r"""^\W*(?:
      (?:[àaÀ]\s+)?(?:lire|relire|voir|écouter|ecouter|découvrir)\s+(?:aussi(?!\s+bien)|également|egalement|encore|sur\s+le\s+même\s+sujet)\b
      |[àaÀ]\s+(?:lire|relire|voir|écouter|ecouter)\s*[:|>–—-]
      |(?:lire|sur\s+le\s+même\s+sujet|notre\s+dossier|pour\s+aller\s+plus\s+loin|les\s+plus\s+lus)\s*[:|>]
      |(?:read|see|watch|listen)\s+(?:more|also|next|too)\b(?:\s*[:|>–—-]|$|\s+(?:on|about|from)\b|\s+\W)
      |(?:related(?:\s+(?:articles?|stories|story|content))?|recommended|more\s+on\s+this\s+story|don[’']t\s+miss)\s*(?:[:|>–—]|$)
      |(?:lesen|sehen|hören)\s+sie\s+(?:auch|dazu|hier|mehr)\b|mehr\s+(?:zum\s+thema|dazu)\b|lesetipp\s*:
      |(?:lea|lee|leer|ver|vea|mira|escuche)\s+(?:también|tambien|además|más)\b\s*[:|>–—-]?|te\s+puede\s+interesar\b|noticias?\s+relacionadas?\b
      |(?:leggi|guarda|ascolta|vedi)\s+(?:anche|pure)\b|per\s+approfondire\b\s*[:|>]?
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# What the site says to its readers, not what the article says.
_NOTICE = re.compile(
    r"""^\W*(?:
      en\s+raison\s+de\s+débordements
      |(?:les\s+)?commentaires?\s+(?:sont\s+)?(?:fermés|désactivés|réservés)
      |(?:réagir|ajouter\s+un\s+commentaire|partager\s+(?:cet\s+article|sur))\b.{0,40}$
      |cet\s+article\s+est\s+réservé\s+aux\s+abonnés
      |(?:il\s+(?:vous\s+)?reste|la\s+suite\s+(?:de\s+cet\s+article\s+)?est\s+réservée)\b.{0,80}(?:à\s+lire|abonnés)
      |(?:mots[- ]clés?|thématiques?|tags?|étiquettes?)\s*:
      |(?:cliquez|inscrivez-vous|abonnez-vous)\b.{0,120}$
      |(?:sign\s+up|subscribe)\s+(?:to|for)\b.{0,120}(?:newsletter|briefing)
      |(?:copyright\W+|\d{4}\W+){0,2}(?:tous\s+droits\s+réservés|all\s+rights\s+reserved|alle\s+rechte\s+vorbehalten
        |todos\s+los\s+derechos\s+reservados|(?:tutti\s+i\s+)?diritti\s+riservati|riproduzione\s+riservata)\W*$
      |[\W_]*$
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_CREDIT = re.compile(
    r"""^\W*(?:
      (?:lu|vu|repéré|entendu|déniché|trouvé)\s+(?:sur|dans|chez)\s
      |(?:source|sources|via|quelle|fuente|fuentes|fonte|fonti)\s*:
      |(?:initialement|article|publié|paru|originally|ursprünglich|zuerst|publicado|pubblicato)\b.{0,40}\b(?:publié|paru|published|appeared|erschienen|originalmente|originariamente)\b
      |(?:avec|with|mit|con)\s+(?:l[’'])?(?:AFP|AP|Reuters|Belga|ATS|dpa|DPA|EFE|ANSA|agences?|agencies|agenturen|agencias|agenzie)\b
      |traduit\s+(?:de|par)\s|traduction\s*:
      |(?:AFP|Reuters|AP|Belga|EFE|ANSA|dpa|ATS)(?:\s*[/,&]\s*\w+)*\W*$
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST_CREDIT = 160
_FOOT = 3


@dataclass(frozen=True, slots=True)
class Zones:
    """A body's parts, each in its order."""

    body: list[Paragraph]
    credit: str | None
    related: list[Paragraph]


def zones(paragraphs: list[Paragraph]) -> Zones:
    """Tell a body's paragraphs apart.

    Rules, in order: a line that points elsewhere is related, wherever it stands; a site's notice is
    left out; a short line in the last three that names the article's source is its credit.
    """
    related: list[Paragraph] = []
    kept: list[Paragraph] = []
    for paragraph in paragraphs:
        if _RELATED.match(paragraph.text):
            related.append(paragraph)
        elif not _NOTICE.match(paragraph.text):
            kept.append(paragraph)
    credit: list[str] = []
    while len(credit) < _FOOT and len(kept) > 1 and _is_credit(kept[-1].text):
        credit.insert(0, kept.pop().text)
    return Zones(kept, "\n".join(credit) or None, related)


def _is_credit(line: str) -> bool:
    return len(line) <= _LONGEST_CREDIT and _CREDIT.match(line) is not None
