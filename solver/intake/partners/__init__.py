"""Partners: who the accounts and their people are, where they are, and whose they are."""
