"""A plan and an actual to a score; ``score`` is the walker.

``actuals`` reads 实际完成值 (``readings``: a number, an interval, words, marks; ``delays``: days and months late), ``doubts``
asks whether it can be meant. ``answers`` picks by words, ``graded`` by shares and marks, ``evaluation`` rounds, once, and
``told`` says in Chinese how it came about.
"""

from perf_xl.scoring.evaluate.score import evaluate

__all__ = ["evaluate"]
