"""Many portfolios: each a run of its own, side by side, and one page about all of them."""
