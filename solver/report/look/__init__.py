"""Colours, type, pictures and tables: how everything looks that the product shows."""
