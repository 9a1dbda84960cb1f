"""Rules over one measured number: bounds, bands, steps, proportion, written formulas; ``bands`` is the way in."""
