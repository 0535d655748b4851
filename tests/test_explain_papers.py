"""A paper tells where each figure and name comes from, as a draft and after it was issued."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from huaxia_tasks.cli import run_cli
from huaxia_tasks.office import lay_out

TODAY = ("--today", "2022-07-06")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = lay_out(tmp_path_factory.mktemp("演示") / "办", demo=True).root
    assert run_cli(["issue", "U01", "--office", str(root), *TODAY]) in (0, 3)
    return root


def told(demo: Path, capsys: pytest.CaptureFixture[str], wanted: str) -> str:
    capsys.readouterr()
    assert run_cli(["explain", wanted, "--office", str(demo), *TODAY]) == 0
    return capsys.readouterr().out


def test_a_draft_names_the_matters_and_cells_and_what_stands_in_them(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = told(demo, capsys, "输出/2022-07-06/U02_智能制造学院/催办通知.docx")
    assert "草稿　输出/2022-07-06/U02_智能制造学院/催办通知.docx" in said
    assert "    U02-005\n" in said
    assert "四清单（定稿）.xlsx“任务清单”：D9“简化设备报废流程”、J9“6月底前”" in said


def test_every_figure_of_the_circular_has_its_own_lines(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = told(demo, capsys, "情况通报")
    for figure in ("应报送", "未报送", "已完成", "推进中", "逾期", "最长逾期"):
        assert f"其中“{figure}”" in said
    assert said.index("总体情况") < said.index("逾期事项第1行“时限”"), "text before tables"


def test_a_summary_is_found_by_the_path_of_its_draft(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = told(demo, capsys, "输出/2022-07-06/总结/工作简报.docx")
    assert "文书《工作简报》" in said
    assert "事例第1项" in said or "事例第1行" in said
    assert "“完成清单”：" in said


def test_receipts_and_the_notice_tell_what_they_rest_on(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "方案“清单”表" in told(demo, capsys, "关于报送清单的通知")
    said = told(demo, capsys, "清单接收回执")
    assert "    报送/信息工程学院-四张清单.xlsx\n" in said
    assert "没有记下来源" not in said


@pytest.mark.parametrize("wanted", ["催办〔2022〕1号", "path", "key"])
def test_an_issued_paper_tells_what_it_rested_on(
    demo: Path, capsys: pytest.CaptureFixture[str], wanted: str
) -> None:
    path = next(p for p in (demo / "发出/2022").glob("催办*.docx"))
    names = {"path": f"发出/2022/{path.name}", "key": "urging-notice|U01|2|U01-003"}
    said = told(demo, capsys, names.get(wanted, wanted))
    assert said.startswith("已发出　2022-07-06　发出/2022/")
    assert "已逾期6天" in said
    assert "“任务清单”：D6、J6" in said


def test_a_paper_that_is_not_there_is_told(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["explain", "没有这件.docx", "--office", str(demo), *TODAY]) == 2
    assert "没有这件.docx" in capsys.readouterr().err


def test_a_matter_that_is_in_no_list_any_more_tells_what_it_was(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = next((demo / "报送").rglob("信息工程学院-四张清单.xlsx"))
    kept = path.read_bytes()
    book = openpyxl.load_workbook(path)
    for sheet in book:
        for row in [
            r[0].row for r in sheet.iter_rows() if any(c.value in ("R03", "W03") for c in r)
        ]:
            sheet.delete_rows(row)
    book.save(path)
    try:
        said = told(demo, capsys, "U01-003")
    finally:
        path.write_bytes(kept)
    assert "事项 U01-003" in said
    assert "这次的清单里没有这一项；以下是2022年7月6日采用的清单里的内容：" in said
    assert "须改：2022年7月6日报过的" in said
