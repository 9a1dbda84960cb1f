"""Text to raw clauses, each an outcome with what stands before it.

``normalize`` (one way of writing) → ``spans`` (formulas written out) → ``tokens`` with ``patterns`` (typed words and
numbers) → ``clauses`` (where each clause ends).
"""
