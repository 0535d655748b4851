"""The checks, one decorated function each, in files named after their subject."""
