"""Reads, checks and works off the four lists of a campaign plan; writes the papers."""

from __future__ import annotations
