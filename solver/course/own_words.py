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
        ai alors am and answer as au aucun aucune avis because bien bon bonne bref c' ca car ce cela certain
        chance chose clair clear comme correct course d' de depends desole dirais dire do don don't donc dont
        elle enfin est et etre evidence evident exact exactly faire fait faut feel feeling franchement frankly
        good guess gut hasard hein i' idea idee idk il instinct intuition is it it's j' je jugement just juste
        know l' la le les logic logical logique me mean meilleur meilleure mieux moi mon my n' ne no non not
        obvious obviously of oh oui par parce pas pense personne pif plus pour pourquoi pure qu' quand que
        question quoi random reason reponse rien right sais sans say seems si so sorry sur sure ta that the
        there think this thought to tout toute tres trop true un une very voila vois vrai vraiment was what
        why with write wrong yes
        """,
    )
)
WORD = re.compile(r"[^\W\d_]{2,}|[^\W\d_]'")


def is_reason(said: Any) -> bool:
    """Tell whether a reason is words: three different ones at least, and one of them says something."""
    words = WORD.findall(plain(said)) if isinstance(said, str) else []
    return len({*words}) >= FEWEST and not EMPTY.issuperset(words)
