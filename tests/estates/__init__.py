"""Estates: whole 报送/ folders as units would send them, each with the truth about it.

``build`` writes an office folder from a seed: units choose layouts, headings, spellings, file
formats and habits; rows are faultless, then defects are planted.  The manifest it returns says
which findings and which matters a check must give, and nothing else.  What is true is decided here
without the program's own readers.
"""
