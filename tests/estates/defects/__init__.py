"""Defects: each changes a unit's rows in one way and says which findings this must give."""

from __future__ import annotations

from . import cells, chain, completion, days, people
from .case import ALL, Case

__all__ = ["ALL", "Case", "cells", "chain", "completion", "days", "people"]
