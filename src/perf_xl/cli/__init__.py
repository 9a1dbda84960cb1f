"""The command ``perf-xl``: options in, one call of a command, its result printed. Nothing is decided here."""
