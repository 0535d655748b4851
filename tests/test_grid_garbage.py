"""What reading a workbook takes is given back at once: nothing waits for the collector of garbage."""

from __future__ import annotations

import gc

import pytest
from test_grid_quick import SHEETS, STRINGS
from xlsx_maker import parts, styles_xml, zipped

from huaxia_tasks.workbooks.grid import read_book

#: A comment among the rows makes the parser read all of them.
FULLY = {
    name: sheet.replace("</sheetData>", "<!-- --></sheetData>") for name, sheet in SHEETS.items()
}


@pytest.mark.parametrize("sheet", [*SHEETS.values(), *FULLY.values()])
def test_a_workbook_that_was_read_leaves_no_circular_garbage(sheet):
    made = parts({"一": sheet, "二": sheet}, strings=STRINGS, styles=styles_xml([14, 9, "000"]))
    data = zipped(made)
    read_book(data)
    gc.collect()
    gc.disable()
    try:
        read_book(data)
        assert gc.collect() == 0
    finally:
        gc.enable()
