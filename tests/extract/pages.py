"""A news page of our own writing, to be varied; and its text."""

TEXT = (
    "Le port de Valdoria ferme en mai pour deux ans de travaux, a décidé le conseil municipal jeudi soir.",
    "La digue date de 1931, et personne ne l'a inspectée depuis vingt ans, reconnaît la capitainerie.",
    "Les pêcheurs demandent une compensation et un quai provisoire ; ils attendent une réponse en juin.",
    "« Nous n'avons rien vu venir », dit une marchande de poisson, qui vend sur le quai depuis 1998.",
)
URL = "https://gazette.example.org/monde/le-port-de-valdoria-ferme-en-mai"


def page(
    body: str | None = None,
    *,
    head: str = '<meta property="article:published_time" content="2026-05-04T10:00:00Z">',
    before: str = "",
    after: str = "",
) -> str:
    """Write a page: menu, headline, text, and what stands around the text."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT) if body is None else body
    return (
        f"<html><head><title>Le port ferme | Gazette</title>{head}</head><body>"
        "<nav><a href='/'>Accueil</a> <a href='/monde/'>Monde</a></nav>"
        f"{before}<h1>Le port ferme</h1><div class='text'>{text}</div>{after}"
        "<footer>Gazette de Valdoria, tous droits réservés.</footer></body></html>"
    )
