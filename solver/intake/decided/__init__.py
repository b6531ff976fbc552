"""Decided: what people at the firm have settled, which the optimiser has to respect."""
