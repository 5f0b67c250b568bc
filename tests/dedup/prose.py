"""Words that tell nothing, for tests of copies."""

import random


def prose(seed: int, length: int) -> str:
    """Give so many words that no other seed gives in this order."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    return " ".join(f"mot{chance.randrange(5000)}" for _ in range(length))
