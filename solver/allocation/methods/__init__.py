"""Ways to solve the visit allocation; `milp` is the textbook model, the others must agree with it."""
