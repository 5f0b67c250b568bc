"""What topics are told when an outlet changed its layout: a notice in the shape of an article.

Only queries that ask for `event:layout-changed` hear of it; with `outlet:` they choose the outlet.
"""

from monitor.items import NewsArticle
from monitor.query.tree import And, Equals, Node, Not, Or
from monitor.store.runs import Run

KIND = "layoutChanged"


def notice(run: Run) -> NewsArticle:
    """Say what a run found to be not as it was."""
    findings = run.health.findings if run.health else ()
    return NewsArticle(
        id=f"run:{run.id}",
        url=f"https://{run.outlet}/",
        outlet=run.outlet,
        headline=f"{run.outlet} seems to have changed its layout: "
        + " ".join(finding.sentence for finding in findings),
        articleBody="\n\n".join(finding.sentence for finding in findings),
        datePublished=run.ended,
    )


def asked_for(tree: Node, *, denied: bool = False) -> bool:
    """Tell whether a query asks for changes of layout.

    >>> asked_for(Equals("event", "layout-changed")), asked_for(Not(Equals("event", "new")))
    (True, False)
    """
    match tree:
        case Equals("event", "layout-changed"):
            return not denied
        case And(parts) | Or(parts):
            return any(asked_for(part, denied=denied) for part in parts)
        case Not(part):
            return asked_for(part, denied=not denied)
        case _:
            return False
