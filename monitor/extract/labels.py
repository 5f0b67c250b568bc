"""What the class and id of an element say it is: a guess at what stands beside the text, in six languages.

A label is a suspicion. Whether it holds is decided by how much of the page's prose it covers, since sites
call the article itself "widget", "paywall" or "sidebar-grid" too.

>>> label("div", "article-related")
<Label.BESIDE: 'beside'>
>>> label("div", "relatedArticles js"), label("div", "entry-content"), label("section", "c-comments")
(<Label.BESIDE: 'beside'>, <Label.TEXT: 'text'>, <Label.APART: 'apart'>)
"""

import re
from enum import Enum
from functools import lru_cache


class Label(Enum):
    """What an element is, by its names."""

    TEXT = "text"
    """Nothing against it."""
    DOUBTFUL = "doubtful"
    """Often beside the text: advertisements, teasers, widgets, dates, galleries."""
    BESIDE = "beside"
    """Nearly always beside it: navigation, related articles, sharing, captions, biographies."""
    APART = "apart"
    """Never the article, however long: readers' comments, consent to cookies."""
    PICTURE = "picture"
    """A picture or player with its caption; but whole articles are called "media" as well."""


# The most of a page's prose that elements of one name may cover and still be left out.
LIMITS = {Label.TEXT: 0.0, Label.DOUBTFUL: 0.25, Label.BESIDE: 0.5, Label.APART: 0.9, Label.PICTURE: 0.1}

_APART = re.compile(
    r"\b(?:comments?|commentlist|commentaires?|comentarios|kommentare?|commenti|disqus|replies|respond|"
    r"cookies?|consent|gdpr|rgpd|onetrust|ot sdk|didomi|privacy|ccpa|sp message|qc cmp|truste)\b"
)
_BESIDE = re.compile(
    r"""\b(?:
      newsletters?|outbrain|taboola|zergnet|revcontent|share|sharing|social|sociable|addthis|sharedaddy|partage
      |related|recommend\w*|read\ (?:more|next|also|on)|more\ (?:on|from|stories|news|like|articles?)
      |also\ (?:on|like|read)|see\ also|most\ (?:read|popular|viewed)|popular|trending|up\ next
      |next\ (?:up|post|article|story)|lire\ aussi|a\ lire|leggi\ anche|lee\ tambien|mehr\ zum
      |breadcrumbs?|ariane|side\ ?bar|footer|nav|navbar|navigation|pagination|pager
      |author\ (?:bio|box|info|card|block|about|meta|details|profile)|about\ (?:the\ )?author|bio|byline
      |tags?|taglist|caption|legende|copyright
    )\b""",
    re.VERBOSE,
)
_TEXT = re.compile(r"\b(?:article|story|entry|post|content) (?:body|content|text)\b|\barticle ?body\b")
_DOUBTFUL = re.compile(
    r"""\b(?:
      subscri\w+|sign\ ?up|promo\w*|advert\w*|ads?|sponsor\w*|anzeige|werbung|pub|publicite|publicidad
      |teasers?|rail|foot|masthead|menu|toolbar|topics?|keywords|categories|category|credits?
      |modal|popup|pop\ up|overlay|banner|paywall|authors?|widget|carousel|slider|slideshow|gallery
      |timestamp|dateline|date|published|rating|poll|login|register|tooltip|disclaimer|legal
      |embed|infobox|factbox|cta|callout|meta|links|whatsapp|facebook|follow|download|shop|buy|affiliate\w*
    )\b""",
    re.VERBOSE,
)
_PICTURE = re.compile(
    r"\b(?:images?|photos?|pictures?|img|video|player|attribution|attachment|media|pic|foto|bild|lightbox)\b"
)
_PARAGRAPH = re.compile(
    r"\b(?:captions?|credits?|byline|author|copyright|disclaimer|tags?|read more|related|newsletter|subscri\w+|"
    r"timestamp|date|meta|ads?|advert\w*|legend\w*)\b"
)
_HIDDEN = frozenset(
    [
        *(
            "hidden",
            "hide",
            "is-hidden",
            "u-hidden",
            "d-none",
            "visually-hidden",
            "visuallyhidden",
            "sr-only",
        ),
        *("screen-reader-text", "screen-reader", "print-only", "noprint"),
    ]
)
_NEVER = frozenset(["body", "main", "h1", "h2", "h3", "h4", "h5", "h6"])
# Content systems write what an article is about into its classes.
_SUBJECT = ("category-", "tag-", "post_tag-", "topic-", "author-", "format-")
_TAGS = {
    "aside": Label.BESIDE,
    "footer": Label.BESIDE,
    "form": Label.DOUBTFUL,
    "figure": Label.DOUBTFUL,
    "header": Label.DOUBTFUL,
}
# Page builders call everything a widget; a page with a side bar is none itself.
_BUILDERS = ("elementor", "so-", "siteorigin", "et_pb", "vc_", "wpb_", "fl-")
_BESIDE_BAR = re.compile(
    r"\b(?:with|has|no|content) side ?bar|\bside ?bar (?:wrap|enabled|disabled|grid|layout)"
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_ORDER = ((_APART, Label.APART), (_BESIDE, Label.BESIDE), (_TEXT, Label.TEXT), (_DOUBTFUL, Label.DOUBTFUL))


def hidden(names: str) -> bool:
    """Tell whether classes say that readers do not see the element; `names` has spaces between."""
    return bool(names) and not _HIDDEN.isdisjoint(names.split())


@lru_cache(maxsize=1 << 15)
def label(tag: str, names: str) -> Label:
    """Guess what an element is by its tag and by its classes and id, which `names` holds with spaces between."""
    if hidden(names):
        return Label.BESIDE
    if tag in _NEVER:
        return Label.TEXT
    said = " ".join(
        word.lower() for name in names.split() if _tells(tag, name) for word in _WORD.findall(name)
    )
    if "side" in said:
        said = _BESIDE_BAR.sub("", said)
    if tag == "figure" and "table" in said:
        return Label.TEXT
    if tag == "p":
        return Label.DOUBTFUL if _PARAGRAPH.search(said) else Label.TEXT
    return _by_words(said, _TAGS.get(tag, Label.TEXT))


def _tells(tag: str, name: str) -> bool:
    """Tell a class that says what an element is; utility classes and those of page builders do not."""
    if ":" in name or "[" in name or name.startswith(_BUILDERS):
        return False
    return not (tag == "article" and name.startswith(_SUBJECT))


def _by_words(said: str, by_tag: Label) -> Label:
    for pattern, found in _ORDER:
        if said and pattern.search(said):
            return max(found, by_tag, key=_weight)
    if said and by_tag is Label.TEXT and _PICTURE.search(said):
        return Label.PICTURE
    return by_tag


def _weight(found: Label) -> float:
    return LIMITS[found]
