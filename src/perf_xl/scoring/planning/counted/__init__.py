"""Rules over a number of events; ``counts`` is the way in.

``events`` says whether a rule is one. ``kinds`` sorts its clauses, ``askable`` refuses what a bare number cannot answer,
``cutoffs``, ``losses`` and ``gains`` make the pieces.
"""
