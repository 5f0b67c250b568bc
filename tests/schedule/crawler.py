"""A crawl that fetches nothing: writes what it was asked, and behaves as it is told.

crawler.py BEHAVIOUR FILE SPIDER [--section SECTION]
"""

import signal
import sys
import time
from pathlib import Path

from monitor.schedule.parent import follow_parent


def crawl(behaviour: str, file: Path, *asked: str) -> int:
    """Note start and end in the file, and give an exit code."""

    def note(what: str) -> None:
        with file.open("a") as notes:
            notes.write(f"{what} {' '.join(asked)}\n")

    note("start")
    match behaviour:
        case "fails":
            sys.stderr.write("working\nmonitor: There is no such place.\n")
            return 1
        case "is refused":
            time.sleep(0.5)
            sys.stderr.write("monitor: example.org is being crawled by another machine.\n")
            return 1
        case "dies":
            time.sleep(0.5)
            signal.raise_signal(signal.SIGKILL)
        case "takes half a second":
            time.sleep(0.5)
        case "works":
            sys.stdout.write("a summary\n")
            sys.stderr.write("at work\n")
            try:
                time.sleep(60)
            except KeyboardInterrupt:
                note("interrupted")
        case "is stubborn":
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            time.sleep(60)
    note("end")
    return 0


if __name__ == "__main__":
    follow_parent()
    sys.exit(crawl(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:]))
