"""Normalise: the article as a page gave it becomes the article as we keep it."""

from monitor.normalise.article import normalise
from monitor.normalise.bylines import names
from monitor.normalise.dates import read_date
from monitor.normalise.language import detect
from monitor.normalise.zones import Zones, zones

__all__ = ["Zones", "detect", "names", "normalise", "read_date", "zones"]
