"""Presets: what is known about the exports of one package, so that nobody has to map its columns by hand."""

from solver.intake.presets.catalogue import (
    Part,
    Preset,
    completed,
    headers_of,
    part_of,
    preset_of,
    presets,
)
from solver.intake.presets.recognise import recognise
from solver.intake.presets.rules import Aside, named_credit_notes, rows_ruled_out, turned_negative

__all__ = [
    "Aside",
    "Part",
    "Preset",
    "completed",
    "headers_of",
    "named_credit_notes",
    "part_of",
    "preset_of",
    "presets",
    "recognise",
    "rows_ruled_out",
    "turned_negative",
]
