"""Store: MongoDB, and nothing else knows it."""

from monitor.store.connection import Store, open_store

__all__ = ["Store", "open_store"]
