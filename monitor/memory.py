"""The garbage collector of a process that reads pages for hours.

Left alone it goes over half a million objects of the tables and grammars again and again, and over each page that
is still on its way: a sixth of a crawl's time.
"""

import gc

_SELDOM = 20_000
"""Objects made since the last collection, so that a page has come and gone before the next one."""


def collect_seldom() -> None:
    """Leave alone what is there now, and look at new objects less often; to be called when start-up is over."""
    gc.freeze()
    gc.set_threshold(_SELDOM, 20, 20)
