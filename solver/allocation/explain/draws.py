"""What is judged, drawn anew: each draw moves all accounts alike, so that errors do not average out."""

from dataclasses import replace

import numpy as np
import pandas as pd

from solver.allocation.problem.build import Rules, StepTables

LEVEL_SPREAD = 0.5  # of the logarithm: one draw of six says 1.65 times the response, one 0.6 times
EFFORT_SPREAD, NEWCOMER_SPREAD, DURATION_SPREAD = 0.25, 0.35, 0.15
WALLET_POWERS, SAVED = (0.0, 0.7), (0.1, 0.5)
CARRY_OVER_SPREAD, MOST_CARRIED = 0.15, 0.95
LEAST_LEFT = 0.01  # of the revenue, without any visit
LOW, HIGH = 0.1, 0.9  # every range of the draws holds four of five


def common_draws(rules: Rules, *, met_and_won: tuple[int, int] | None, draws: int, seed: int) -> pd.DataFrame:
    """Draw the judged numbers of the model, the same for all accounts.

    Parameters
    ----------
    rules : Rules
        As judged.
    met_and_won : tuple of int, optional
        Prospects visited and clients won, where the conversion in force is that of the record: so sure it is.
        A stated one stays as it is.
    draws, seed : int

    Returns
    -------
    DataFrame
        A line a draw: `response_factor` (on the room and on what is lost without visits), `effort_factor` (on
        the usual visits), `wallet_power, save_share, conversion_rate, newcomer_factor, carry_over,
        duration_factor`.

    Notes
    -----
    The spreads are judged themselves: factors are lognormal, the conversion is Beta(won + ½, lost + ½).
    """
    generator = np.random.default_rng(seed)
    spread = {
        "response_factor": LEVEL_SPREAD,
        "effort_factor": EFFORT_SPREAD,
        "newcomer_factor": NEWCOMER_SPREAD,
        "duration_factor": DURATION_SPREAD,
    }
    table = pd.DataFrame({name: np.exp(generator.normal(0.0, sd, draws)) for name, sd in spread.items()})
    carried = generator.normal(rules.carry_over, CARRY_OVER_SPREAD, draws)
    table = table.assign(
        wallet_power=generator.uniform(*WALLET_POWERS, draws),
        save_share=generator.uniform(*SAVED, draws),
        conversion_rate=rules.conversion_rate,
        carry_over=carried.clip(0.0, MOST_CARRIED),
    )
    if met_and_won is None:
        return table
    met, won = met_and_won
    return table.assign(conversion_rate=generator.beta(won + 0.5, max(met - won, 0) + 0.5, draws))


def met_and_won(funnel: pd.DataFrame) -> tuple[int, int] | None:
    """Return the prospects visited and the clients won; none where the rate in force is not theirs."""
    won = funnel[funnel["stage"].eq("won") & funnel["basis"].eq("history")]
    return None if won.empty else (int(won["cases"].sum()), int(won["successes"].sum()))


def as_drawn(given: StepTables, rules: Rules, draw: pd.Series) -> tuple[StepTables, Rules]:
    """Return what the problem is built from, with one draw in place of what was judged.

    Durations are left as they are: they change which visits fit, not what a visit brings.
    """
    return (
        replace(given, judged_curves=moved_curves(given.judged_curves, draw)),
        replace(
            rules,
            save_share=draw["save_share"],
            wallet_power=draw["wallet_power"],
            conversion_rate=draw["conversion_rate"],
            new_client_eur=rules.new_client_eur * draw["newcomer_factor"],
            carry_over=draw["carry_over"],
        ),
    )


def moved_curves(
    curves: pd.DataFrame | None, draw: pd.Series, *, room: bool = True, loss: bool = True
) -> pd.DataFrame | None:
    """Return judged curves with the room, what is lost without visits, and the usual visits moved."""
    if curves is None:
        return None
    factor = draw["response_factor"]
    saturation = 1.0 + (curves["saturation"] - 1.0) * (factor if room else 1.0)
    none = (1.0 - (1.0 - curves["none"]) * (factor if loss else 1.0)).clip(lower=LEAST_LEFT)
    moved = curves.assign(
        none=none, saturation=saturation, reference_visits=curves["reference_visits"] * draw["effort_factor"]
    )
    # The points between keep their part of the way, where a curve was judged by five.
    for name, end, was in (("half", none, curves["none"]), ("plus_half", saturation, curves["saturation"])):
        moved[name] = 1.0 + (curves[name] - 1.0) * (end - 1.0) / (was - 1.0)
    return moved
