"""The sentence before an outcome: a grammar over typed tokens, and what its reductions build.

``parse`` is the way in and alone knows lark; ``grammar.lark`` names the reductions, ``comparisons`` and ``shapes`` make
them, ``bounds`` is what they make.
"""
