"""Step 2: how much time the reps have, what a visit costs, and who could drive less."""
