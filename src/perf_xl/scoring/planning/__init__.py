"""A rule and its row to a plan (:mod:`perf_xl.scoring.plan`), or the reason why there is none; ``resolve`` is the way in.

``families`` says what the number counts; ``scale`` turns written amounts into bounds on it; ``draft`` is the plan in the
making. The pieces come from ``measured``, ``counted`` or ``ladder``, words and marks from ``choices`` and ``marks``.
``refusals``, ``coherence``, ``several`` and ``vetoes`` find what a person must answer, ``sanity`` looks at the whole.
"""
