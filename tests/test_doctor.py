"""The doctor names what is not as it should be, and mends a ledger where it is asked to."""

from __future__ import annotations

import openpyxl
import pytest

from huaxia_tasks.cli import run_cli
from huaxia_tasks.office import Office, lay_out

DAY = ("--today", "2022-06-28")


@pytest.fixture
def office(tmp_path) -> Office:
    return lay_out(tmp_path / "演示", demo=True)


def doctor(office: Office, capsys, *more: str) -> tuple[int, str]:
    code = run_cli(["体检", "--office", str(office.root), *DAY, *more])
    return code, capsys.readouterr().out


def test_open_settings_are_named_with_their_cells(office, capsys):
    code, text = doctor(office, capsys)
    assert code == 1
    assert "清单发布周期还没有定（“基本信息”表B" in text
    assert "台账：还没有发出过文书" in text


def test_a_broken_template_is_an_error(office, capsys):
    (office.templates / "情况通报.docx").write_bytes(b"x")
    code, text = doctor(office, capsys)
    assert code == 2
    assert "情况通报.docx" in text


def test_a_broken_plan_is_an_error_and_no_traceback(office, capsys):
    office.plans[0].write_bytes(b"PK")
    code, text = doctor(office, capsys)
    assert code == 2
    assert "方案" in text


def test_a_lost_ledger_is_an_error_until_it_is_restored(office, capsys):
    assert run_cli(["发出", "--office", str(office.root), *DAY, "--quiet"]) == 3
    capsys.readouterr()
    office.ledger.unlink()
    code, text = doctor(office, capsys)
    assert code == 2
    assert "●须改 台账" in text
    code, text = doctor(office, capsys, "--restore")
    assert "●须改 台账" not in text
    assert run_cli(["发出", "--office", str(office.root), *DAY]) == 3
    assert "没有需要发出的文书" in capsys.readouterr().out


def change(office: Office, sheet: str, **cells: object) -> None:
    plan = next(p for p in office.plans)
    book = openpyxl.load_workbook(plan)
    for address, value in cells.items():
        book[sheet][address].value = value
    book.save(plan)


def test_a_channel_that_lacks_its_settings_or_its_folder_is_told_before_anything_is_issued(
    tmp_path, capsys
):
    office = lay_out(tmp_path / "督办")
    assert "渠道：已启用共享文件夹" in doctor(office, capsys)[1]
    change(office, "渠道", D4=str(tmp_path / "不在"))
    code, text = doctor(office, capsys)
    assert code == 2
    assert "●须改 渠道：“共享文件夹”的目录不在" in text
    change(office, "渠道", D4=None, B5="是")
    assert "●须改 渠道：“电子邮件”已启用，但没有填“服务器”" in doctor(office, capsys)[1]


def test_a_recipient_nobody_can_be_is_told(office, capsys):
    assert "程序不知道是谁" not in doctor(office, capsys)[1]
    change(office, "提醒", E5="单位联络员、校长夫人")
    assert "“超期催办”的主送、抄送里写了“校长夫人”" in doctor(office, capsys)[1]


def test_many_old_drafts_may_be_thrown_away_and_a_few_are_nothing(office, capsys):
    for day in range(1, 20):
        (office.root / "输出" / f"2022-03-{day:02d}").mkdir(parents=True)
    assert "天的草稿" not in doctor(office, capsys)[1]
    for day in range(1, 20):
        (office.root / "输出" / f"2022-04-{day:02d}").mkdir(parents=True)
    assert (
        "输出：38 天的草稿已经超过 60 天（2022-03-01 至 2022-04-19）" in doctor(office, capsys)[1]
    )


def test_a_run_that_issued_nothing_needs_no_backup(office, capsys):
    run_cli(["运行", "--office", str(office.root), *DAY, "--quiet"])
    assert "●须改 台账" not in doctor(office, capsys)[1]


def test_the_offices_own_workbooks_are_missed(office, capsys):
    office.words.unlink()
    office.decisions.unlink()
    _, text = doctor(office, capsys)
    assert "缺少词典.xlsx、登记.xlsx" in text
    assert "登记：《登记.xlsx》：找不到这个文件" in text


@pytest.mark.parametrize(
    ("above", "is_told"),
    [
        ("OneDrive - 武汉华夏理工学院", True),
        ("坚果云", True),
        ("我的坚果云", False),
        ("Nutstore", True),
        ("BaiduSyncdisk", True),
        ("督办", False),
        ("云盘使用情况", False),
        ("drive", False),
    ],
)
def test_an_office_in_a_folder_that_is_synced_is_told(above, is_told, tmp_path, capsys):
    office = lay_out(tmp_path / above / "督办", demo=True)
    _, said = doctor(office, capsys)
    told = "在同步盘" in said
    assert told == is_told
