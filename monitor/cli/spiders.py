"""The spiders that Scrapy finds: nothing of ours imports them."""

from difflib import get_close_matches
from typing import Any

from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from monitor.errors import Unknown


def find_spider(name: str) -> type[Any]:
    """Give the spider of a name, or of an outlet's domain; raises `Unknown` with the nearest name."""
    loader = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["spiders"]}))
    spiders = {one: loader.load(one) for one in loader.list()}
    by_outlet = {getattr(spider, "outlet", one): one for one, spider in spiders.items()}
    found = name if name in spiders else by_outlet.get(name)
    if found:
        return spiders[found]
    near = get_close_matches(name, [*spiders, *by_outlet], n=1)
    instead = f'did you mean "{near[0]}"?' if near else f"there are: {', '.join(sorted(spiders))}."
    raise Unknown(f'No spider crawls "{name}"; {instead}')
