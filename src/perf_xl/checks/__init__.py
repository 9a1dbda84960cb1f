"""Checks: one mistake a file (``px###_<name>.py``), found in one form; those across forms are in ``checks.audit``.

Each check's docstring is its page (docs/findings); ``checks.run`` runs them, ``checks.row`` checks a single row.
"""
