"""Why this many visits here, and what each rule, hour and decision is worth, by solving again."""
