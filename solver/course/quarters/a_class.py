"""The games of a class in one table: the average tells who planned well, the rest is luck."""

import pandas as pd

from solver.course.progress import HandedIn
from solver.course.quarters.compare import YOURS, compare, way_to_the_best
from solver.course.quarters.world import QUARTERS, world
from solver.words.i18n import _, format_money, format_number, format_share, mark

HEADS = {
    "trainee": mark("Trainee"),
    "luck": mark("Luck"),
    "quarters": mark("Quarters played"),
    "mean_eur": mark("On average"),
    "way": mark("Way from last year’s habit to the optimiser"),
    "result_eur": mark("With this luck"),
    "lower": mark("Games with the same visits that end lower"),
}


def games_of(handed: HandedIn) -> pd.DataFrame:
    """Return one line per trainee and game, the best on average first; a game not played out has no result.

    Parameters
    ----------
    handed : list
        As `solver.course.marks.handed_in` returns it.
    """
    firm, rows = world(), []
    for trainee, progress in handed:
        for luck, quarters in progress.games.items():
            plans = [firm.visits(one) for one in quarters]
            row: dict[str, object] = {"trainee": trainee, "luck": luck, "quarters": len(plans)}
            if len(plans) == QUARTERS:
                table = compare(plans, luck)
                row |= {str(name): figure for name, figure in table.loc[YOURS].items()}
                row["way"] = way_to_the_best(table)
            rows.append(row)
    numbers = dict.fromkeys(("mean_eur", "way", "result_eur", "lower"), "float64")
    table = pd.DataFrame(rows, columns=list(HEADS)).astype(numbers)
    return table.sort_values(
        ["mean_eur", "trainee", "luck"], ascending=[False, True, True], ignore_index=True
    )


def games_in_words(games: pd.DataFrame) -> pd.DataFrame:
    """Write the table as it is read, in the language in force."""
    writers = {
        "quarters": format_number,
        "mean_eur": format_money,
        "result_eur": format_money,
        "way": format_share,
        "lower": format_share,
    }
    told = games.assign(**{name: games[name].map(write) for name, write in writers.items()})
    return told.astype(str).rename(columns={name: _(head) for name, head in HEADS.items()})
