"""Cite: which outlets an article's text uses, in which words, with the sentence that proves it.

`gazetteer.load()` reads the outlets; `Tagger(gazetteer).tag(article)` gives the article its citations.
"""
