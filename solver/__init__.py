"""Twelvefold: the twelve-step method of managing a client portfolio, with an optimiser."""

__version__ = "0.4.0"
