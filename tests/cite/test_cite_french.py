"""French texts of our own: who is cited, how, and who is only named."""

from functools import cache

import pytest

from monitor.cite.gazetteer import load
from monitor.cite.tagger import Tagger
from monitor.items import NewsArticle

# Each text, and the outlets that it cites by kind: c credit, a attribution, m mention, p photo.
CASES = [
    # prepositions
    ("La digue cédera, toujours selon le Guardian.", "theguardian.com:a"),
    ("Toujours selon le quotidien espagnol El País, la digue cédera.", "elpais.com:a"),
    ("La digue cédera, si l'on en croit la BBC.", "bbc.com:a"),
    ("Un chantier « pharaonique », dixit Bloomberg.", "bloomberg.com:a"),
    ("Selon des informations du Handelsblatt, la digue cédera.", "handelsblatt.com:a"),
    ("D'après les calculs du Financial Times, elle coûtera 3 milliards.", "ft.com:a"),
    ("Selon un sondage réalisé pour la RTBF, 60 % des habitants sont contre.", "rtbf.be:a"),
    ("Selon deux sources citées par Reuters, la digue cédera.", "reuters.com:a"),
    ("Selon plusieurs témoins interrogés par l'agence Anadolu, la digue a cédé.", "aa.com.tr:a"),
    # inverted clauses
    ("La digue a cédé dans la nuit, croit savoir Politico.", "politico.com:a"),
    ("La digue a cédé, a annoncé dimanche soir la chaîne publique NHK.", "nhk.or.jp:a"),
    ("« Rien ne va plus », écrit ce vendredi le Washington Post.", "washingtonpost.com:a"),
    ("La digue, indique The Hindu, avait été inspectée en mai.", "thehindu.com:a"),
    ("La digue, précise toutefois le Corriere della Sera, n'était pas assurée.", "corriere.it:a"),
    ("Le maire avait été prévenu, affirment de concert Le Monde et Der Spiegel.", "lemonde.fr:a spiegel.de:a"),
    ("« Une honte nationale », fulmine l'éditorialiste du Daily Telegraph.", "telegraph.co.uk:a"),
    # subjects
    ("Le New York Times consacre sa une à la digue.", "nytimes.com:a"),
    ("Reuters a pu consulter le rapport.", "reuters.com:a"),
    ("La Repubblica, elle, enfonce le clou.", "repubblica.it:a"),
    ("Pour sa part, la Gazeta Wyborcza soupçonne le préfet.", "wyborcza.pl:a"),
    ("Quant au Tages-Anzeiger, il réclame une commission d'enquête.", "tagesanzeiger.ch:a"),
    ("Haaretz a retrouvé le contremaître, qui vit désormais à Haïfa.", "haaretz.com:a"),
    ("À Bogota, El Tiempo recense douze chantiers du même type.", "eltiempo.com:a"),
    ("Côté italien, La Stampa s'agace de la lenteur des secours.", "lastampa.it:a"),
    ("La digue cède, mais The Economist n'y voit qu'un symptôme.", "economist.com:a"),
    ("Le New York Times se demande si le pays a encore des ingénieurs.", "nytimes.com:a"),
    ("« Le béton était trop jeune », titre le Frankfurter Allgemeine Zeitung.", "faz.net:a"),
    ("The Guardian raconte la nuit des sauveteurs, tandis que Bild publie la liste des disparus.", "theguardian.com:a bild.de:a"),
    ("Le Washington Post y consacre un long récit.", "washingtonpost.com:a"),
    # told to
    ("« On nous avait prévenus », a soufflé un ouvrier à la RTBF.", "rtbf.be:a"),
    ("Le ministre a réfuté ces accusations sur CNN.", "cnn.com:a"),
    ("« Nous reconstruirons », a-t-elle promis au micro de France Inter.", "franceinter.fr:a"),
    ("Invité de RTL, le préfet a reconnu un retard.", "rtl.fr:a"),
    ("Interviewée par la BBC, la sismologue reste prudente.", "bbc.com:a"),
    ("Dans une interview accordée à Der Spiegel, il se dit innocent.", "spiegel.de:a"),
    ("Dans les colonnes du Corriere della Sera, l'architecte se défend.", "corriere.it:a"),
    ("Le ministère a refusé de commenter auprès de l'AFP.", "afp.com:a"),
    ("Contactée par Reuters, l'entreprise n'a pas répondu.", "reuters.com:a"),
    ("Il l'a confié au quotidien japonais Asahi Shimbun.", "asahi.com:a"),
    ("C'est ce qu'a confié au Washington Post un conseiller du président.", "washingtonpost.com:a"),
    ("Le maire s'est justifié dans un entretien avec le Wall Street Journal.", "wsj.com:a"),
    ("Sous la plume de son correspondant à Rome dans La Croix, le récit est glaçant.", "la-croix.com:a"),
    ("Les quais étaient déserts, a constaté un journaliste de l'AFP.", "afp.com:a"),
    ("Son avocate a dénoncé sur le plateau de BFMTV un procès politique.", "bfmtv.com:a"),
    # documents
    ("Des courriels internes obtenus par Der Spiegel le prouvent.", "spiegel.de:a"),
    ("Une vidéo authentifiée par le New York Times montre la brèche.", "nytimes.com:a"),
    ("Le rapport, consulté par Bloomberg, évoque des malfaçons.", "bloomberg.com:a"),
    ("Les images diffusées par Al Jazeera ont fait le tour du monde.", "aljazeera.com:a"),
    # cleft, cross-sentence
    ("C'est Politico qui le révèle : la digue n'a jamais été inspectée.", "politico.com:a"),
    ("L'information vient de Bloomberg.", "bloomberg.com:a"),
    ("On apprend dans El Mundo que la digue était neuve.", "elmundo.es:a"),
    # nested
    ("La digue cédera, selon le Wall Street Journal, cité par Reuters.", "wsj.com:a reuters.com:a"),
    ("La digue cédera, rapporte la chaîne NHK, reprise par l'AFP.", "nhk.or.jp:a afp.com:a"),
    ("L'AFP, citant l'agence Tass, parle de trois blessés.", "afp.com:a tass.com:a"),
    # digests
    ("La digue de Valdoria rouvre en mai. (Aftonbladet)", "aftonbladet.se:a"),
    # credits
    ("La digue a cédé.\n\nLu sur Politico", "politico.com:c"),
    ("La digue a cédé.\n\nRepéré sur The Verge", "theverge.com:c"),
    ("La digue a cédé.\n\nSource : Reuters, Bloomberg", "reuters.com:c bloomberg.com:c"),
    ("La digue a cédé.\n\n(avec AFP et Reuters)", "afp.com:c reuters.com:c"),
    ("La digue a cédé.\n\nLe service international, avec AFP", "afp.com:c"),
    ("La digue a cédé.\n\nCet article est initialement paru dans le Guardian.", "theguardian.com:c"),
    ("La digue a cédé.\n\nDie Welt (extraits)", "welt.de:c"),
    ("VALDORIA, 3 mars (Reuters) - La digue a cédé, selon le Figaro.", "reuters.com:c lefigaro.fr:a"),
    ("Valdoria (AFP) - La digue a cédé.", "afp.com:c"),
    ("(Oslo) Agence France-Presse\n\nLa digue a cédé.", "afp.com:c"),
    # mentions
    ("Elle a travaillé dix ans au New York Times avant de fonder une école.", "nytimes.com:m"),
    ("Le groupe possède aussi la chaîne Al Jazeera.", "aljazeera.com:m"),
    ("Le Washington Post va supprimer cent postes.", "washingtonpost.com:m"),
    ("Politico a été racheté par un éditeur allemand.", "politico.com:m"),
    ("Le président a porté plainte contre CNN et le New York Times.", "cnn.com:m nytimes.com:m"),
    ("La cérémonie était retransmise en direct sur la BBC.", "bbc.com:m"),
    ("Le correspondant de la BBC a été expulsé.", "bbc.com:m"),
    ("Ancien rédacteur en chef du Financial Times, il dirige un musée.", "ft.com:m"),
    ("©Reuters\n\nLa digue a cédé.", "reuters.com:p"),
    ("La digue, vue du port. - Ida Morel - AFP\n\nElle a cédé.", "afp.com:p"),
    ("La digue a cédé.\n\nA LIRE AUSSI : Selon le Washington Post, la digue cédera", "washingtonpost.com:m"),
    ("La digue a cédé.\n\nLire aussi : Bloomberg révèle le coût de la digue", "bloomberg.com:m"),
    # nothing
    ("Le monde entier a vu la digue céder un soir d'orage, et le temps a fait le reste.", ""),
    ("Selon Washington, la digue cédera. Le point de rupture est proche.", ""),
    ("Selon la presse locale et plusieurs médias, la digue cédera.", ""),
    ("L'équipe de secours a fait le point avec la Croix-Rouge.", ""),
    # anaphora
    ("Le Daily Mirror publie la photo du barrage. Le tabloïd britannique parle de miracle.", "mirror.co.uk:a"),
    ("Le Washington Post a rencontré le maire. Selon le Post, il ment.", "washingtonpost.com:a"),
]  # fmt: skip


@cache
def _tagger() -> Tagger:
    return Tagger(load())


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_who_is_cited(text: str, expected: str) -> None:
    """The strongest kind of each outlet is as a reader would say."""
    article = NewsArticle(
        url="https://atlantico.fr/a", outlet="atlantico.fr", inLanguage="fr", articleBody=text
    )
    tagged = _tagger().tag(article)
    letters = {"credit": "c", "attribution": "a", "link": "l", "mention": "m", "mediaCredit": "p"}
    order = {kind: at for at, kind in enumerate(letters)}
    found: dict[str, str] = {}
    for citation in sorted((*tagged.citations, *tagged.mentions), key=lambda c: -order[c.kind]):
        found[citation.outlet] = letters[citation.kind]
    assert found == dict(pair.split(":") for pair in expected.split())
    for citation in (*tagged.citations, *tagged.mentions):
        for evidence in citation.evidence:
            assert getattr(article, evidence.field)[evidence.start : evidence.end] == evidence.quote
