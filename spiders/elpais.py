"""El País (https://elpais.com): its listings, and its three layouts since 2012."""

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


_PULLED = "[class*=sumario], .texto_grande, blockquote"


class ElPaisPage(ArticlePage):
    """Since 2020: the text in `div.a_c`."""

    hosts = ("elpais.com",)
    fits = says("div.a_c")
    description = css("header h2.a_st") | json_ld("description")
    dateline = json_ld("contentLocation.name")
    articleBody = body("div.a_c", cut=".gallery-summary-container, .a_m_p", echo=_PULLED)


class ElPaisCuerpoPage(ArticlePage):
    """From 2012 to 2020: the text in `#cuerpo_noticia`, pull quotes and boxes as `sumario`."""

    hosts = ("elpais.com",)
    fits = says("#cuerpo_noticia")
    headline = css("#articulo-titulo, h1#titulo_noticia") | meta("og:title")
    articleSection = path(r"^/elpais/\d{4}/\d{2}/\d{2}/([a-z]+)/").map(str.title) | path(r"^/([a-z]+)/").map(
        str.title
    )
    author = persons("author") | css_all(".firma .autor a")
    byline = css(".firma .autor")
    datePublishedRaw = meta("datePublished") | json_ld("datePublished") | meta("DC.date")
    articleBody = body(
        "#cuerpo_noticia",
        cut=".nota_pie, [id$='|despiece'], [id$='|html'], .sumario_html, .sumario_foto, .foto, .media",
    )
