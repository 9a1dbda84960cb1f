"""Rules over one measured number, or one delay in days; ``bands`` is the way in.

``conditions`` makes comparisons: of tests (``exact``, ``ends``), distances (``changes``) and words (``worded``). ``bases``
says from where steps and shares are counted. ``placed`` sorts the awards, ``stepped`` adds steps, ``proportions`` and
``formulas`` (with its ``variables``) what is computed, and ``bands`` puts all pieces in the order in which they are asked.
"""
