"""Drafting: a first portfolio.yaml for a folder of unknown files."""
