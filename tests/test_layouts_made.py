"""Well over two hundred layouts as units make them: every matter, every field, exactly the findings.

The cases stand in tests/data/layouts_*.txt with what must be understood of them; a dozen units hand in a
dozen of them to one office, so that all are looked at in a few seconds.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from layout_texts import Case, cases, differences, write

from huaxia_tasks.office import lay_out
from huaxia_tasks.run import check, look

DATA = Path(__file__).parent / "data"
TODAY = date(2022, 6, 20)
#: So many colleges lead no task of another's case.
UNITS = 13
CASES = [case for path in sorted(DATA.glob("layouts_*.txt")) for case in cases(path)]
BATCHES = [CASES[i : i + UNITS] for i in range(0, len(CASES), UNITS)]


def test_no_layout_stands_there_twice():
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names) >= 325


@pytest.mark.parametrize("batch", BATCHES, ids=lambda batch: f"{batch[0].name}-and-on")
def test_a_workbook_is_understood_as_its_unit_meant_it(batch: list[Case], tmp_path: Path):
    lay_out(tmp_path)
    units = look(tmp_path, today=TODAY).plan.units[:UNITS]
    for case, unit in zip(batch, units, strict=False):
        write(case, tmp_path / "报送", unit)
    snapshot = look(tmp_path, today=TODAY)
    findings = list(check(snapshot))
    wrong = {
        case.name: said
        for case, unit in zip(batch, units, strict=False)
        if (said := list(differences(case, unit, snapshot, findings)))
    }
    assert wrong == {}
