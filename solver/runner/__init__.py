"""The doors' engine room: the twelve notebooks through papermill, one run folder at a time."""

from solver.runner.pipeline import PipelineResult, run_pipeline, stale_steps

__all__ = ["PipelineResult", "run_pipeline", "stale_steps"]
