"""Discover: a listing's bytes become entries, each naming one article."""

from monitor.discover.sitemaps import Child, Sitemap, covers, in_robots

__all__ = ["Child", "Sitemap", "covers", "in_robots"]
