"""History: what was sold, who was visited, what came of it, and what the visit reports change."""
