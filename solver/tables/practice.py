"""What the practices of the method measure: recommendation, people known, competitors, origins, profiles."""

from solver.tables import shared
from solver.tables.codes import (
    ACCOUNT_TYPES,
    BEHAVIOURS,
    CRITERIA_OF_PURCHASE,
    KNOWN_PARTS,
    ORIGINS,
    SEGMENTS,
)
from solver.tables.columns import Table, by_name, code, count, day, flag, money, number, points, share, text
from solver.words.i18n import mark

# fmt: off
TABLES = by_name(  # a line a column
    Table("coverage", mark("People known"), "A client and whom we know there.", (
        shared.account_id.here("Client who bought in the last 12 months."),
        flag("main", mark("Main account"), "Whether it makes the first part of the revenue."),
        count("people", mark("People"), "People on file."),
        code("decision_maker", mark("Decision maker"), "Whether who decides is known, or met in 12 months.",
            KNOWN_PARTS),
        code("prescriber", mark("Prescriber"), "Whether who prescribes is known, or met in 12 months.",
            KNOWN_PARTS),
        flag("hangs_on_one", mark("Hangs on one"), "Whether one person alone is on file."),
    ), key=("account_id",)),
    Table("origins", mark("Origins of pursuits"), "Where pursuits come from, and how many were won.", (
        code("origin", mark("Origin"), "How the pursuit began.", ORIGINS),
        count("pursuits", mark("Prospects pursued"), "Accounts pursued, however often."),
        count("won", mark("Number won"), "Of those, won."),
        share("win_rate", mark("Win rate"), "Won over pursuits.", low=0, high=1),
        share("low_win_rate", mark("From"), "Lower end of its 95 % interval.", low=0, high=1),
        share("high_win_rate", mark("To"), "Upper end.", low=0, high=1),
    ), key=("origin",)),
    Table("competitors", mark("Competitors"), "Who has the rest of the wallet, as visits found out.", (
        shared.competitor.here("Name; empty for those at fewer than five accounts, together."),
        count("accounts", mark("Accounts"), "Accounts at which it sells."),
        shared.potential_eur.here("Potential of these accounts.", empty=False),
        code("better_on", mark("Better on"), "Where they are better, as said most often.",
            CRITERIA_OF_PURCHASE, empty=True),
        count("answers", mark("Answers"), "How many said where."),
        count("won", mark("Number won"), "Pursuits won at these accounts."),
        count("lost", mark("Number lost"), "Pursuits lost there."),
    )),
    Table("recommendation", mark("Recommendation"), "How many would recommend us.", (
        shared.behaviour.here("How they buy; empty for all who answered.", empty=True),
        count("answers", mark("Answers"), "How many answered."),
        count("promoters", mark("Promoters"), "9 or 10."),
        count("passives", mark("Passives"), "7 or 8."),
        count("detractors", mark("Detractors"), "6 or less."),
        points("nps", mark("Score"), "Promoters less detractors of a hundred; none below 30 answers.",
            low=-100, high=100, empty=True),
        points("low_nps", mark("From"), "Lower end of its 95 % interval.", low=-100, high=100, empty=True),
        points("high_nps", mark("To"), "Upper end.", low=-100, high=100, empty=True),
    )),
    Table("segment_profile", mark("Profiles"), "What a client of a behaviour and class looks like.", (
        shared.behaviour.here("How it buys.", BEHAVIOURS),
        code("segment", mark("Segment"), "Class on what is already realised.", SEGMENTS),
        count("clients", mark("Clients"), "How many clients."),
        number("orders", mark("Orders"), "Orders of the client in the middle.", low=0, adds=False),
        money("mean_basket_eur", mark("Mean basket"), "Revenue of their orders over how many there were.",
            empty=True, adds=False),
        number("families", mark("Families"), "Product families of the client in the middle.", low=0,
            adds=False),
        number("headcount_median", mark("Employees"), "Of the client in the middle, where known.", low=0,
            empty=True, adds=False),
        text("top_naf", mark("Commonest trades"), "The three commonest activity codes, with the clients.",
            empty=True),
    ), key=("behaviour", "segment")),
    Table("win_back_rates", mark("Rates of return"),
        "How many former clients come back once they are visited, of all and by reason of the loss.", (
        shared.lost_reason.here("Why they were lost; empty for all."),
        count("cases", mark("Cases"), "Former clients met a year ago or more."),
        count("successes", mark("Successes"), "Of those, who bought again within a year of the visit."),
        share("rate", mark("Rate"), "Successes over cases, or the judged rate.", low=0, high=1),
        share("low_rate", mark("From"), "Lower end of its 95 % interval.", low=0, high=1, empty=True),
        share("high_rate", mark("To"), "Upper end.", low=0, high=1, empty=True),
        shared.basis.here("Measured on the firm's history, or judged.", ("history", "judgement")),
        share("stated_rate", mark("Stated rate"), "What is judged.", low=0, high=1, empty=True),
    )),
    Table("churn_ledger", mark("Saved and lost"),
        "A client that the run under `previous_run` called at risk, and what became of it.", (
        shared.account_id.here("Client."),
        day("seen_on", mark("Seen on"), "Day that the earlier run looked at."),
        code("heat", mark("Sign"), "Whether it had said something, or was only silent or declining.",
            ("hot", "cold")),
        flag("contacted", mark("Contacted"), "Whether somebody was met there since."),
        code("outcome", mark("Outcome"), "Saved: bought half of its usual half-year; lost: nothing for half a"
            " year.", ("saved", "lost", "open")),
        money("margin_eur", mark("Margin"), "Margin of the 12 months before."),
    ), key=("account_id",)),
    Table("followed", mark("Planned and done"),
        "What became of the dates of the run under `previous_run`, for a rep and a type of account: the dates"
        " as that run gave them, not as they were moved since.", (
        shared.rep_id.here("Whose visits.", empty=True),
        shared.account_type.here("Type of account then; empty where it had none.", ACCOUNT_TYPES, empty=True),
        count("planned", mark("Planned"), "Dates up to today."),
        count("done", mark("On time"), "Visits made within ten days of their date."),
        count("late", mark("Late"), "Visits made later."),
        count("not_met", mark("Nobody met"), "Visits that found nobody."),
        count("not_done", mark("Not done"), "Dates without a visit."),
        count("unplanned", mark("Unplanned"), "Visits that no date asked for."),
        shared.hours.here("Hours on site of all visits made."),
        count("promises_kept", mark("Promises kept"), "Reports that say so."),
    )),
)
