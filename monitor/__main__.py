"""`python -m monitor`: the command line, also as `monitor up` calls it for a crawl."""

from monitor.cli import main
from monitor.schedule.parent import follow_parent

if __name__ == "__main__":
    follow_parent()
    main()
