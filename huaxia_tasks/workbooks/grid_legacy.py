"""Old binary workbooks (.xls, .et, .xlsb) and locked ones, read by libraries in a process of their own.

A damaged file can make these libraries take all memory, run for ever or end the process; here it
ends a child that holds nothing else.
"""

from __future__ import annotations

import marshal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from . import grid_refusals as refuse
from .book import Book, Cell, Sheet, Told, Unreadable
from .grid_cells import (
    Convert,
    Memo,
    bool_cell,
    error_cell,
    has_lost_digits,
    iso_cell,
    long_numbers,
    lost_places,
    number_converter,
    text_cell,
)
from .grid_limits import Budget
from .grid_merges import hide_covered
from .number_formats import understand

_CHILD = Path(__file__).with_name("grid_child.py")
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_LARGEST_ANSWER = 64 << 20
_ABORTED = -6
_OUT_OF_TIME = (-24, -27)  # SIGXCPU, SIGPROF
_ENDED_BY_OTHERS = (
    -1,
    -2,
    -9,
    -15,
)  # SIGHUP, SIGINT, SIGKILL, SIGTERM: no limit of ours sends them
_XLSB = Told(
    "这是二进制格式（.xlsb）的工作簿，读不到合并单元格、错误值和隐藏的行列",
    "看得到的文字和数字已照常读取",
    "请用 Excel 或 WPS 表格打开，另存为 .xlsx 后重新报送，以免漏读。",
)
NOTE_XLSB = "二进制格式（.xlsb）：合并单元格、隐藏行列和批注无法得知"


def read_in_child(kind: str, data: bytes, budget: Budget) -> Book:
    """Read a workbook of `kind` (xls or xlsb); Unreadable where the child dies or gives up."""
    answer = _ask(kind, data, budget)
    if "error" in answer:
        raise _refusal(*answer["error"])
    values = _Values(bool(answer["date1904"]), budget)
    notes: list[str] = []
    sheets = tuple(_sheet(entry, values, notes) for entry in answer["sheets"])
    if not sheets:
        raise refuse.no_sheets()
    if kind == "xlsb":
        notes.append(NOTE_XLSB)
    about = dict(answer["properties"])
    modified = _moment(about.pop("modified", ""))
    told = (_XLSB,) if kind == "xlsb" else ()
    return Book(kind, sheets, about, values.date1904, tuple(notes), modified, told)


def unlocked(data: bytes, budget: Budget) -> bytes:
    """Return the package inside an encrypted one that Excel opens without asking for a password.

    Raises Unreadable where it has a password that only its owner knows.
    """
    try:
        answer = _ask("locked", data, budget)
    except Unreadable as refusal:
        if refusal.reason in refuse.PASSING:
            raise
        raise refuse.encrypted(refusal.detail) from None
    content = answer.get("content")
    if not isinstance(content, bytes):
        raise refuse.encrypted(": ".join(answer["error"]))
    return content


def _moment(seconds: str) -> datetime | None:
    """Return the moment so many seconds after 1970, None for none or an impossible one."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC) if seconds else None
    except (ValueError, OverflowError, OSError):
        return None


def _ask(kind: str, data: bytes, budget: Budget, *, again: bool = True) -> dict[str, Any]:
    """Return the child's answer; one that was ended from outside is asked `again` once."""
    limits = budget.limits
    if not sys.executable or getattr(sys, "frozen", False):
        raise refuse.no_reader("no interpreter to start")
    command = [
        sys.executable,
        *("-P", "-B", "-X", "utf8", str(_CHILD)),
        *(kind, str(limits.child_bytes), str(limits.child_seconds)),
    ]
    try:
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=_NO_WINDOW,
        )
    except OSError as error:
        raise refuse.no_reader(str(error)) from None
    with child:
        try:
            output, _ = child.communicate(data, timeout=limits.child_wall)
        except subprocess.TimeoutExpired:
            raise refuse.interrupted(f"over {limits.child_wall} s") from None
        finally:
            if child.poll() is None:
                child.kill()
    if child.returncode in _ENDED_BY_OTHERS:
        if again:
            return _ask(kind, data, budget, again=False)
        raise refuse.interrupted(f"child ended with {child.returncode}")
    if child.returncode in _OUT_OF_TIME:
        raise refuse.too_large("处理时间超过限度", f"child ended with {child.returncode}")
    if child.returncode == _ABORTED:  # a library in Rust that gets no more memory
        raise refuse.too_large("内容铺得太开，占用内存过多", "child aborted")
    if child.returncode or not output:
        raise refuse.damaged(f"child ended with {child.returncode}")
    if len(output) > _LARGEST_ANSWER:
        raise refuse.too_large("内容过大", f"answer of {len(output)} bytes")
    try:
        answer = marshal.loads(output)
    except (ValueError, EOFError, TypeError) as error:
        raise refuse.damaged(f"answer of the child: {error}") from None
    if not isinstance(answer, dict):
        raise refuse.damaged("answer of the child")
    return answer


def _refusal(name: str, detail: str) -> Unreadable:
    what = f"{name}: {detail}"
    lowered = detail.lower()
    if "encrypt" in lowered or "password" in lowered:
        return refuse.encrypted(what)
    if name == "memory":
        return refuse.too_large("内存不足", what)
    if "can't find workbook" in lowered:
        return refuse.not_a_workbook("不含工作簿的旧版 Office 文件", what)
    return refuse.damaged(what)


class _Values:
    """Functions that turn the child's values into cells."""

    def __init__(self, date1904: bool, budget: Budget) -> None:
        self.date1904, self.budget = date1904, budget
        self._numbers: dict[str, Memo] = {}
        self._texts = Memo(self._text).__getitem__

    def converter(self, kind: str, code: str) -> Convert:
        """Return the function for a value of type `kind` under the number format `code`."""
        if kind == "n":
            memo = self._numbers.get(code)
            if memo is None:
                memo = Memo(number_converter(understand(code), self.date1904))
                self._numbers[code] = memo
            return memo.__getitem__
        return {"b": bool_cell, "e": error_cell, "d": iso_cell}.get(kind, self._texts)

    def _text(self, text: str) -> Cell | None:
        self.budget.spend_text(len(text))
        return text_cell(text)

    def has_long_numbers(self) -> bool:
        """Whether any number has more digits than a spreadsheet keeps."""
        return any(
            c and has_lost_digits(c) for memo in self._numbers.values() for c in memo.values()
        )


def _sheet(entry: dict[str, Any], values: _Values, notes: list[str]) -> Sheet:
    rows: dict[int, dict[int, Cell]] = {}
    budget = values.budget
    budget.spend_cells(len(entry["cells"]))
    for row, column, kind, value, code in entry["cells"]:
        text = repr(value) if kind == "n" else str(value)
        cell = values.converter(kind, code)(text)
        if cell is not None:
            rows.setdefault(row, {})[column] = cell
    name = entry["name"]
    merged = [(a, b, c, d) for a, b, c, d in entry["merged"] if c > a or d > b]
    if len(merged) > budget.limits.merges:
        raise refuse.too_large("合并单元格过多")
    covered = hide_covered(rows, merged, budget)
    if covered:
        notes.append(f"工作表“{name}”有 {len(covered)} 个单元格的内容被合并单元格盖住，没有采用")
    lost = lost_places(rows) if values.has_long_numbers() else ()
    notes.extend(long_numbers(name, lost))
    return Sheet(
        name=name,
        rows=rows,
        merged=tuple(merged),
        hidden=entry["hidden"],
        hidden_rows=frozenset(rows.keys() & set(entry["hidden_rows"])),
        hidden_columns=frozenset(entry["hidden_columns"]),
        has_comments=entry["has_comments"],
        covered=covered,
        lost_digits=lost,
    )
