"""Step 12: from a number of visits per account to dated tours."""
