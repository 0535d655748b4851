"""报送/: what lies there is told apart, nothing is passed over, nothing strange is opened."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest
from xlsx_maker import row, workbook

from huaxia_tasks.errors import ShareError
from huaxia_tasks.workbooks import inbox as inbox_module
from huaxia_tasks.workbooks import stable
from huaxia_tasks.workbooks.book import Unreadable
from huaxia_tasks.workbooks.grid_limits import Limits
from huaxia_tasks.workbooks.inbox import read_stable, scan
from huaxia_tasks.workbooks.inbox_names import originals, owner_name, owner_of, rubbish

not_on_windows = pytest.mark.skipif(os.name == "nt", reason="Windows 没有管道文件和套接字文件")
A_BOOK = workbook(row(1, '<c r="A1"><v>1</v></c>'))


def put(folder: Path, *names: str, content: bytes = A_BOOK) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def kinds(folder: Path, **more) -> dict[str, str]:
    return {f.path: f.kind for f in scan(folder, **more).files}


def test_workbooks_are_found_flat_and_in_folders_in_one_order(tmp_path):
    put(
        tmp_path,
        "乙.xlsx",
        "甲.xls",
        "信息工程学院/清单.et",
        "信息工程学院/6月/清单.csv",
        "丙.XLSX",
    )
    assert kinds(tmp_path) == {
        "丙.XLSX": "workbook",
        "乙.xlsx": "workbook",
        "信息工程学院/6月/清单.csv": "workbook",
        "信息工程学院/清单.et": "workbook",
        "甲.xls": "workbook",
    }
    found = {f.path: f for f in scan(tmp_path).files}
    assert found["信息工程学院/6月/清单.csv"].folder == "信息工程学院"
    assert found["乙.xlsx"].folder == ""
    assert found["乙.xlsx"].size == len(A_BOOK)
    assert list(found) == sorted(found)


def test_without_unit_folders_only_the_folder_itself_is_looked_at_and_the_rest_is_told(tmp_path):
    put(tmp_path, "甲.xlsx", "学院/乙.xlsx")
    inbox = scan(tmp_path, unit_folders=False)
    assert [f.path for f in inbox.files] == ["甲.xlsx"]
    assert inbox.blocked == ("学院",)
    assert "学院" in inbox.notes[0]


RUBBISH = [
    "Thumbs.db", "desktop.ini", ".DS_Store", "._清单.xlsx", "~WRL0001.tmp", "清单.xlsx.tmp",
    "清单.xlsx.bak", "清单.xlk", "A1B2C3D4", "清单.xlsx.crdownload", "清单.xlsx.part", "清单.xlsx~",
    ".huaxia-share", "清单.xlsx.baiduyun.p.downloading", "清单.xlsx.xltd", "清单.xlsx.swp",
]  # fmt: skip


@pytest.mark.parametrize("name", RUBBISH)
def test_temporary_and_system_files_are_left_alone_with_a_reason(name, tmp_path):
    put(tmp_path, name)
    inbox = scan(tmp_path)
    assert inbox.files == ()
    ((path, why),) = inbox.ignored
    assert path == name
    assert why


@pytest.mark.parametrize(
    "name", ["清单.xlsx", "A1B2C3D4E5", "问题清单", "~清单.xlsx", "部分.xlsx", "tmp.xlsx"]
)
def test_ordinary_names_are_no_rubbish(name):
    assert rubbish(name) == ""


@pytest.mark.parametrize(
    "folder", ["$RECYCLE.BIN", "@eaDir", "#recycle", ".Trash-1000", "System Volume Information", ".git", "__MACOSX"]
)  # fmt: skip
def test_recycle_bins_and_caches_are_left_alone(folder, tmp_path):
    put(tmp_path, f"{folder}/清单.xlsx")
    inbox = scan(tmp_path)
    assert inbox.files == ()
    assert inbox.ignored[0][0] == folder


# Owner marks --------------------------------------------------------------------------------------


def excel_mark(user: str) -> bytes:
    narrow = user.encode("gb18030")
    wide = user.encode("utf-16-le")
    head = bytes([len(narrow)]) + narrow.ljust(54, b" ")
    return (head + len(user).to_bytes(2, "little") + wide).ljust(165, b" \x00"[:1])


LIBRE_MARK = "王 五,wang,PC,24.11.2026 06:00,file:///home/wang/.config/libreoffice/4;".encode()


@pytest.mark.parametrize(
    ("mark", "content", "who"),
    [
        ("~$清单.xlsx", excel_mark("张三"), "张三"),
        ("~$清单.xlsx", excel_mark("Administrator"), "Administrator"),
        ("~$清单.xlsx", bytes([4]) + "李四".encode("gb18030"), "李四"),
        ("~$清单.xlsx", b"", "?"),
        ("~$清单.xlsx", b"\xff" * 165, "?"),
        (".~清单.xlsx", bytes([4]) + "赵六".encode("gb18030"), "赵六"),
        (".~lock.清单.xlsx#", LIBRE_MARK, "王 五"),
        (".~lock.清单.xlsx#", b",wang,PC,1,2;", "wang"),
        (".~lock.清单.xlsx#", b"", "?"),
    ],
)
def test_an_owner_mark_tells_who_has_the_workbook_open(mark, content, who, tmp_path):
    put(tmp_path, "学院/清单.xlsx")
    put(tmp_path, f"学院/{mark}", content=content)
    inbox = scan(tmp_path)
    assert [(f.path, f.kind, f.open_by) for f in inbox.files] == [
        ("学院/清单.xlsx", "workbook", who)
    ]
    assert "打开编辑" in inbox.notes[0]


def test_an_owner_mark_without_its_file_is_told_but_is_no_file(tmp_path):
    put(tmp_path, "~$清单.xlsx", content=excel_mark("张三"))
    inbox = scan(tmp_path)
    assert inbox.files == ()
    assert "清单.xlsx" in inbox.notes[0]


def test_a_file_that_reappears_while_its_owner_saves_it_is_found(tmp_path, monkeypatch):
    put(tmp_path, "清单.xlsx")
    put(tmp_path, "~$清单.xlsx", content=excel_mark("张三"))
    real = os.scandir

    class Listing:
        def __init__(self, folder):
            self._entries = real(folder)

        def __enter__(self):
            return [e for e in self._entries if e.name != "清单.xlsx"]

        def __exit__(self, *_):
            self._entries.close()

    monkeypatch.setattr(inbox_module.os, "scandir", Listing)
    assert kinds(tmp_path) == {"清单.xlsx": "workbook"}


def test_names_that_only_look_like_owner_marks_are_none():
    assert owner_of("清单.xlsx") is None
    assert owner_of("~清单.xlsx") is None
    assert owner_of("~$") is None
    assert owner_name(b"", "~$x.xlsx") == ""
    for name in ("周明", "王小红", "Li Ming"):
        for encoding in ("utf-8", "gb18030"):
            data = name.encode(encoding)
            assert owner_name(bytes([len(data)]) + data + b" " * 40, "~$x.xlsx") == name


# Conflict copies ----------------------------------------------------------------------------------

COPIES = [
    "清单(1).xlsx", "清单 (2).xlsx", "清单（1）.xlsx", "清单 - 副本.xlsx", "清单 - 副本 (2).xlsx",
    "清单_副本.xlsx", "副本清单.xlsx", "复件 清单.xlsx", "复件 (2) 清单.xlsx", "清单 - Copy.xlsx",
    "Copy of 清单.xlsx", "清单的副本.xlsx", "清单 2.xlsx", "清单-DESKTOP-AB12CD3.xlsx",
    "清单-LAPTOP-Q2W3.xlsx", "清单-PC-202205.xlsx", "清单-冲突.xlsx", "清单-NSConflict.xlsx",
    "清单 (张三 的冲突副本 2022-06-30).xlsx", "清单 (Zhang San's conflicted copy 2022-06-30).xlsx",
    "清单 (conflicted copy 2022-06-30 170000).xlsx", "清单.sync-conflict-20220630-170000-ABCDEFG.xlsx",
    "清单_冲突文件_张三_20220630170000.xlsx", "清单(PC_冲突_20220630).xlsx", "清单的冲突副本.xlsx",
    "清单(1)(1).xlsx", "清单(1) - 副本.xlsx",
]  # fmt: skip


@pytest.mark.parametrize("name", COPIES)
def test_a_conflict_copy_beside_its_original_names_it(name, tmp_path):
    put(tmp_path, "学院/清单.xlsx", f"学院/{name}", "清单.xls")
    found = {f.path: (f.kind, f.original) for f in scan(tmp_path).files}
    assert found[f"学院/{name}"] == ("conflict", "学院/清单.xlsx")
    assert found["学院/清单.xlsx"] == ("workbook", "")


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_whose_original_is_not_there_is_just_a_workbook(name, tmp_path):
    put(tmp_path, name, "别的/清单.xlsx")
    assert kinds(tmp_path)[name] == "workbook"


@pytest.mark.parametrize(
    "name",
    [
        "清单2022.xlsx", "清单-信息工程学院.xlsx", "清单-V2.xlsx", "清单（终稿）.xlsx", "清单-FINAL.xlsx",
        "清单(6月).xlsx", "清单副.xlsx", "清单_20220630.xlsx", "清单-2022-06.xlsx", "新清单.xlsx",
    ],
)  # fmt: skip
def test_another_version_with_a_meaning_is_no_conflict_copy(name, tmp_path):
    put(tmp_path, "清单.xlsx", name)
    assert kinds(tmp_path) == {"清单.xlsx": "workbook", name: "workbook"}


def test_names_are_compared_without_case_and_however_they_are_composed(tmp_path):
    put(tmp_path, "List.XLSX", "list(1).xlsx")
    assert kinds(tmp_path)["list(1).xlsx"] == "conflict"
    assert originals("e\u0301(1).xlsx") == ["e\u0301.xlsx"]


def test_looking_for_originals_ends_for_any_name():
    for name in (
        "(1)" * 80 + ".xlsx",
        "-" * 200,
        "冲突" * 100,
        "副本" * 100 + ".xlsx",
        "",
        ".xlsx",
    ):
        assert len(originals(name)) < 8


# What is no workbook ------------------------------------------------------------------------------


def test_other_files_are_reported_and_a_workbook_under_any_name_is_found(tmp_path):
    put(tmp_path, "清单.zip", "清单", "清单.dat")
    put(tmp_path, "清单.docx", "说明.txt", content=b"x")
    put(tmp_path, "照片.jpg", content=b"\xff\xd8\xff")
    put(
        tmp_path,
        "旧.doc",
        content=b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "Workbook".encode("utf-16-le"),
    )
    assert kinds(tmp_path) == {
        "清单.zip": "workbook", "清单": "workbook", "清单.dat": "workbook", "旧.doc": "workbook",
        "清单.docx": "other", "说明.txt": "other", "照片.jpg": "other",
    }  # fmt: skip


def test_a_cloud_mark_is_a_placeholder(tmp_path):
    put(tmp_path, ".清单.xlsx.icloud")
    (found,) = scan(tmp_path).files
    assert (found.kind, found.original) == ("placeholder", "清单.xlsx")
    with pytest.raises(Unreadable) as caught:
        read_stable(tmp_path / found.path)
    assert caught.value.reason == "placeholder"


@not_on_windows
def test_links_pipes_and_sockets_are_strange_and_never_opened(tmp_path):
    put(tmp_path / "外面", "清单.xlsx")
    folder = tmp_path / "报送"
    folder.mkdir()
    (folder / "链接.xlsx").symlink_to(tmp_path / "外面/清单.xlsx")
    (folder / "断链.xlsx").symlink_to(tmp_path / "没有")
    (folder / "文件夹").symlink_to(tmp_path / "外面")
    (folder / "圈").symlink_to(folder)
    os.mkfifo(folder / "管道.xlsx")
    with socket.socket(socket.AF_UNIX) as server:
        previous = Path.cwd()
        os.chdir(folder)
        try:
            server.bind("套接字.xlsx")
        finally:
            os.chdir(previous)
        assert set(kinds(folder).values()) == {"strange"}
        assert len(kinds(folder)) == 6
        for found in scan(folder).files:
            with pytest.raises(Unreadable) as caught:
                read_stable(folder / found.path)
            assert caught.value.reason == "strange"


def test_a_folder_too_deep_and_files_too_many_are_told(tmp_path):
    put(tmp_path, "1/2/3/4/清单.xlsx", "1/2/3/清单.xlsx")
    inbox = scan(tmp_path)
    assert [f.path for f in inbox.files] == ["1/2/3/清单.xlsx"]
    assert inbox.blocked == ("1/2/3/4",)
    for number in range(10):
        put(tmp_path, f"{number}.xlsx")
    inbox = scan(tmp_path, most=5)
    assert len(inbox.files) == 5
    assert any("超过 5 个" in note for note in inbox.notes)
    assert inbox.blocked


@pytest.mark.skipif(os.name == "nt", reason="Windows 的文件名总是可读的")
def test_a_name_in_a_foreign_encoding_is_told_in_readable_form(tmp_path):
    with open(os.fsencode(tmp_path) + b"/" + "清单.xlsx".encode("gb18030"), "wb") as file:
        file.write(A_BOOK)
    inbox = scan(tmp_path)
    assert inbox.files == ()
    assert "清单.xlsx" in inbox.notes[0]


# The folder itself --------------------------------------------------------------------------------


def test_a_missing_folder_is_an_error_and_never_an_empty_one(tmp_path):
    with pytest.raises(ShareError) as caught:
        scan(tmp_path / "报送")
    assert "不存在" in str(caught.value)
    assert "未报送" in str(caught.value)
    put(tmp_path, "报送")
    with pytest.raises(ShareError):
        scan(tmp_path / "报送")


def test_an_empty_folder_is_empty(tmp_path):
    assert scan(tmp_path).files == ()


def test_another_share_in_the_same_place_is_told_by_its_mark(tmp_path):
    put(tmp_path, "清单.xlsx")
    with pytest.raises(ShareError):
        scan(tmp_path, sentinel=".huaxia-share")
    put(tmp_path, ".huaxia-share")
    assert len(scan(tmp_path, sentinel=".huaxia-share").files) == 1


def test_a_folder_that_disappears_while_it_is_looked_at_is_an_error(tmp_path, monkeypatch):
    folder = tmp_path / "报送"
    put(folder, "清单.xlsx", "照片")
    real = inbox_module._looks_like_workbook

    def gone(path: Path) -> bool:
        folder.rename(tmp_path / "别处")
        return real(path)

    monkeypatch.setattr(inbox_module, "_looks_like_workbook", gone)
    with pytest.raises(ShareError):
        scan(folder)


def test_a_folder_exchanged_while_it_is_looked_at_is_an_error(tmp_path, monkeypatch):
    folder = tmp_path / "报送"
    put(folder, "照片")

    def exchange(_: Path) -> bool:
        folder.rename(tmp_path / "别处")
        folder.mkdir()
        return False

    monkeypatch.setattr(inbox_module, "_looks_like_workbook", exchange)
    with pytest.raises(ShareError):
        scan(folder)


def test_a_closed_folder_inside_is_told_and_the_others_are_read(tmp_path, monkeypatch):
    put(tmp_path, "甲/清单.xlsx", "乙/清单.xlsx")
    real = os.scandir

    def closed(folder):
        if Path(folder).name == "甲":
            raise PermissionError(13, "Permission denied")
        return real(folder)

    monkeypatch.setattr(inbox_module.os, "scandir", closed)
    inbox = scan(tmp_path)
    assert [f.path for f in inbox.files] == ["乙/清单.xlsx"]
    assert inbox.blocked == ("甲",)
    assert "没有权限" in inbox.notes[0]


# Reading ------------------------------------------------------------------------------------------


def refused(path: Path, **more) -> str:
    with pytest.raises(Unreadable) as caught:
        read_stable(path, **more)
    assert caught.value.message
    return caught.value.reason


def test_a_quiet_file_is_read_whole(tmp_path):
    put(tmp_path, "清单.xlsx")
    assert read_stable(tmp_path / "清单.xlsx") == A_BOOK
    put(tmp_path, "空.xlsx", content=b"")
    assert read_stable(tmp_path / "空.xlsx") == b""
    put(tmp_path, "大.xlsx", content=b"x" * 3_000_001)
    assert len(read_stable(tmp_path / "大.xlsx")) == 3_000_001


def test_a_name_that_is_gone_for_an_instant_is_being_saved(tmp_path):
    assert refused(tmp_path / "清单.xlsx") == "busy"


def test_a_file_whose_folder_is_gone_is_a_matter_of_the_share(tmp_path):
    with pytest.raises(ShareError):
        read_stable(tmp_path / "学院/清单.xlsx")


def test_a_file_over_the_limit_is_not_opened(tmp_path):
    path = tmp_path / "清单.xlsx"
    with open(path, "wb") as file:
        file.truncate(8 << 30)
    assert refused(path) == "too-large"
    assert refused(path, limits=Limits(file_bytes=9 << 30), quiet_since=0.0) == "busy"


def test_a_file_changed_a_moment_ago_is_put_off(tmp_path):
    put(tmp_path, "清单.csv")
    path = tmp_path / "清单.csv"
    os.utime(path, (1_000_000, 1_000_000))
    assert refused(path, quiet_since=999_999.0) == "busy"
    assert read_stable(path, quiet_since=1_000_001.0) == A_BOOK


def change_while_reading(monkeypatch, action) -> None:
    real = stable._read_whole

    def changed(path, size):
        result = real(path, size)
        action(path)
        return result

    monkeypatch.setattr(stable, "_read_whole", changed)


CHANGES = {
    "grown": lambda path: path.open("ab").write(b"x"),
    "cut": lambda path: os.truncate(path, 10),
    "written over": lambda path: (path.write_bytes(A_BOOK), os.utime(path, (5, 5))),
    "replaced": lambda path: (
        path.with_suffix(".new").write_bytes(A_BOOK),
        os.utime(path.with_suffix(".new"), (path.stat().st_atime, path.stat().st_mtime)),
        path.with_suffix(".new").replace(path),
    ),
    "deleted": lambda path: path.unlink(),
}


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("change", CHANGES)
def test_a_file_that_changes_while_it_is_read_is_put_off(change, tmp_path, monkeypatch):
    put(tmp_path, "清单.csv")
    change_while_reading(monkeypatch, CHANGES[change])
    assert refused(tmp_path / "清单.csv") == "busy"


def test_a_file_without_permission_is_told_as_such(tmp_path, monkeypatch):
    put(tmp_path, "清单.xlsx")

    def denied(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(stable.os, "open", denied)
    assert refused(tmp_path / "清单.xlsx") == "no-permission"


@not_on_windows
def test_a_pipe_put_in_place_of_the_file_does_not_block(tmp_path, monkeypatch):
    put(tmp_path, "清单.xlsx")
    path = tmp_path / "清单.xlsx"
    about = os.lstat(path)
    path.unlink()
    os.mkfifo(path)
    monkeypatch.setattr(stable.os, "lstat", lambda _: about)
    assert refused(path) in ("strange", "busy")


@pytest.mark.skipif(sys.platform != "linux", reason="只有 Linux 的文件名可以不是 UTF-8")
def test_a_name_in_another_encoding_is_told_and_its_unit_waits(tmp_path):
    folder = tmp_path / "商学院"
    folder.mkdir()
    (folder / "清单.xlsx").write_bytes(b"PK")
    Path(os.fsdecode(os.fsencode(folder) + b"/" + "任务.xlsx".encode("gb18030"))).write_bytes(b"PK")
    inbox = scan(tmp_path)
    assert [f.path for f in inbox.files] == ["商学院/清单.xlsx"]
    assert inbox.blocked == ("商学院",)
    assert inbox.notes == ("文件“商学院/任务.xlsx”的名字是乱码，没有读取，请改名后重新放入",)
