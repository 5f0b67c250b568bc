"""datasketch's MinHashLSH over articles: pairs of line numbers out, articles a second and memory at the end.

Shingles are of five words, 128 permutations, threshold .5: what its own documentation starts from. A pair
is what a query gives before the article is inserted. With `--verify` the Jaccard estimate must reach .5 too.
"""

import json
import re
import resource
import sys
import time

from datasketch import MinHash, MinHashLSH

_WORD = re.compile(r"\w+")
_WIDTH, _PERMUTATIONS, _THRESHOLD = 5, 128, 0.5


def main() -> None:
    """Read JSON lines; write pairs as JSON lines, and the figures as the last."""
    verify = "--verify" in sys.argv
    lsh = MinHashLSH(threshold=_THRESHOLD, num_perm=_PERMUTATIONS)
    known: dict[int, MinHash] = {}
    started = time.process_time()
    for number, line in enumerate(sys.stdin):
        words = [word.lower() for word in _WORD.findall(json.loads(line)["articleBody"])]
        runs = {" ".join(words[place : place + _WIDTH]) for place in range(max(1, len(words) - _WIDTH + 1))}
        made = MinHash(num_perm=_PERMUTATIONS)
        made.update_batch([run.encode() for run in runs])
        for other in lsh.query(made):
            if not verify or made.jaccard(known[other]) >= _THRESHOLD:
                print(json.dumps([other, number]))
        lsh.insert(number, made)
        if verify:
            known[number] = made
    seconds = time.process_time() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"perSecond": len(lsh.keys) / seconds, "megabytes": memory}))


main()
