"""Building, installing and examining the Excel add-in: everything about the file perf_xl.xlam.

``build.build_addin`` makes it from the VBA texts in ``vba_shim/`` and the ribbon in ``addin/``, on any system, without
Excel. How the file is made up: docs/addin-format.md.
"""
