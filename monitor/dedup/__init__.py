"""Dedup: the same text, a copy of it, a part of it, or something new?

`fingerprint(article)` gives an article what it is found by; `judge(article, candidates)` says how it
relates to others; `clusters` says which articles carry one text, which came first, and who copies whom.
"""

from monitor.dedup.fingerprint import fingerprint
from monitor.dedup.judge import judge

__all__ = ["fingerprint", "judge"]
