"""Folders: each unit gets its own papers, whole, and what it wrote into them stays."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from huaxia_tasks.channels import Enclosure, Means, Parcel, Unreachable
from huaxia_tasks.channels.printing import printing
from huaxia_tasks.channels.shared_folder import is_plain, shared_folder
from huaxia_tasks.model import Receipt

NOON = datetime(2022, 6, 28, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def hand_over(
    root: Path, *files: tuple[str, bytes], to: str = "U01_学院", tries: int = 0, at: str = ""
) -> Receipt:
    parcel = Parcel(
        "k", "共享文件夹", to, "ab" * 16, "题目", "正文", NOON, tries=tries,
        files=tuple(Enclosure(n, d) for n, d in files),
    )  # fmt: skip
    means = Means({"目录": at} if at else {}, lambda _: "", lambda: NOON, root)
    return shared_folder(parcel, means)


def test_papers_go_into_the_units_folder(tmp_path):
    receipt = hand_over(tmp_path, ("1号.docx", b"one"), ("退回.xlsx", b"two"))
    folder = tmp_path / "发出" / "单位" / "U01_学院"
    assert receipt.state == "sent"
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == {
        "1号.docx": b"one",
        "退回.xlsx": b"two",
    }


def test_handing_over_twice_leaves_one(tmp_path):
    hand_over(tmp_path, ("1号.docx", b"one"))
    hand_over(tmp_path, ("1号.docx", b"one"), tries=1)
    assert [p.name for p in (tmp_path / "发出/单位/U01_学院").iterdir()] == ["1号.docx"]


def test_what_a_unit_wrote_into_its_copy_stays(tmp_path):
    hand_over(tmp_path, ("1号.docx", b"one"))
    path = tmp_path / "发出/单位/U01_学院/1号.docx"
    path.write_bytes(b"filled in")
    assert hand_over(tmp_path, ("1号.docx", b"one"), tries=1).state == "sent"
    assert path.read_bytes() == b"filled in"


def test_a_root_that_is_not_there_is_never_made(tmp_path):
    with pytest.raises(Unreachable, match="没有连接"):
        hand_over(tmp_path, ("1号.docx", b"x"), at=str(tmp_path / "盘"))
    assert not (tmp_path / "盘").exists()


@pytest.mark.parametrize(
    "name",
    ["../x", "..", ".", "", "/etc", "a/b", "a\\b", "CON", "nul.txt", "com1", "a.", " a", "a ", "a:b",
     "a*", "a\nb", "长" * 90, "LPT9"],
)  # fmt: skip
def test_a_folder_name_that_leads_elsewhere_is_refused(name, tmp_path):
    assert not is_plain(name)
    (tmp_path / "盘").mkdir()
    assert hand_over(tmp_path, ("1号.docx", b"x"), to=name, at="盘").state == "refused"
    assert list((tmp_path / "盘").iterdir()) == []


def test_a_folder_that_is_a_link_elsewhere_is_refused(tmp_path):
    (tmp_path / "盘").mkdir()
    (tmp_path / "别处").mkdir()
    (tmp_path / "盘" / "U01_学院").symlink_to(tmp_path / "别处")
    assert hand_over(tmp_path, ("1号.docx", b"x"), at="盘").state == "refused"
    assert list((tmp_path / "别处").iterdir()) == []


def test_a_place_that_cannot_be_written_is_tried_again_later(tmp_path):
    (tmp_path / "盘").mkdir()
    (tmp_path / "盘" / "U01_学院").write_text("a file in its place", encoding="utf-8")
    assert hand_over(tmp_path, ("1号.docx", b"x"), at="盘").state == "retry"


def test_the_bound_papers_lie_ready_for_the_printer(tmp_path):
    parcel = Parcel(
        "k", "打印", "", "ab" * 16, "打印", "", NOON, files=(Enclosure("a.docx", b"x"),)
    )
    means = Means({}, lambda _: "", lambda: NOON, tmp_path)
    assert printing(parcel, means).state == printing(parcel, means).state == "sent"
    assert (tmp_path / "发出" / "打印" / "a.docx").read_bytes() == b"x"
