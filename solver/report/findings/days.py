"""What became of the visits that found no day: in a first try, and in the plan as it is."""

from collections.abc import Mapping

import pandas as pd

from solver.words.i18n import _, clauses, counted, format_hours, format_number


def days_found(trials: pd.DataFrame) -> str:
    """Say how many visits found no day, trial after trial; empty without a trial.

    Parameters
    ----------
    trials : DataFrame
        The table `trials`.
    """
    if trials.empty:
        return ""
    sums = trials.groupby("trial")[["visits", "without_day"]].sum()
    return " ".join(
        counted(
            row["without_day"],
            "Trial {trial}: of {visits} to be dated, {n} visit found no day.",
            "Trial {trial}: of {visits} to be dated, {n} visits found no day.",
        ).format(trial=trial, visits=format_number(row["visits"]))
        for trial, row in sums.iterrows()
    )


def moves_in_words(moved: pd.DataFrame) -> str:
    """Say what the dates that moved by choice bring: a day for other visits, or less driving.

    Empty where none did; of those that save driving, the first half as well.

    Parameters
    ----------
    moved : DataFrame
        The table `moved_dates`, in the order in which dates were chosen.
    """
    chosen = moved[moved["chosen"].astype(bool)]
    makes_room = chosen["makes_room_for"].notna()
    saved, driven = chosen.loc[~makes_room, "saved_hours"], -chosen.loc[makes_room, "saved_hours"].sum()
    told = []
    if makes_room.any():
        words = counted(
            int(makes_room.sum()),
            "{n} date moved to make room for a visit that had no day, for {hours} of driving more.",
            "{n} dates moved to make room for visits that had no day, for {hours} of driving more.",
        )
        told.append(words.format(hours=format_hours(max(driven, 0.0), 1)))
    return " ".join([*told, *([_saved_in_words(saved)] if len(saved) else [])])


def _saved_in_words(saved: pd.Series) -> str:
    half = -(-len(saved) // 2)
    return counted(
        len(saved),
        "{n} date moved by choice saves {hours} of driving.",
        "{n} dates moved by choice save {hours} of driving, the first {half} of them {part}.",
    ).format(
        hours=format_hours(saved.sum(), 1),
        half=format_number(half),
        part=format_hours(saved.head(half).sum(), 1),
    )


def dated_later(allocation: pd.DataFrame, appointments: pd.DataFrame, unplaced: pd.DataFrame) -> int:
    """Count the planned visits that get a day once a prospect receives us.

    Nobody knows beforehand who will: each prospect has as many visits dated as are expected of it.
    """
    return int(allocation["visits"].sum()) - len(appointments) - len(unplaced)


def in_turn(appointments: pd.DataFrame) -> pd.DataFrame:
    """Put beside each visit which of its account it is, `turn`, of those that have a day.

    Where a visit found no day, those after it are none the less the first, the second … that are made. A
    visit that moves leaves the places of the others as they were.
    """
    ordered = appointments.sort_values(["account_id", "visit_no"], kind="stable")
    return appointments.assign(turn=ordered.groupby("account_id").cumcount() + 1)


def days_add_up(
    allocation: pd.DataFrame, appointments: pd.DataFrame, unplaced: pd.DataFrame, tours: pd.DataFrame
) -> str:
    """Lead from the visits planned to those that have a day, and from their hours to those of the days."""
    kinds = appointments["account_id"].map(allocation.set_index("account_id")["kind"])
    prospects = int(kinds.eq("prospect").sum())
    hours = _(
        "The days that are dated take {hours}, the road included; step 10 planned {planned} before the days "
        "were known, each visit with its mean share of a tour."
    ).format(
        hours=format_hours(tours[["visit_minutes", "driving_minutes"]].to_numpy().sum() / 60),
        planned=format_hours(allocation["hours"].sum()),
    )
    visits = _("{planned} = {dated} ({clients}, {prospects}), {without}, {later}.").format(
        planned=counted(allocation["visits"].sum(), "{n} visit planned", "{n} visits planned"),
        dated=counted(len(appointments), "{n} with a day", "{n} with a day"),
        clients=counted(len(appointments) - prospects, "{n} to clients", "{n} to clients"),
        prospects=counted(prospects, "{n} to prospects", "{n} to prospects"),
        without=counted(len(unplaced), "{n} without a day", "{n} without a day"),
        later=_later(dated_later(allocation, appointments, unplaced)),
    )
    return f"{visits} {hours}"


def _later(visits: int) -> str:
    return counted(
        visits,
        "{n} dated once a prospect receives us: nobody knows beforehand who will",
        "{n} dated once a prospect receives us: nobody knows beforehand who will",
    )


def days_in_words(
    trials: pd.DataFrame | None, moved: Mapping[str, int] | None, waiting: int, later: int = 0
) -> str:
    """Say what a director asks of the days: what found none, where it went, what has none still.

    Parameters
    ----------
    trials : DataFrame or None
        The table `trials`.
    moved : mapping or None
        Planned visits `fewer` and `more` than in the plan tried first, and how many accounts get more. A
        prospect has more visits planned than are to be dated: nobody knows who will receive us.
    waiting : int
        Visits without a day in the plan as it is.
    later : int
        As `dated_later` counts them.
    """
    expected = _later(later) if later else ""
    still = counted(waiting, "{n} visit has no day yet", "{n} visits have no day yet") if waiting else ""
    first = (
        0 if trials is None or trials.empty else int(trials.loc[trials["trial"] == 1, "without_day"].sum())
    )
    if not moved or not first or not moved["fewer"]:
        return clauses(part for part in (expected, still) if part)
    found = counted(first, "{n} visit found no day in a first try", "{n} visits found no day in a first try")
    gave = counted(moved["fewer"], "{n} planned visit was taken out", "{n} planned visits were taken out")
    went = counted(
        moved["more"],
        "{n} planned visit went to another account",
        "{n} planned visits went to other accounts",
    )
    return clauses(part for part in (expected, still, found, gave, went if moved["more"] else "") if part)
