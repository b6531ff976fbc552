"""Step 11: the contacts beside the visits, each with its motive, its window, its channel and its owner."""
