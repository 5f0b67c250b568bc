"""Scrapy's settings, made from Config; `scrapy crawl NAME -s KEY=VALUE` overrides any of them."""

from typing import Any

from monitor import config

_options = config.load()

BOT_NAME = "media-monitor"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"
USER_AGENT = _options.user_agent
LOG_LEVEL = _options.log_level
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
FEED_EXPORT_ENCODING = "utf-8"

# The names of Scrapy's own MongoDB example.
MONGO_URI = _options.mongo_uri
MONGO_DATABASE = _options.mongo_database
DATA_DIR = str(_options.data)
ARCHIVE_DIR = str(_options.archive)
OUTLETS = str(_options.outlets) if _options.outlets else None

# Both open a port for whoever is on this machine.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
COOKIES_ENABLED = False
# Our callbacks may return early; to see that, Scrapy would parse their source.
WARN_ON_GENERATOR_RETURN_VALUE = False
# A page that loads itself anew is no redirect, and looking for one would decode every page twice.
METAREFRESH_ENABLED = False

CONNECT_TO = dict(_options.connect_to)
ALLOW_NETS = list(_options.allow_nets)
TWISTED_DNS_RESOLVER = "monitor.fetch.safety.Resolver"
DOWNLOAD_HANDLERS = dict.fromkeys(("http", "https"), "monitor.fetch.connect.Handler")
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 30
REDIRECT_MAX_TIMES = 10

CONCURRENT_REQUESTS_PER_DOMAIN = 1
# A crawl that is to end finishes what is under way: the fewer, the sooner.
CONCURRENT_REQUESTS = 4
# Scrapy makes so many tasks for each answer, and a page holds one article.
CONCURRENT_ITEMS = 2
DOWNLOAD_DELAY = _options.delay
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = _options.delay
AUTOTHROTTLE_MAX_DELAY = 60.0
EXTENSIONS: dict[str, Any] = {
    "monitor.crawl.Crawl": 0,
    "monitor.visits.Visits": 0,
    "monitor.listings.Listings": 0,
    "monitor.checkup.Checkup": 0,
    "monitor.fetch.pace.Pace": 0,
    "scrapy.extensions.throttle.AutoThrottle": None,
}

# robots.txt is obeyed by our own middleware: see monitor.fetch.robots.
ROBOTSTXT_OBEY = False
OBEY_RESERVATIONS = _options.obey_reservations
DOWNLOADER_MIDDLEWARES: dict[str, Any] = {
    "monitor.fetch.robots.Robots": 100,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "monitor.fetch.retry.Retry": 550,
    # Below redirects and HttpCompression, so that all is archived, and bodies as they came.
    "monitor.fetch.record.Recorder": 650,
    # Below the archive: what is reserved is not kept.
    "monitor.fetch.reserving.Reservations": 700,
}
ITEM_PIPELINES = {
    "monitor.pipelines.Unrepeat": 100,
    "monitor.pipelines.Normalise": 200,
    "monitor.pipelines.Deduplicate": 300,
    "monitor.pipelines.Cite": 400,
    "monitor.pipelines.Store": 800,
}
