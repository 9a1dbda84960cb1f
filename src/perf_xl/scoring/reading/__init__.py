"""Raw clauses to a rule; ``read`` is the way in, from the text itself.

``prefixes``, ``sentences`` and ``outcomes`` make one clause, ``ranges`` finds grades that are only ranges of points,
``merging`` lets clauses see each other, ``facts`` says what words without a number amount to.
"""
