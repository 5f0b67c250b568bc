"""El País (https://elpais.com): its listings, and its layouts since 2012."""

import re

from monitor.extract.fields import body, css, css_all, json_ld, meta, path, persons, says
from monitor.extract.page import ArticlePage
from monitor.spider import OutletSpider


class ElPais(OutletSpider):
    """El País's section "Internacional"."""

    name = "elpais"
    outlet = "elpais.com"
    timezone = "Europe/Madrid"
    section = "Internacional"
    feeds = ("https://feeds.elpais.com/mrss-s/pages/ep/site/elpais.com/section/internacional/portada",)
    sitemap_index = "https://elpais.com/sitemap.xml"
    sections = ("https://elpais.com/internacional/",)
    article_url = re.compile(
        r"/\d{4}-\d{2}-\d{2}/[^/]+\.html$"  # since 2020
        r"|/\d{4}/\d{2}/\d{2}/[^/]+/\d+_\d+\.html$"  # until 2020
    )


_OFFERED = "p:has(> a[href*='suscripciones.elpais.com']), p:has(> a[href*='plus.elpais.com/newsletters'])"
_FOLLOW = re.compile(r"^(?:puedes?|sigue|você pode|siga)\b", re.IGNORECASE)
_PULLED = "[class*=sumario], .texto_grande, blockquote"


class ElPaisPage(ArticlePage):
    """Since 2020: the text in `div.a_c`."""

    hosts = ("elpais.com",)
    fits = says("div.a_c")
    region = (b"<article", b"</article>")
    description = css("header h2.a_st") | json_ld("description")
    dateline = json_ld("contentLocation.name")
    articleBody = body("div.a_c", cut=".gallery-summary-container, .a_m_p", echo=_PULLED)


def _source(notes: tuple[str, ...]) -> str | None:
    """Keep a note on who else reported the story; "Puedes seguir a ..." is an offer."""
    return next((note for note in notes if not _FOLLOW.match(note)), None)


class ElPaisArticleBodyPage(ArticlePage):
    """From 2019 to 2021: the text in `.article_body`, with offers, posts and boxes between its paragraphs."""

    hosts = ("elpais.com",)
    fits = says(".article_body")
    region = (b"<article", b"</article>")
    description = css("h2.a_st, h2.subtitle") | json_ld("description")
    dateline = json_ld("contentLocation.name")
    credit = css_all("p.footnote").map(_source)
    articleBody = body(
        ".article_body",
        cut=f".suscripcion, .embed, [class$='-media'], .twitter-tweet, .footnote, .f__v, .video_player, {_OFFERED}",
        related=".more_info, .phototext",
        echo="blockquote",
    )


class ElPaisCuerpoPage(ArticlePage):
    """From 2012 to 2020: the text in `#cuerpo_noticia`, pull quotes and boxes as `sumario`.

    A `despiece` is a shorter story set beside, of the text as well.
    """

    hosts = ("elpais.com",)
    fits = says("#cuerpo_noticia")
    region = (b"<article", b"</article>")
    headline = css("#articulo-titulo, h1#titulo_noticia") | meta("og:title")
    articleSection = path(r"^/elpais/\d{4}/\d{2}/\d{2}/([a-z]+)/").map(str.title) | path(r"^/([a-z]+)/").map(
        str.title
    )
    author = persons("author") | css_all(".firma .autor-nombre a") | css_all(".firma .autor a")
    byline = css_all(".firma .autor-nombre").map(", ".join) | css(".firma .autor")
    credit = css_all(".nota_pie").map(_source)
    datePublishedRaw = meta("datePublished") | json_ld("datePublished") | meta("DC.date")
    articleBody = body(
        "#cuerpo_noticia",
        cut=(
            ".nota_pie, .siguenos_opinion, [id$='|despiece']:has(a[href*='//podcasts.']), [id$='|html'], [id$='|include'],"
            " .sumario_html, .sumario_foto, .foto, .media"
        ),
        related="[id$='|apoyos'], [id$='|fototextos'], [id$='|enlaces']",
    )
