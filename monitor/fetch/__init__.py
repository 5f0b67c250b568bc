"""Fetch: Scrapy's edge to the network, and the archive of what came over it."""
