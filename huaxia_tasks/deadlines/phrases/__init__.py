"""The phrases of the deadline grammar, one family a file; each registers under ``@phrase``."""
