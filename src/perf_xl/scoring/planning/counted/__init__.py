"""Rules over a number of events: what one costs or earns, and what a bare count cannot answer."""
