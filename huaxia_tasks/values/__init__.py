"""Reading what stands in single cells: states, persons, phones, numbers, remarks, blanks."""

from __future__ import annotations
