"""What the reason of a loss makes of the rate at which former clients come back: judgements of the trade.

Kumar, Bhagwat and Zhang (Journal of Marketing, 2015) find that who left over the price returns more often
than who left over the service, and that the latter spends more once back. The figures themselves are judged.
"""

WIN_BACK_FACTORS = {
    "price": 1.3,
    "delivery": 0.7,
    "quality": 0.7,
    "service": 0.7,
    "competitor": 1.0,
    "no_need": 0.0,
    "closed": 0.0,
    "moved": 0.0,
    "person_left": 1.2,
    "unknown": 1.0,
}
