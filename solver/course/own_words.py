"""Whether a reason is one: words of one's own, and not “je ne sais pas trop” or “because it is obvious”."""

import re
from typing import Any

from solver.course.numbers import plain

FEWEST = 3  # different words
# Words of which no reason consists.
EMPTY = frozenset(
    re.findall(
        r"\S+",
        """
        ai alors am and answer as aucun aucune avis because bien bon bonne bref c' ca car ce cela certain
        chose clair clear comme correct course d' de depends desole dire dirais do don don't donc dont elle
        enfin est et etre evident evidence exact exactly faire fait faut feel good guess hein i' idea idee
        idk il is it it's j' je jugement juste just know l' la le les logic logical logique me mean meilleur
        meilleure mieux moi mon my n' ne no non not obvious obviously of oh oui par parce pas pense personne
        plus pour pourquoi question qu' quand que quoi reason reponse right rien sais sans say seems si so
        sorry sur sure ta that the there think this thought to tout toute tres trop true un une very vois
        voila vrai vraiment what why with write wrong yes
        """,
    )
)
WORD = re.compile(r"[^\W\d_]{2,}|[^\W\d_]'")


def is_reason(said: Any) -> bool:
    """Tell whether a reason is words: three different ones at least, and one of them says something."""
    words = WORD.findall(plain(said)) if isinstance(said, str) else []
    return len({*words}) >= FEWEST and not EMPTY.issuperset(words)
