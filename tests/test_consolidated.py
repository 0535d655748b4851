"""汇总表: all units' rows in one workbook, the same as the units wrote them, in bounded memory."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from written_samples import UNITS, a_plan, a_row, a_tally, a_view, some_findings

from huaxia_tasks.model import Finding, Level, ListKind, Raw, TaskRow, Unit, UnitView, Value
from huaxia_tasks.rendering.clean import clean_text
from huaxia_tasks.rendering.consolidated import (
    Consolidated,
    Fragments,
    Layout,
    consolidate,
    list_fragment,
)
from huaxia_tasks.rendering.consolidated_notes import FINDINGS
from huaxia_tasks.rendering.consolidated_rows import GROWING, MATTERS
from huaxia_tasks.rendering.zip_stream import joined_crc, last_piece, piece

PLAN, TODAY = a_plan(), date(2022, 6, 28)
SHEETS = ["总览", "图表", "事项总表", "问题清单", "任务清单", "责任清单", "完成清单", "检查结果"]


def written(views: Sequence[UnitView], findings: dict[str, list[Finding]] | None = None) -> bytes:
    out = BytesIO()
    found = findings or {}
    pairs = [(view, found.get(view.unit.id, [])) for view in views]
    consolidate(out, views[0].plan, TODAY, pairs, a_tally(views, found))
    return out.getvalue()


def opened(data: bytes) -> Any:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
    return openpyxl.load_workbook(BytesIO(data))


def a_book(rows_each: int = 3, units: int = 4) -> Any:
    views = [a_view(unit, PLAN, rows_each) for unit in UNITS[:units]]
    return opened(written(views, {v.unit.id: some_findings(v) for v in views}))


def table(sheet: Any) -> list[dict[str, Any]]:
    heads = [cell.value for cell in sheet[3]]
    rows = sheet.iter_rows(min_row=4, values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def one_row(kind: ListKind, cells: dict[str, Raw], **more: Any) -> UnitView:
    row = TaskRow(a_row(kind, 4, cells, **more), "U01")
    return UnitView(PLAN, UNITS[0], TODAY, "received", rows=(row,))


# What is in it


def test_the_sheets_stand_in_the_order_people_read_them():
    book = a_book()
    assert book.sheetnames == SHEETS
    assert book.active.title == "总览"


def test_every_row_of_every_unit_is_there_once_in_order_with_its_place():
    book = a_book(rows_each=5, units=3)
    for kind in ListKind:
        rows = table(book[kind.value])
        assert [r["报送单位"] for r in rows] == [u.name for u in UNITS[:3] for _ in range(5)]
        assert [r["出处"] for r in rows[:2]] == [
            f"信息工程学院.xlsx {kind.value} 第4行",
            f"信息工程学院.xlsx {kind.value} 第5行",
        ]
        assert [r["事项编号"] for r in rows[:5]] == [f"U01-00{n}" for n in range(1, 6)]
    spec = PLAN.list_spec(ListKind.TASKS)
    assert spec is not None
    assert [c.value for c in book["任务清单"][3]] == [
        "报送单位", "事项编号", *(c.heading for c in spec.columns), "其他栏目", "标注", "出处",
    ]  # fmt: skip


def test_days_are_days_and_numbers_of_things_are_text():
    row = table(a_book()["任务清单"])[0]
    assert row["完成时限"] == datetime(2022, 6, 2)  # noqa: DTZ001
    assert row["任务编号"] == "001"
    assert row["序号"] == 1
    assert table(a_book(rows_each=4)["任务清单"])[3]["完成时限"] == "6月底前"


@pytest.mark.parametrize(
    ("raw", "kind", "shown", "number_format"),
    [
        (0.8, "percent", 0.8, "0.0%"),
        (3, "number", 3, "General"),
        (2.5, "number", 2.5, "General"),
        (float("inf"), "number", "inf", "General"),
        (1e300, "percent", f"{1e300:.0%}", "General"),
        (True, "bool", "True", "General"),
        (date(2022, 6, 30), "date", datetime(2022, 6, 30), r"yyyy\-mm\-dd"),  # noqa: DTZ001
        (datetime(2022, 6, 30, 17, 30), "date", datetime(2022, 6, 30, 17, 30), r"yyyy\-mm\-dd"),  # noqa: DTZ001
        ("#N/A", "error", "#N/A", "General"),
        ("80%", "text", "80%", "General"),
    ],
)  # fmt: skip
def test_values_keep_their_type(raw: Raw, kind: str, shown: Any, number_format: str):
    view = one_row(ListKind.COMPLETIONS, {})
    row = view.rows[0].row
    value = Value(raw, _text(raw, kind), row.cells["status"].ref, kind)
    row = replace(row, cells={**row.cells, "status": value})
    view = replace(view, rows=(TaskRow(row, "U01"),))
    sheet = opened(written([view]))["完成清单"]
    cell = next(c for c in sheet[4] if sheet.cell(3, c.column).value == "完成状态")
    assert (str(cell.value)[:40], cell.number_format) == (str(shown)[:40], number_format)


def _text(raw: Raw, kind: str) -> str:
    return f"{raw:.0%}" if kind == "percent" else str(raw)


def test_doubtful_cells_are_coloured_and_said_in_words():
    book = a_book()
    rows = table(book["任务清单"])
    assert rows[0]["标注"] == (
        "须改：“11月底”晚于所属阶段“全面开展阶段”（6月底前）。\n请核对：“后勤”不是方案单位名单里的单位。"
    )
    assert rows[1]["标注"] is None
    fills = {
        book["任务清单"].cell(3, c.column).value: c.fill.fgColor.rgb
        for c in book["任务清单"][4]
        if c.fill.fill_type
    }
    assert fills == {"牵头单位": "FFFFEB9B", "完成时限": "FFFFC8CE", "标注": "FFFFC8CE"}
    assert table(book["完成清单"])[2]["标注"] == "提示：有2行被隐藏，已照常读取。"


def test_many_findings_of_a_row_are_cut_short():
    view = a_view(UNITS[0], PLAN, 1)
    many = [replace(some_findings(view)[0], rule=f"r{n}", message=f"问题{n}。") for n in range(5)]
    note = table(opened(written([view], {"U01": many}))["任务清单"])[0]["标注"]
    assert note.splitlines() == [
        "须改：问题0。",
        "须改：问题1。",
        "须改：问题2。",
        "另有2处，见“检查结果”。",
    ]


def test_what_stands_in_columns_of_their_own_is_not_lost():
    view = one_row(ListKind.TASKS, {"task": "甲"}, extra={"金额": 5, "": "无名", "空": None})
    assert table(opened(written([view]))["任务清单"])[0]["其他栏目"] == "金额：5\n无名"


def test_a_matter_is_one_row_with_state_and_light_in_words():
    rows = table(a_book(rows_each=8, units=1)[MATTERS])
    assert len(rows) == 8
    first = rows[0]
    assert (first["事项编号"], first["单位"], first["牵头单位"]) == (
        "U01-001",
        "信息工程学院",
        "后勤保障部",
    )
    assert first["配合单位"] == "学生工作部、信息工程学院"
    assert (first["完成时限"], first["应完成日"]) == ("6月底前", datetime(2022, 6, 2))  # noqa: DTZ001
    assert (first["状态"], first["预警"], first["剩余天数"]) == ("推进中", "超期", -26)
    assert first["标注"] == "须改3处、请核对1处、提示1处"
    done = rows[2]
    assert (done["状态"], done["预警"], done["剩余天数"]) == ("超时完成", "正常", None)
    assert (done["完成日"], done["进度"]) == (datetime(2022, 6, 20), 0.5)  # noqa: DTZ001


def test_all_findings_are_listed_with_cell_message_and_remedy():
    rows = table(a_book(units=2)[FINDINGS])
    assert len(rows) == 10
    assert rows[0] == {
        "单位": "信息工程学院", "要求": "须改", "谁来改": "单位", "文件": "信息工程学院.xlsx",
        "表": "任务清单", "单元格": "J4", "现填内容": None,
        "问题": "“11月底”晚于所属阶段“全面开展阶段”（6月底前）。",
        "怎么改": "请改为6月30日以前，或改填所属阶段。", "事项编号": "U01-001",
    }  # fmt: skip
    assert (rows[3]["单元格"], rows[4]["单元格"]) == ("第6行", None)


def test_findings_of_no_unit_are_added_too():
    out, view = BytesIO(), a_view(UNITS[0], PLAN, 1)
    stray = replace(some_findings(view)[0], unit=None, matter=None)
    with Consolidated(out, PLAN, TODAY) as book:
        book.add(view, [])
        book.add_findings([stray])
        book.add_findings([])
        book.close(a_tally([view], {}))
    assert [r["单位"] for r in table(opened(out.getvalue())[FINDINGS])] == ["（未识别）"]


# The figures


def test_the_overview_shows_numerator_and_denominator_beside_each_rate():
    views = [
        a_view(UNITS[0], PLAN, 8),
        a_view(UNITS[1], PLAN, 8),
        UnitView(PLAN, UNITS[2], TODAY, "missing"),
    ]
    sheet = opened(written(views, {"U01": some_findings(views[0])}))["总览"]
    cells = [[c for c in row if c is not None] for row in sheet.iter_rows(values_only=True)]
    assert ["全面开展阶段", "6月底前", 4, 0, 2, 0, 4] in cells
    assert ["信息工程学院", "已报送", 8, 3, 6, 0.5, 1, 1, 1, 1, 5, 1, 1, 3, 1] in cells
    assert ["土木建筑工程学院", "未报送", 0, 0] in cells
    assert ["合计", 16, 6, 12, 0.5, 2, 2, 2, 2, 10, 2, 2, 3, 1] in cells
    text = "\n".join(str(c) for row in cells for c in row)
    assert "截至2022年6月28日，依据武华党〔2022〕17号，方案版本0f3a9c51。" in text
    assert "应报单位3个：已报送2个，未报送1个。事项16项，完成6项（应完成12项，完成率50.0%）" in text


def test_nothing_is_divided_by_nothing():
    view = UnitView(PLAN, UNITS[0], TODAY, "received")
    sheet = opened(written([view]))["总览"]
    rates = [c.value for row in sheet.iter_rows() for c in row if c.column == 6 and c.value]
    assert set(rates) == {"完成率", "—"}
    assert opened(written([view]))["图表"]["A1"].value == "还没有事项，暂不绘图。"


def test_phases_add_up_and_matters_of_no_phase_are_shown():
    view = a_view(UNITS[0], PLAN, 8)
    view = replace(view, matters=(replace(view.matters[0], phase=None), *view.matters[1:]))
    sheet = opened(written([view]))["总览"]
    rows = list(sheet.iter_rows(min_row=8, max_row=12, max_col=7, values_only=True))
    assert [row[0] for row in rows][-1] == "未对应阶段"
    assert sum(row[2] for row in rows) == 8


def test_charts_are_native_and_point_at_the_overviews_cells():
    views = [a_view(unit, PLAN, 2) for unit in UNITS[:3]]
    data = written(views)
    book = opened(data)
    assert len(book["图表"]._charts) == 2
    by_phase, by_unit = (chart.series for chart in book["图表"]._charts)
    overview = book["总览"]

    def seen(ref: str) -> list[Any]:
        cells = overview[ref.partition("!")[2].replace("$", "")]
        return [c[0].value for c in cells] if isinstance(cells, tuple) else [cells.value]

    assert seen(by_phase[0].cat.strRef.f) == [p.name for p in PLAN.phases]
    assert seen(by_unit[0].cat.strRef.f) == [u.name for u in UNITS[:3]]
    assert [seen(s.tx.strRef.f) for s in by_unit] == [["已完成"], ["超期"]]
    assert [seen(s.tx.strRef.f) for s in by_phase] == [["已完成"], ["应完成"]]
    for series in (*by_phase, *by_unit):
        kept = [int(p.v) for p in series.val.numRef.numCache.pt]
        assert kept == seen(series.val.numRef.f)


def test_many_units_get_several_charts_and_very_many_none():
    def charts(n: int) -> int:
        units = tuple(Unit(f"X{i}", f"单位{i}") for i in range(n))
        views = [
            a_view(units[0], a_plan(units), 1),
            *(UnitView(PLAN, u, TODAY, "missing") for u in units[1:]),
        ]
        book = opened(written(views))
        return len(book["图表"]._charts)

    assert [charts(n) for n in (28, 29, 280, 281)] == [2, 3, 11, 1]


# How it is laid out


def test_each_list_prints_on_A4_across_with_headings_filter_and_frozen_head():
    book = a_book()
    for name in GROWING:
        sheet = book[name]
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$3:$3"
        assert sheet.freeze_panes in ("C4", "B4")
        assert sheet.auto_filter.ref == sheet.dimensions.replace("A1", "A3")
        assert sum(d.width for d in sheet.column_dimensions.values()) < 245
        assert sheet["A2"].value.startswith("截至2022年6月28日，依据武华党〔2022〕17号")


def test_a_list_without_rows_is_still_a_sheet():
    book = opened(written([UnitView(PLAN, UNITS[0], TODAY, "missing")]))
    assert book.sheetnames == SHEETS
    assert book["任务清单"].dimensions == "A1:P3"


def test_the_same_input_gives_the_same_bytes():
    views = [a_view(unit, PLAN, 2) for unit in UNITS[:2]]
    assert written(views) == written(views)


def test_no_ampersand_or_bracket_of_a_plan_breaks_the_workbook():
    plan = replace(PLAN, title="甲&乙<丙>", number="武〔2022〕1号&", office="办&公")
    view = a_view(UNITS[0], plan, 1)
    assert opened(written([view]))["总览"]["A1"].value == "甲&乙<丙>四张清单汇总表"


# Pieces that can be kept


def test_kept_fragments_give_the_same_workbook():
    views = [a_view(unit, PLAN, 2) for unit in UNITS[:3]]
    findings = {v.unit.id: some_findings(v) for v in views}
    kept = [list_fragment(v, findings[v.unit.id]).pack() for v in views]
    out = BytesIO()
    with Consolidated(out, PLAN, TODAY) as book:
        for one in kept:
            book.add_fragments(Fragments.unpack(one))
        book.close(a_tally(views, findings))
    assert out.getvalue() == written(views, findings)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=300), max_size=6))
def test_pieces_joined_inflate_to_their_texts(texts: list[str]):
    safe = [t.encode("utf-8", "ignore").decode() for t in texts]
    pieces = [piece(t) for t in safe]
    end = last_piece("尾")
    crc = 0
    for one in (*pieces, end):
        crc = joined_crc(crc, one.crc, one.size)
    whole = "".join((*safe, "尾")).encode()
    assert zlib.decompress(b"".join(p.data for p in (*pieces, end)), -15) == whole
    assert crc == zlib.crc32(whole)


def test_rows_that_fill_a_file_on_disk_are_all_there(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("huaxia_tasks.rendering.zip_stream._KEPT_IN_MEMORY", 500)
    monkeypatch.setattr("huaxia_tasks.rendering.zip_stream._CHUNK", 100)
    views = [a_view(unit, PLAN, 2) for unit in UNITS]
    assert len(table(opened(written(views))["任务清单"])) == 2 * len(UNITS)


# Strangers' text


@pytest.mark.parametrize(
    "text",
    ["=1+1", "=HYPERLINK(\"x\")", "+86 27", "-5", "@SUM", "＝甲", "001", "1E5", "http://a.cn",
     "甲&乙<丙>\"丁\"'戊'", "第一行\n第二行", "a  b", "_x0041_", "]]>", "<![CDATA[x]]>", "&#10;"],
)  # fmt: skip
def test_text_stays_the_text_it_was(text: str):
    data = written([one_row(ListKind.TASKS, {"task": text, "item_id": text, "remark": text})])
    sheet = opened(data)["任务清单"]
    heads = [c.value for c in sheet[3]]
    cells = {heads[c.column - 1]: c for c in sheet[4]}
    shown = text.replace("_x0041_", "_x005F_x0041_")
    for heading in ("工作任务", "任务编号", "备注"):
        assert (cells[heading].value, cells[heading].data_type) == (shown, "s")
    assert cells["工作任务"].quotePrefix == (text[0] in "=+-@＝")
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    assert book.get_sheet_by_name("任务清单").to_python()[3][heads.index("工作任务")] == text


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(max_size=20), st.text(max_size=40))
def test_any_text_can_be_in_any_place(text: str, name: str, message: str):
    view = one_row(ListKind.TASKS, {"task": text}, extra={name: text})
    view = replace(view, unit=replace(UNITS[0], name=name))
    finding = replace(some_findings(view)[0], message=message, remedy=message, value=text)
    sheet = opened(written([view], {"U01": [finding]}))["任务清单"]
    heads = [c.value for c in sheet[3]]
    shown = sheet[4][heads.index("工作任务")].value or ""
    plain = re.sub("_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), shown)
    assert plain == clean_text(text, limit=10**9)


def test_a_text_that_is_too_long_is_cut_with_a_mark():
    sheet = opened(written([one_row(ListKind.TASKS, {"task": "长" * 40_000})]))["任务清单"]
    cut = next(c.value for c in sheet[4] if c.value and c.value.startswith("长"))
    assert (len(cut), cut[-11:]) == (32_767, "……（原文过长，以下略）"[-11:])


# Other readers; speed and memory


def rows_by_calamine(data: bytes, sheet: str) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return [list(row) for row in book.get_sheet_by_name(sheet).to_python()]


def test_two_readers_see_the_same():
    views = [a_view(unit, PLAN, 4) for unit in UNITS[:3]]
    data = written(views, {v.unit.id: some_findings(v) for v in views})
    book = opened(data)
    for name in ("总览", *GROWING):
        theirs = rows_by_calamine(data, name)
        ours = [list(row) for row in book[name].iter_rows(values_only=True)]
        assert len(theirs) == len(ours)
        for one, other in zip(theirs, ours, strict=True):
            for a, b in zip(one, other, strict=True):
                day = b.date() if isinstance(b, datetime) else b
                assert (a if a != "" else None) == day


@pytest.mark.office
def test_another_office_program_shows_the_same(tmp_path: Path):
    views = [a_view(unit, PLAN, 4) for unit in UNITS[:3]]
    data = written(views, {v.unit.id: some_findings(v) for v in views})
    (tmp_path / "汇总.xlsx").write_bytes(data)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/home", "--headless", "--convert-to",
         "xlsx:Calc MS Excel 2007 XML", "--outdir", "out", "汇总.xlsx"],
        cwd=tmp_path, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    saved = openpyxl.load_workbook(tmp_path / "out" / "汇总.xlsx")
    book = opened(data)
    assert saved.sheetnames == book.sheetnames
    for name in ("总览", *GROWING):
        ours = [[c.value for c in row] for row in book[name].iter_rows()]
        theirs = [[c.value for c in row] for row in saved[name].iter_rows(max_row=len(ours))]
        assert [row[: len(ours[0])] for row in theirs] == ours
    assert len(saved["图表"]._charts) == 2


def test_a_unit_costs_a_few_milliseconds():
    view = a_view(UNITS[0], PLAN, 15)
    findings, layout = some_findings(view), Layout(PLAN)
    layout.fragments(view, findings)
    start = time.process_time()
    for _ in range(20):
        layout.fragments(view, findings)
    assert (time.process_time() - start) / 20 < 0.01


def test_memory_does_not_grow_with_the_units(tmp_path: Path):
    """The rows of 600 units are deflated and on disk; only what is at hand is in memory."""
    script = f"""
import sys, resource
sys.path[:0] = {[str(Path(__file__).parent), str(Path(__file__).parents[1])]!r}
from datetime import date
from pathlib import Path
from written_samples import UNITS, a_plan, a_tally, a_view, some_findings
from huaxia_tasks.rendering.consolidated import Consolidated
plan = a_plan()
view = a_view(UNITS[0], plan, 15)
findings = some_findings(view)
with Consolidated(Path({str(tmp_path / "many.xlsx")!r}), plan, date(2022, 6, 28)) as book:
    for n in range(10):
        book.add(view, findings)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for n in range(600):
        book.add(view, findings)
    book.close(a_tally([view], {{}}))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    if sys.platform == "linux":
        assert int(done.stdout) < 8_000  # kB
    assert (tmp_path / "many.xlsx").stat().st_size > 1_000_000


def test_the_order_of_units_is_the_order_of_adding():
    views = [a_view(unit, PLAN, 1) for unit in UNITS]
    random.Random(5).shuffle(views)
    names = [r["报送单位"] for r in table(opened(written(views))["任务清单"])]
    assert names == [v.unit.name for v in views]


def test_levels_have_words_everywhere():
    view = a_view(UNITS[0], PLAN, 1)
    found = [replace(some_findings(view)[0], level=level) for level in Level]
    words = [r["要求"] for r in table(opened(written([view], {"U01": found}))[FINDINGS])]
    assert words == ["须改", "请核对", "提示"]
