"""Step 9: one score from the notes of all criteria, and how much of it hangs on the weights."""
