"""A rule and its row to a :class:`~perf_xl.scoring.plan.Plan`, or the reason why there is none; ``resolve`` is the way in."""
