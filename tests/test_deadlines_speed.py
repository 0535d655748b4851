"""Deadlines are cheap to read, and no cell can make them dear."""

from __future__ import annotations

import gc
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date

import pytest

from huaxia_tasks.deadlines import find_dates_in_text, parse_deadline

WRITTEN = date(2022, 5, 29)


def _seconds(text: str) -> float:
    parse_deadline("先热身", WRITTEN)
    begin = time.process_time()
    parse_deadline(text, WRITTEN)
    find_dates_in_text(text, WRITTEN)
    return time.process_time() - begin


@pytest.fixture
def no_garbage_of_others() -> Iterator[None]:
    """What other tests left in this process is not looked through while a reading is measured."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("no_garbage_of_others")
def test_a_thousand_different_cells_take_less_than_half_a_second() -> None:
    parse_deadline("先热身", WRITTEN)
    cells = [f"2022年{n % 12 + 1}月{n % 28 + 1}日前完成第{n}项整改，长期坚持" for n in range(1000)]
    begin = time.process_time()
    for cell in cells:
        parse_deadline(cell, WRITTEN)
    assert time.process_time() - begin < 0.5


@pytest.mark.parametrize(
    "unit",
    [
        *re.findall(
            r"\S+",
            "6月 1 2022年 每月 第 1. 1、 ( 延期至 5- . 6月30日前， 十 三天 一 O1 l 6月底或 调整为 按 详见 "
            "每季度 国庆节前 第十 《 □ 为深入贯彻落实学校党委关于学生社区建设的要求， 1.1、 9/ 一、 初一 周三 _月 或 6月底或 4B 1-2学年 二、 ×年 除6月30日外 1一2月",
        ),
        "1 ",
        "\n",
        "1\n",
        "\u3000",
    ],
)
def test_a_cell_of_forty_thousand_characters_costs_less_than_fifty_milliseconds(unit: str) -> None:
    assert min(_seconds((unit * 40_000)[:40_000] + tail) for tail in ("", "x", "日")) < 0.05


def test_the_module_loads_in_a_tenth_of_a_second_and_brings_no_library() -> None:
    code = (
        "import time; b = time.process_time(); import huaxia_tasks.deadlines, sys;"
        "print(time.process_time() - b);"
        "print([m for m in ('pandas', 'openpyxl', 'docx', 'jinja2') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds, libraries = run.stdout.split("\n")[:2]
    assert float(seconds) < 0.2  # 0.06 s on a quiet machine
    assert libraries == "[]"
