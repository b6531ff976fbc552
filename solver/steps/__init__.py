"""The twelve steps, what each needs and makes, and the run folder through which they hand tables on."""

from solver.steps.outputs import OUTPUTS, Output, select_outputs
from solver.steps.registry import STEPS, StepSpec, producer, select_steps, step_spec
from solver.steps.run import PROJECT_ROOT, Run, project_path
from solver.steps.step import Kpis, Step, open_step

__all__ = [
    "OUTPUTS",
    "PROJECT_ROOT",
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
