"""Use cases: what a button or a command does. They take readers and writers of any host and give result objects."""
