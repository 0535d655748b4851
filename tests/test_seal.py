"""Packages with the same parts are the same bytes, whoever made them and when."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaxia_tasks.rendering import seal


def zipped(names: list[str], moment: tuple[int, int, int, int, int, int]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            info = zipfile.ZipInfo(name, moment)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, f"内容 of {name}" * 20)
    return target.getvalue()


def test_order_and_clock_of_the_maker_leave_no_trace() -> None:
    names = ["xl/workbook.xml", "[Content_Types].xml", "报表/甲.xml", "_rels/.rels"]
    first = seal.seal(zipped(names, (2022, 5, 29, 9, 0, 0)))
    second = seal.seal(zipped(names[::-1], (2026, 11, 24, 18, 30, 2)))
    assert first == second == seal.seal(first)
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[:2] == ["[Content_Types].xml", "_rels/.rels"]
        assert archive.read("报表/甲.xml").decode() == "内容 of 报表/甲.xml" * 20


def test_a_day_replaces_the_times_in_the_properties() -> None:
    core = b'<a><dcterms:created xsi:type="t">2026-11-24T01:02:03Z</dcterms:created></a>'
    package = seal.seal(seal.pack([seal.member("docProps/core.xml", core)]), date(2022, 6, 30))
    (part,) = seal.members(package)
    assert b">2022-06-30T00:00:00Z<" in part.content()


def test_stored_parts_stay_stored() -> None:
    (part,) = seal.members(seal.pack([seal.stored("a.xlsx", b"PK-inner")]))
    assert (part.method, part.content()) == (0, b"PK-inner")


def test_a_name_may_stand_once_only() -> None:
    one = seal.member("a.xml", b"<a/>")
    with pytest.raises(ValueError, match="twice"):
        seal.pack([one, one])
    with pytest.raises(ValueError, match="twice"):
        seal.Trunk.of([one]).close([one])
    with pytest.warns(UserWarning, match="Duplicate"):
        double = zipped(["a.xml", "a.xml"], (2022, 1, 1, 0, 0, 0))
    with pytest.raises(zipfile.BadZipFile, match="twice"):
        seal.members(double)


def test_folders_are_left_out() -> None:
    package = zipped(["word/", "word/a.xml"], (2022, 1, 1, 0, 0, 0))
    assert [m.name for m in seal.members(package)] == ["word/a.xml"]


@given(
    st.dictionaries(st.text("ab文/.", min_size=1, max_size=9), st.binary(max_size=99), max_size=5)
)
def test_what_is_packed_is_read_back(parts: dict[str, bytes]) -> None:
    parts = {name: content for name, content in parts.items() if not name.endswith("/")}
    package = seal.pack([seal.member(name, content) for name, content in parts.items()])
    with zipfile.ZipFile(BytesIO(package)) as archive:
        assert {n: archive.read(n) for n in archive.namelist()} == parts
    assert {m.name: m.content() for m in seal.members(package)} == parts
