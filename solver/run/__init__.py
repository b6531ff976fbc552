"""The twelve steps, what each needs and makes, and the run folder through which they hand tables on."""

from solver.run.folder import Run
from solver.run.outputs import OUTPUTS, Output, select_outputs
from solver.run.registry import STEPS, StepSpec, producer, select_steps, step_spec
from solver.run.step import Kpis, Step, open_step
from solver.words.places import project_path

__all__ = [
    "OUTPUTS",
    "STEPS",
    "Kpis",
    "Output",
    "Run",
    "Step",
    "StepSpec",
    "open_step",
    "producer",
    "project_path",
    "select_outputs",
    "select_steps",
    "step_spec",
]
