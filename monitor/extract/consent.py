"""Tells a page that only asks for consent to cookies, whatever its head says of an article, by what it says.

News about cookies says "consent", too; only a wall says "we and our partners", "you can withdraw", "by clicking".

>>> is_wall("We and our partners store information on a device. You can withdraw your consent at any time.")
True
>>> is_wall("The court held that users had withdrawn their consent. Cookies were set all the same.")
False
"""

import re

_SAYINGS = re.compile(
    r"""
      \b(?:we|\w[\w\ '’.-]{0,30})\ and\ (?:our|its)\ (?:\d+\ )?(?:partners|vendors)\b
      |\byou\ (?:can|may)\ (?:\w+\ ){0,6}?(?:withdraw|change|manage|refuse|object|click\ to)\b
      |\bby\ clicking\b|\byour\ (?:choices|preferences|consent)\ (?:will|can|at|apply)\b|\bwe\ value\ your\ privacy\b
      |\bstore\ and/?\ ?(?:or\ )?access\ (?:information\ on\ a\ device|personal\ data)\b|\bprecise\ geolocation\ data\b
      |\b(?:selecting|choosing|pressing|tapping)\ [“"']?(?:i\ )?(?:accept|agree|reject|consent)\b
      |\bet\ (?:ses|nos)\ (?:\d+\ )?partenaires\b|\ben\ cliquant\ sur\b|\bretirer\ votre\ (?:consentement|accord)\b
      |\bvous\ (?:pouvez|consentez|acceptez)\b|\bgérer\ (?:vos|mes)\ (?:préférences|choix)\b
      |\bund\ (?:unsere|seine|ihre)\ (?:\d+\ )?partner\b|\bmit\ (?:ihrer|deiner)\ (?:zustimmung|einwilligung)\b
      |\b(?:zustimmung|einwilligung)\ (?:jederzeit\ )?(?:\w+\ ){0,3}?widerrufen\b|\bmit\ werbung\ (?:weiter)?lesen\b
      |\b(?:wir|sie)\ (?:\w+\ ){0,3}?cookies\b|\bklick(?:en\ sie)?\ auf\b|\bdurch\ klick(?:en)?\ auf\b
      |\by\ (?:nuestros|sus)\ (?:\d+\ )?socios\b|\bal\ hacer\ clic\b|\bretirar\ su\ consentimiento\b
      |\bpuede\ (?:\w+\ ){0,4}?(?:aceptar|rechazar|configurar)\b
      |\be\ (?:i\ )?(?:nostri|suoi)\ (?:\d+\ )?(?:partner|fornitori)\b|\bcliccando\ su\b|\bfacendo\ clic\b
      |\b(?:revocare|ritirare)\ il\ (?:tuo|suo)\ consenso\b|\bpuoi\ (?:\w+\ ){0,4}?(?:accettare|rifiutare)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_TOPIC = re.compile(
    r"cookie|consent|privacy|personal data|tracking technolog|datenschutz|einwilligung|zustimm|confidentialit|privacidad|consenso|personali[sz]ed|"
    r"données personnelles|personenbezogen|datos personales|dati personali",
    re.IGNORECASE,
)
_LONGEST = 6_000
_MOST = 0.5


def is_wall(text: str) -> bool:
    """Tell a text of which at least half asks for consent, in several sayings of such walls."""
    if len(text) > _LONGEST or not _TOPIC.search(text):
        return False
    paragraphs = [part for part in re.split(r"\n+|(?<=[.!?])\s+(?=[A-ZÀ-Þ])", text) if part.strip()]
    asking = [part for part in paragraphs if _SAYINGS.search(part) or len(_TOPIC.findall(part)) > 1]
    sayings = {found.group().lower() for found in _SAYINGS.finditer(text)}
    return len(sayings) > 1 and sum(map(len, asking)) >= _MOST * sum(map(len, paragraphs))
