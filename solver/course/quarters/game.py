"""A pair's game: kept quarter by quarter beside its exercises, and what is told of it."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from solver.course.feedback import unjudged
from solver.course.progress import keep_progress, load_progress
from solver.course.quarters.compare import compare
from solver.course.quarters.play import Quarter, Standing, luck_of, play, standing
from solver.course.quarters.rules import objections
from solver.course.quarters.told import end_html, quarter_html, year_html
from solver.course.quarters.world import QUARTERS, World, world
from solver.words.i18n import _

SAME_FOR_ALL = "1"


class Game:
    """Four quarters with one luck.

    Parameters
    ----------
    luck : str
    """

    def __init__(self, luck: str) -> None:
        self.luck = luck.strip() or SAME_FOR_ALL
        self.firm: World = world()

    @property
    def plans(self) -> list[np.ndarray]:
        """The visits of the quarters played."""
        return [self.firm.visits(one) for one in load_progress().games.get(self.luck, ())]

    @property
    def quarters(self) -> list[Quarter]:
        """What became of them."""
        return play(self.firm, self.plans, luck_of(self.luck, self.firm))

    @property
    def over(self) -> bool:
        """Whether all four are played."""
        return len(self.plans) == QUARTERS

    @property
    def standing(self) -> Standing:
        """Where the game stands before the next quarter."""
        return standing(self.quarters, luck_of(self.luck, self.firm))

    def try_quarter(self, visits: Mapping[str, int]) -> list[str]:
        """Play the next quarter and keep it; where the visits may not be made, say why and keep nothing.

        Parameters
        ----------
        visits : mapping
            Code to visits; who is not named gets none.
        """
        if self.over:
            return [_("The four quarters are played.")]
        unknown = sorted(set(visits) - set(self.firm.codes))
        if unknown:
            return [_("There is no account {codes}.").format(codes=", ".join(unknown))]
        said = objections(self.firm, self.standing, self.firm.visits(visits))
        if not said:
            progress = load_progress()
            kept = {code: int(number) for code, number in visits.items() if number}
            games = {name: one for name, one in progress.games.items() if name != self.luck}
            games[self.luck] = (*progress.games.get(self.luck, ()), kept)  # the last one is the one going on
            keep_progress(replace(progress, games=games))
        return said

    def html(self) -> str:
        """Return what is told of the game so far, the last quarter first."""
        quarters = self.quarters
        told = [quarter_html(self.firm, number, one) for number, one in enumerate(quarters, start=1)]
        if not told:
            return ""
        older = "".join(reversed(told[:-1]))
        folded = f"<details><summary>{_('The quarters before')}</summary>{older}</details>" if older else ""
        end = end_html(self.firm, self.plans, compare(self.plans, self.luck)) if self.over else ""
        return unjudged(f"{end}{told[-1]}{year_html(quarters)}{folded}")
