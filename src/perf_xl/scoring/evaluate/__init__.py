"""A plan and an actual to a score: the actual is read (``actuals``), answered, computed, and told in Chinese."""

from perf_xl.scoring.evaluate.score import evaluate

__all__ = ["evaluate"]
