"""Values: what numbers, days, codes, names and company numbers look like when people write them."""
