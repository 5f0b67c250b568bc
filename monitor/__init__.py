"""Which outlets relay which foreign outlets, on what, how fast, and in which words."""
