"""Whom articles cite: articles of 400 words a second on one core, beside a plain alias regex in the same run.

    python benchmarks/cite.py [--articles 2000]

The peer is one compiled alternation of every alias, run over the same texts: it finds names, judges
nothing, and is what a short script would do. Both are fed the same articles; seconds are of the process.
"""

import argparse
import random
import re
import resource
import time
from collections.abc import Callable

from monitor.cite.gazetteer import Gazetteer, load
from monitor.cite.tagger import Tagger
from monitor.items import NewsArticle

_WORDS = 400
_PLAIN = (
    "Le port de Valdoria ferme en mai pour deux ans de travaux.",
    "Le conseil municipal a voté le budget par onze voix contre huit.",
    "Les pêcheurs demandent une compensation et un quai provisoire.",
    "« Nous n'avons rien vu venir », dit une marchande de poisson.",
    "La digue date de 1931, et personne ne l'a inspectée depuis vingt ans.",
    "Une réunion publique est prévue jeudi soir dans la salle des fêtes.",
)
_CITING = (
    "Selon {}, la digue n'a jamais été inspectée.",
    "Le chantier coûtera trois milliards, rapporte {}.",
    "« C'est fini », a confié un docker à {}.",
    "{} a obtenu une copie du rapport.",
    "Une enquête de {} le montre.",
)
# One sentence in twelve cites: about two outlets in an article, as in foreign news.
_SHARE = 12


def articles(count: int, gazetteer: Gazetteer) -> list[NewsArticle]:
    """Make articles of about 400 words that cite outlets of the gazetteer."""
    chance = random.Random(4)  # noqa: S311 - no secret
    names = [outlet.name for outlet in gazetteer.outlets.values()]
    return [
        NewsArticle(
            url=f"https://atlantico.fr/{number}",
            outlet="atlantico.fr",
            inLanguage="fr",
            articleBody=_body(chance, names),
        )
        for number in range(count)
    ]


def _body(chance: random.Random, names: list[str]) -> str:
    paragraphs: list[str] = []
    words = 0
    while words < _WORDS:
        sentences = [
            chance.choice(_CITING).format(chance.choice(names))
            if not chance.randrange(_SHARE)
            else chance.choice(_PLAIN)
            for _ in range(4)
        ]
        paragraphs.append(" ".join(sentences))
        words += len(paragraphs[-1].split())
    return "\n\n".join(paragraphs)


def _rate(step: Callable[[NewsArticle], object], given: list[NewsArticle]) -> float:
    start = time.process_time()
    for article in given:
        step(article)
    return len(given) / (time.process_time() - start)


def main() -> None:
    """Print both rates, their ratio, memory and the time to the first article."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", type=int, default=2000)
    count = parser.parse_args().articles
    start = time.perf_counter()
    gazetteer = load()
    tagger = Tagger(gazetteer)
    given = articles(count, gazetteer)[: max(count, 1)]
    loaded = time.perf_counter()
    tagger.tag(given[0])
    print(f"gazetteer {len(gazetteer.outlets)} outlets, ready in {loaded - start:.2f} s")
    ours = _rate(tagger.tag, given)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    aliases = sorted(
        {name for outlet in gazetteer.outlets.values() for name in outlet.names}, key=len, reverse=True
    )
    plain = re.compile(r"\b(?:" + "|".join(map(re.escape, aliases)) + r")\b")
    few = given[: max(1, count // 100)]
    peer = _rate(lambda article: plain.findall(article.articleBody), few)
    print(f"monitor cite   {ours:8.0f} articles/s   peak memory {memory:.0f} MB")
    print(f"alias regex    {peer:8.0f} articles/s   ({len(aliases)} names, finds names only)")
    print(f"ratio          {ours / peer:8.1f}")


if __name__ == "__main__":
    main()
