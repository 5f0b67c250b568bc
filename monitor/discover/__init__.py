"""Discover: a listing's bytes become entries, each naming one article."""

from monitor.discover.sitemaps import Child, Sitemap, covers

__all__ = ["Child", "Sitemap", "covers"]
