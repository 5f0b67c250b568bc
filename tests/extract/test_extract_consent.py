"""A wall of consent is no article, news about consent is one."""

import pytest

from monitor import extract
from monitor.errors import NotArticle
from monitor.extract.consent import is_wall

HEAD = """<!doctype html><html><head><title>Le bac coule</title><script type="application/ld+json">
{"@type": "NewsArticle", "headline": "Le bac coule", "datePublished": "2026-11-24T10:00:00+01:00",
 "author": {"@type": "Person", "name": "A. Nemo"}}</script></head><body>"""
WALLS = {
    "fr": (
        "Valdoria Matin et ses 142 partenaires utilisent des cookies pour mesurer l'audience et personnaliser la "
        "publicité.\n\nVous pouvez retirer votre consentement à tout moment dans la politique de confidentialité.\n\n"
        "En cliquant sur « Accepter », vous acceptez leur dépôt, sinon abonnez-vous dès deux euros."
    ),
    "en": (
        "We and our partners store and access information on a device, such as cookies, to show personalised ads.\n\n"
        "You may click to refuse, or change your preferences before consenting to the processing.\n\n"
        "Your choices will apply to this website only."
    ),
    "en, of 2026": (
        "We and our 837 partners store and access personal data, like browsing data or unique identifiers, on your "
        "device.\n\nSelecting “I Accept” enables tracking technologies for the purposes named below.\n\n"
        "If trackers are disabled, some of what you see may not be as useful to you."
    ),
    "de": (
        "Mit Werbung weiterlesen: Wir und unsere 182 Partner verarbeiten personenbezogene Daten.\n\n"
        "Sie können Ihre Einwilligung jederzeit widerrufen, in der Datenschutzerklärung am Ende jeder Seite.\n\n"
        "Durch Klick auf Zustimmen willigen Sie ein, dass wir Cookies setzen."
    ),
    "es": (
        "El Correo y sus 96 socios utilizan cookies para medir la audiencia y mostrar publicidad.\n\n"
        "Puede aceptar, rechazar o configurar su uso, y retirar su consentimiento cuando quiera.\n\n"
        "Al hacer clic en Aceptar consiente el tratamiento de sus datos personales."
    ),
    "it": (
        "La Gazzetta e i suoi 77 fornitori usano cookie per misurare l'audience e mostrare pubblicità.\n\n"
        "Puoi accettare o rifiutare il trattamento e revocare il tuo consenso in ogni momento.\n\n"
        "Cliccando su Accetta presti il consenso alla personalizzazione degli annunci."
    ),
}
NEWS = [
    (
        "La CNIL valdorienne inflige une amende de dix millions à un site dont les cookies étaient déposés sans "
        "consentement.\n\nLe site et ses partenaires ont un mois pour répondre. « Nous ferons appel », dit son directeur.\n\n"
        "Les lecteurs, eux, n'avaient rien remarqué avant mardi."
    ),
    (
        "The court held that users had withdrawn their consent. Cookies were set all the same, it found.\n\n"
        "The company and its partners deny this. You can read the ruling at the registry, a clerk said on Tuesday."
    ),
    (
        "Das Gericht von Karsawien hat das Einwilligungsbanner verboten.\n\nDie Firma und ihre Partner wollen klagen.\n\n"
        "Datenschützer begrüßten das Urteil; der Minister schwieg dazu."
    ),
    (
        "The regulator fined the firm ten million for selling personal data to its partners.\n\n"
        "Tracking technologies followed readers from page to page, it found, on whatever device they read.\n\n"
        "The firm, which stores the data abroad, will appeal."
    ),
    "",
]


@pytest.mark.parametrize("text", WALLS.values(), ids=WALLS)
def test_a_wall_is_told_by_what_it_says(text: str) -> None:
    """In five languages, whatever its elements are called."""
    assert is_wall(text)


@pytest.mark.parametrize("text", NEWS)
def test_news_about_consent_is_no_wall(text: str) -> None:
    """What others did with cookies is told in the third person."""
    assert not is_wall(text)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.lemonde.fr/international/article/2026/11/24/le-bac_67_32.html",
        "https://e.example/2026/11/24/bac",
    ],
)
@pytest.mark.parametrize("wrapping", ["div class='x1'", "div class='gdpr-wall'", "main", "article"])
def test_a_wall_under_an_article_s_head_is_no_article(url: str, wrapping: str) -> None:
    """JSON-LD that is left in the head does not make it one, on a known host or not."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in WALLS["fr"].split("\n\n"))
    with pytest.raises(NotArticle):
        extract.parse(f"{HEAD}<{wrapping}>{text}</{wrapping.split(maxsplit=1)[0]}></body></html>", url)
