"""The process that reads .xls, .et and .xlsb: started for one file, limited, and thrown away.

Runs as a script (``python -P grid_child.py FORMAT BYTES SECONDS``): the workbook comes in on
standard input, a marshalled answer goes out on standard output.  It imports nothing of the
program, so starting it costs little.  The answer is ``{"error": [reason, detail]}`` or
``{"date1904", "properties", "sheets": [...]}`` with cells ``(row, column, type, value, format)``,
counted from 1, type one of ``n t b e d``.
"""

from __future__ import annotations

import contextlib
import io
import marshal
import os
import sys
from typing import Any

_VISIBLE = 0


def _limit(memory: int, seconds: float) -> None:
    """Let the kernel end this process when it takes too much; Windows has no such limits."""
    with contextlib.suppress(ImportError):
        import resource
        import signal

        whole = int(seconds) + 1
        for what, most in (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_AS, memory),
            (resource.RLIMIT_CPU, whole),
        ):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(what, (most, most))
        with contextlib.suppress(ValueError, OSError, AttributeError):
            signal.setitimer(signal.ITIMER_PROF, seconds)


def _read_xls(data: bytes) -> dict[str, Any]:
    import xlrd

    book = xlrd.open_workbook(
        file_contents=data,
        logfile=io.StringIO(),
        formatting_info=True,
        on_demand=True,
        ragged_rows=True,
    )
    formats = [_format_code(book, style.format_key) for style in book.xf_list]
    sheets = []
    for index in range(book.nsheets):
        sheets.append(_xls_sheet(book.sheet_by_index(index), formats, xlrd))
        book.unload_sheet(index)
    about = {"lastModifiedBy": book.user_name} if book.user_name else {}
    return {"date1904": book.datemode == 1, "properties": about, "sheets": sheets}


def _format_code(book: Any, key: int) -> str:
    form = book.format_map.get(key)
    return form.format_str if form is not None else ""


def _xls_sheet(sheet: Any, formats: list[str], xlrd: Any) -> dict[str, Any]:
    kinds = {1: "t", 2: "n", 3: "n", 4: "b", 5: "e"}
    cells = []
    for row in range(sheet.nrows):
        types, values = sheet.row_types(row), sheet.row_values(row)
        styles = sheet._cell_xf_indexes[row]
        for column, (kind, value) in enumerate(zip(types, values)):  # noqa: B905 (speed)
            if kind == 5:
                value = xlrd.error_text_from_code.get(value, "#ERR!")
            if kind in kinds and value != "":
                style = styles[column]
                code = formats[style] if 0 <= style < len(formats) else ""
                cells.append((row + 1, column + 1, kinds[kind], value, code if kind < 4 else ""))
    return {
        "name": sheet.name,
        "hidden": sheet.visibility != _VISIBLE,
        "cells": cells,
        "merged": [(a + 1, c + 1, b, d) for a, b, c, d in sheet.merged_cells],
        "hidden_rows": [r + 1 for r, info in sheet.rowinfo_map.items() if info.hidden],
        "hidden_columns": [c + 1 for c, info in sheet.colinfo_map.items() if info.hidden],
        "has_comments": bool(sheet.cell_note_map),
    }


def _read_xlsb(data: bytes) -> dict[str, Any]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets = []
    for index, about in enumerate(book.sheets_metadata):
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_index(index)
        top, left = sheet.start or (0, 0)
        cells = []
        for row, values in enumerate(sheet.iter_rows(), 1 if not top else top + 1):
            for column, value in enumerate(values, left + 1):
                if value != "":
                    kind, stored = _plain(value)
                    cells.append((row, column, kind, stored, ""))
        sheets.append(
            {
                "name": about.name,
                "hidden": about.visible is not SheetVisibleEnum.Visible,
                "cells": cells,
                "merged": [],
                "hidden_rows": [],
                "hidden_columns": [],
                "has_comments": False,
            }
        )
    return {"date1904": False, "properties": {}, "sheets": sheets}


def _plain(value: object) -> tuple[str, object]:
    """Return (type, a value that can be marshalled)."""
    if isinstance(value, bool):
        return "b", value
    if isinstance(value, (int, float)):
        return "n", float(value)
    if isinstance(value, str):
        return "t", value
    isoformat = getattr(value, "isoformat", None)
    if isoformat is not None:
        return "d", isoformat()
    return "d", f"PT{int(value.total_seconds())}S"  # type: ignore[attr-defined]


def main() -> None:
    """Read standard input, write the answer, whatever happens."""
    kind, memory, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    _limit(memory, seconds)
    out = os.dup(1)  # libraries print to standard output; the answer keeps a channel of its own
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    data = sys.stdin.buffer.read()
    answer: dict[str, Any]
    try:
        answer = _read_xls(data) if kind == "xls" else _read_xlsb(data)
    except MemoryError:
        answer = {"error": ["memory", "MemoryError"]}
    except BaseException as error:  # calamine panics with a BaseException; xlrd raises anything
        answer = {"error": [type(error).__name__, str(error)[:500]]}
    with os.fdopen(out, "wb") as channel:
        channel.write(marshal.dumps(answer))


if __name__ == "__main__":
    main()
