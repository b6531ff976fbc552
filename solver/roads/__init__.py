"""How long a rep drives from one place to another."""
