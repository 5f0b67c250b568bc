"""Lines of a page that the article does not say: notices to the reader, captions, biographies at its foot.

>>> is_notice("Advertisement"), is_notice("(Image: GETTY)"), is_notice("Le port ferme en mai.")
(True, True, False)
>>> is_biography("Anne Dufour is a senior reporter for the Valdoria Post.")
True
"""

import re

_NOTICE = re.compile(
    r"""^\W*(?:
      advert(?:isement|ising)?|anzeige|werbung|publicité|publicidad|pubblicità
      |(?:story\ )?continues?\ below.*|article\ continues.*|this\ slideshow\ requires.*|loading.*
      |comments?|share(?:\ this.*)?|don[’']?t\ miss|like\ this\ story\?.*|image\ \d+\ of\ \d+
      |(?:click|tap)\ here\b.{0,80}|(?:sign\ up|subscribe|follow\ us)\b.{0,160}
      |(?:photo|image|picture|foto|bild|crédit|credit)s?(?:\ (?:by|credit))?\s*:.{0,120}
      |(?:read|see|watch)\ (?:more|also|next)\b.{0,140}|(?:related|also\ on\b.{0,20}):?.{0,120}
      |\(?updated?\b.{0,60}|published\b.{0,60}|by\ [A-Z].{0,50}
    )\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
# Terms of business inside a short paragraph.
_BUSINESS = re.compile(
    r"""\b(?:
      affiliate\ (?:links?|partners?|commissions?|programs?|revenue)
      |(?:earn|receive)\ (?:a\ |an\ )?(?:small\ )?(?:\w+\ )?(?:commission|compensation)
      |terms\ of\ (?:use|service)|privacy\ (?:policy|notice)|cookie\ policy|all\ rights\ reserved
      |sign\ up\ for\ (?:our|the)|subscribe\ to\ (?:our|the)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_CAPTION = re.compile(
    r"\((?:image|photo|picture|credit|foto|bild|pic)s?\s*:[^)]*\)\s*$"
    r"|(?:getty images|afp|reuters|shutterstock|ap photo)\W*\)?\s*$"
    r"|^(?:image|photo|picture) (?:credit|source|courtesy)",
    re.IGNORECASE,
)
_BIOGRAPHY = re.compile(
    r"""\bis\ an?\ (?:[\w'’-]+\ ){0,4}(?:reporter|writer|editor|correspondent|journalist|columnist|contributor)\b
      |\b(?:can\ be\ reached|may\ be\ reached|follow\ (?:him|her|them|me)\ (?:on|at))\b
      |\bist\ (?:[\w-]+\ ){0,3}(?:Redakteur|Reporter|Korrespondent|Journalist)(?:in)?\b
      |\best\ (?:[\w’'-]+\ ){0,2}(?:journaliste|rédactrice|rédacteur|correspondante?)\b""",
    re.VERBOSE,
)
_LONGEST_BUSINESS, _LONGEST_CAPTION, _LONGEST_BIOGRAPHY = 80, 200, 100


def is_notice(text: str) -> bool:
    """Tell a line that the site says to its readers, or a caption."""
    if _NOTICE.match(text):
        return True
    if len(text) < _LONGEST_CAPTION and _CAPTION.search(text):
        return True
    return len(text.split()) < _LONGEST_BUSINESS and _BUSINESS.search(text) is not None


def is_biography(text: str) -> bool:
    """Tell a paragraph about the author, as it stands at an article's foot."""
    return len(text.split()) < _LONGEST_BIOGRAPHY and _BIOGRAPHY.search(text) is not None
