"""Findings: what is wrong, doubtful or worth knowing in a form, as data."""
