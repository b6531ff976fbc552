"""One file a step: its wiring, shared by notebooks, tests and whatever runs a firm without Jupyter.

A step takes tables and parameters, holds each intermediate result under the name its page uses, and gives
the tables it promised. It knows no formula, draws nothing and says nothing.
"""
