"""Many files in one call: data in, a function mapped over processes or machines, files out, a manifest of what was done.

``runner``, ``local`` and ``with_dask`` map any function over any items and know nothing of forms; ``produce`` writes
what the function makes as files that survive a kill; ``source*`` read data files; ``mappings`` carry forms over.
"""
