"""When an outlet is crawled, and the processes that do it."""
