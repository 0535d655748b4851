"""The process that reads .xls, .et and .xlsb: started for one file, limited, and thrown away.

Runs as a script (``python -P grid_child.py FORMAT BYTES SECONDS``): the workbook comes in on
standard input, a marshalled answer goes out on standard output.  It imports nothing of the
program, so starting it costs little.  The answer is ``{"error": [reason, detail]}`` or
``{"date1904", "properties", "sheets": [...]}`` with cells ``(row, column, type, value, format)``,
counted from 1, type one of ``n t b e d``.  Of an encrypted package (FORMAT ``locked``) it is
``{"content": bytes}``, where Excel's own password opens it.
"""

from __future__ import annotations

import contextlib
import io
import marshal
import os
import sys
from struct import unpack_from
from typing import Any

_VISIBLE = 0
#: With this Excel encrypts workbooks that are only protected, and opens them without asking.
#: Source: [MS-OFFCRYPTO], as published.
_OWN_PASSWORD = "VelvetSweatshop"


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


def _unlocked(data: bytes) -> bytes:
    """Return what Excel's own password opens; raises anything where it does not."""
    import msoffcrypto

    file, content = msoffcrypto.OfficeFile(io.BytesIO(data)), io.BytesIO()
    file.load_key(password=_OWN_PASSWORD, verify_password=True)
    file.decrypt(content)
    return content.getvalue()


def _unlocked_xls(data: bytes) -> bytes:
    """Return the workbook stream of an .xls that Excel's own password opens; raises anything.

    Records are gone through here: the library's own way of putting them back takes a list entry for
    each byte, and gives up at zeros behind the last record.
    """
    import msoffcrypto
    from msoffcrypto.method.rc4 import DocumentRC4
    from msoffcrypto.method.rc4_cryptoapi import DocumentRC4CryptoAPI

    file = msoffcrypto.OfficeFile(io.BytesIO(data))
    file.load_key(password=_OWN_PASSWORD)
    if file.type not in ("rc4", "rc4_cryptoapi"):
        content = io.BytesIO()
        file.decrypt(content)
        return content.getvalue()
    file.data.workbook.seek(0)
    veiled = file.data.workbook.read()
    if file.type == "rc4":
        opened = DocumentRC4.decrypt(file.key, file.salt, io.BytesIO(veiled), blocksize=1024)
    else:
        told = (file.key, file.salt, file.keySize, io.BytesIO(veiled))
        opened = DocumentRC4CryptoAPI.decrypt(*told, blocksize=1024)
    return _with_heads(veiled, bytearray(opened.read()))


#: Records that are never encrypted; of the one that places a sheet the first four bytes are not.
_OPEN_RECORDS = {0x809, 0x2F, 0xE1, 0x13D, 0x194, 0x195, 0x196}
_FILE_PASS, _BOUND_SHEET = 0x2F, 0x85


def _with_heads(veiled: bytes, opened: bytearray) -> bytes:
    """Put back what is not encrypted of each record; what told of the password becomes nothing."""
    at = 0
    while at + 4 <= len(veiled):
        kind, size = unpack_from("<HH", veiled, at)
        end = at + 4 + size
        shown = end if kind in _OPEN_RECORDS else at + (8 if kind == _BOUND_SHEET else 4)
        opened[at:shown] = veiled[at:shown]
        if kind == _FILE_PASS:
            opened[at : at + 2] = b"\0\0"
        at = end
    return bytes(opened)


def _read_xls(data: bytes) -> dict[str, Any]:
    import xlrd
    from xlrd.biffh import XLRDError

    try:
        book = _open_xls(data)
    except XLRDError as error:
        if "encrypted" not in str(error):
            raise
        try:
            book = _open_xls(_unlocked_xls(data))
        except Exception as cause:
            raise error from cause
    formats = [_format_code(book, style.format_key) for style in book.xf_list]
    sheets = []
    for index in range(book.nsheets):
        sheets.append(_xls_sheet(book.sheet_by_index(index), formats, xlrd))
        book.unload_sheet(index)
    about = {"lastModifiedBy": book.user_name} if book.user_name else {}
    with contextlib.suppress(Exception):  # properties that cannot be read are no reason to refuse
        about |= _properties(data)
    return {"date1904": book.datemode == 1, "properties": about, "sheets": sheets}


def _open_xls(data: bytes) -> Any:
    import xlrd

    return xlrd.open_workbook(
        file_contents=data,
        logfile=io.StringIO(),
        formatting_info=True,
        on_demand=True,
        ragged_rows=True,
    )


# Property sets of a compound file.  Source: [MS-OLEPS], as published.

_SUMMARY = {2: "title", 3: "subject", 4: "creator", 8: "lastModifiedBy", 13: "modified"}


def _properties(data: bytes) -> dict[str, str]:
    from xlrd.compdoc import CompDoc

    if data[:4] != b"\xd0\xcf\x11\xe0":
        return {}
    file = CompDoc(data, logfile=io.StringIO())
    found: dict[str, str] = {}
    for stream in ("\x05SummaryInformation", "\x05DocumentSummaryInformation"):
        content = file.get_named_stream(stream)
        if content:
            found |= _property_sets(content, stream == "\x05SummaryInformation")
    return found


def _property_sets(content: bytes, is_summary: bool) -> dict[str, str]:
    """Return the known properties of a summary, or the custom ones by their own names."""
    found: dict[str, str] = {}
    (count,) = unpack_from("<I", content, 24)
    for place in range(min(count, 2)):
        (start,) = unpack_from("<I", content, 28 + 20 * place + 16)
        _, entries = unpack_from("<II", content, start)
        table = dict(
            unpack_from("<II", content, start + 8 + 8 * i) for i in range(min(entries, 1000))
        )
        coding = _coding(content, start + table[1]) if 1 in table else "gb18030"
        names = (
            _SUMMARY
            if is_summary
            else _custom_names(content, start + table[0], coding)
            if 0 in table
            else {}
        )
        for key, offset in table.items():
            if key in names and (text := _property(content, start + offset, coding)):
                found[names[key]] = text
    return found


def _coding(content: bytes, at: int) -> str:
    (page,) = unpack_from("<H", content, at + 4)
    return {65001: "utf-8", 1200: "utf-16-le", 936: "gb18030"}.get(page, f"cp{page}")


def _custom_names(content: bytes, at: int, coding: str) -> dict[int, str]:
    names: dict[int, str] = {}
    (count,) = unpack_from("<I", content, at)
    at += 4
    for _ in range(min(count, 1000)):
        key, length = unpack_from("<II", content, at)
        size = length * 2 if coding == "utf-16-le" else length
        names[key] = content[at + 8 : at + 8 + size].decode(coding, "replace").rstrip("\x00")
        at += 8 + size + (-size % 4 if coding == "utf-16-le" else 0)
    return names


def _property(content: bytes, at: int, coding: str) -> str:
    """Return a property's text: strings, whole numbers and file times are known."""
    kind, value = unpack_from("<II", content, at)
    if kind == 0x1E:
        return content[at + 8 : at + 8 + value].decode(coding, "replace").rstrip("\x00").strip()
    if kind == 0x1F:
        raw = content[at + 8 : at + 8 + 2 * value]
        return raw.decode("utf-16-le", "replace").rstrip("\x00").strip()
    if kind == 0x03:
        return str(value)
    if kind == 0x40:
        ticks = unpack_from("<Q", content, at + 4)[0]
        return str(ticks // 10_000_000 - 11_644_473_600) if ticks else ""
    return ""


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
        _, left = sheet.start or (0, 0)  # rows come from the first one on, columns do not
        cells = []
        for row, values in enumerate(sheet.iter_rows(), 1):
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
        if kind == "locked":
            answer = {"content": _unlocked(data)}
        else:
            answer = _read_xls(data) if kind == "xls" else _read_xlsb(data)
    except MemoryError:
        answer = {"error": ["memory", "MemoryError"]}
    except BaseException as error:  # calamine panics with a BaseException; xlrd raises anything
        answer = {"error": [type(error).__name__, str(error)[:500]]}
    with os.fdopen(out, "wb") as channel:
        channel.write(marshal.dumps(answer))


if __name__ == "__main__":
    main()
