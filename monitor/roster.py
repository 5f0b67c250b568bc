"""The spiders there are, and which of them a user means: by its name, its outlet's domain, or a page's address."""

import difflib
from urllib.parse import urlsplit

from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from monitor.config import Config
from monitor.crawl import known_outlets
from monitor.errors import BadUse, Unknown
from monitor.fetch.safety import Guard
from monitor.site import spider_of
from monitor.spider import OutletSpider
from monitor.urls import is_address, web_address


def project_settings() -> Settings:
    """Give our settings, whatever directory we are called in: scrapy.cfg is for Scrapy's own commands."""
    settings = Settings()
    settings.setmodule("monitor.settings", priority="project")
    return settings


def spiders() -> dict[str, type[OutletSpider]]:
    """Give the project's spiders by name, as Scrapy finds them."""
    loader = SpiderLoader.from_settings(project_settings())
    found = {name: loader.load(name) for name in sorted(loader.list())}
    return {name: spider for name, spider in found.items() if issubclass(spider, OutletSpider)}


def named(name: str) -> type[OutletSpider]:
    """Give the spider of a name or of an outlet's domain; raises `Unknown` with the nearest name."""
    known = spiders()
    by_domain = {spider.outlet: spider for spider in reversed(known.values())}
    found = known.get(name) or by_domain.get(name)
    if found is None:
        near = difflib.get_close_matches(name, [*known, *by_domain], n=1, cutoff=0.5)
        hint = f"do you mean {near[0]}?" if near else f"there are: {', '.join(known)}."
        if "." in name and not near:
            page = name if "/" in name else f"{name}/"
            hint = f"write https://{page} to crawl a site that has no file."
        raise Unknown(f'There is no outlet "{name}"; {hint}')
    return found


def chosen(asked: str, options: Config) -> type[OutletSpider]:
    """Give the spider of an outlet's name or domain, or one made for the site of a page's address.

    Raises `Unknown`, and `BadUse` for an address that is no web page's, not a public one, or holds a password:
    what is crawled is shown to whoever lists runs.
    """
    asked = asked.strip()
    if not is_address(asked):
        return named(asked)
    if "@" in urlsplit(web_address(asked)).netloc:
        raise BadUse("A name and password in an address are not sent; leave out what stands before the @.")
    made = spider_of(asked, known_outlets(options.outlets).domains, spiders().values())
    host = urlsplit(asked).hostname or ""
    refusal = None if host in options.connect_to else Guard(options.allow_nets).refusal(host)
    if refusal:
        raise BadUse(f"{refusal}.")
    return made
