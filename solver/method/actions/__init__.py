"""Step 11: what to do at each account, in words, hours and euros."""
