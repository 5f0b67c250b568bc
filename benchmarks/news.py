"""Articles for benchmarks: generated stories, some of them copied, cut, relayed in longer ones or edited.

    python benchmarks/news.py 20000 > articles.jsonl

Each line tells in `truth` what it was made from, so that quality can be measured too.
"""

import json
import random
import sys
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

_START = datetime(2026, 11, 1, tzinfo=UTC)
_SYLLABLES = [c + v for c in "bcdfglmnprstv" for v in ("a", "e", "i", "o", "u", "é", "ou", "an")]
_OUTLETS = [f"outlet{number}.example" for number in range(200)]
_RECENT = 5_000
_COPIED = 0.3


class Writer:
    """Writes articles; the same for the same seed."""

    def __init__(self, seed: int = 7) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - no secret
        chance = self._chance
        self._words = ["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 5))) for _ in range(30_000)]
        # Few words make up most of a text, as in any language.
        self._weights = list(accumulate(1 / (rank + 5) for rank in range(len(self._words))))
        self._notes = {outlet: self.text(40) for outlet in _OUTLETS[:40]}

    def text(self, words: int) -> str:
        """Write new text of so many words."""
        chosen = self._chance.choices(self._words, cum_weights=self._weights, k=words)
        for place in range(0, words, 15):
            chosen[place] = chosen[place].capitalize()
            chosen[place - 1] += "."
        return " ".join(chosen)

    def articles(self, count: int) -> Iterator[dict[str, Any]]:
        """Yield articles, about a third of them made from an earlier one."""
        recent: deque[tuple[int, str]] = deque(maxlen=_RECENT)
        for number in range(count):
            kind, source, body = "new", None, ""
            if recent and self._chance.random() < _COPIED:
                source, original = self._chance.choice(recent)
                kind, body = self._made_from(original)
            else:
                body = self.text(self._chance.randint(60, 900))
                recent.append((number, body))
            outlet = self._chance.choice(_OUTLETS)
            note = self._notes.get(outlet)
            yield {
                "id": f"a{number}",
                "outlet": outlet,
                "url": f"https://{outlet}/{number}",
                "datePublished": (_START + timedelta(seconds=number * 20)).isoformat(),
                "headline": self.text(9),
                "articleBody": f"{body}\n\n{note}" if note else body,
                "truth": {"kind": kind, "source": source and f"a{source}"},
            }

    def _made_from(self, original: str) -> tuple[str, str]:
        words = original.split()
        kind = self._chance.choice(("same", "edited", "cut", "relayed"))
        if kind == "edited":
            for place in range(self._chance.randrange(20), len(words), 25):
                words[place] = self._chance.choice(self._words)
        elif kind == "cut":
            words = words[: max(45, int(len(words) * 0.6))]
        elif kind == "relayed":
            start = self._chance.randrange(max(1, len(words) - 60))
            words = words[start : start + 60]
            return kind, f"{self.text(30)} {' '.join(words)}"
        return kind, " ".join(words)


def main() -> None:
    """Write as many articles as the command line asks for."""
    for article in Writer().articles(int(sys.argv[1])):
        sys.stdout.write(json.dumps(article, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
