"""Files made to hurt: each ends as a refusal or as the right cells, soon, and nothing else."""

from __future__ import annotations

import io
import struct
import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_grid_sheets import by_openpyxl, by_xlsxwriter, merged, t
from xlsx_maker import (
    HEAD,
    link,
    parts,
    row,
    sheet_xml,
    strings_xml,
    styles_xml,
    workbook,
    zipped,
)

from huaxia_tasks.workbooks.book import Book, Unreadable
from huaxia_tasks.workbooks.grid import read_book
from huaxia_tasks.workbooks.grid_limits import Limits

GOOD = row(1, t("A1", "甲"))
SMALL = Limits(xml_bytes=2 << 20, cells=2_000, strings=2_000, all_text=1 << 20, merges=500)


def outcome(data: bytes, limits: Limits = SMALL, name: str = "清单.xlsx") -> str:
    """The reason of refusal, or the text in A1; never another exception, never for long."""
    begin = time.process_time()
    found = book_or_refusal(data, name, limits)
    assert time.process_time() - begin < 4
    if isinstance(found, Book):
        return found.sheets[0].text(1, 1)
    assert found.message.endswith("。")
    return found.reason


def book_or_refusal(data: bytes, name: str, limits: Limits) -> Book | Unreadable:
    try:
        return read_book(data, name, limits)
    except Unreadable as error:
        return error


def changed(**replaced: str | bytes) -> bytes:
    """The good package with parts replaced, by the last piece of their names without the dot."""
    content = parts(
        {"表": sheet_xml(GOOD)}, styles=styles_xml([14]), strings=strings_xml("<t>x</t>")
    )
    for key, value in replaced.items():
        (name,) = [n for n in content if n.lower().endswith(key.replace("_", ".").lower())]
        content[name] = value
    return zipped(content)


def sheet(data: str, before: str = "", after: str = "") -> bytes:
    return changed(sheet1_xml=sheet_xml(data, before, after))


def twice(name: str, *, case: bool = False) -> bytes:
    content = list(parts({"表": sheet_xml(GOOD)}).items())
    found = next(value for key, value in content if key == name)
    content.append((name.upper() if case else name, found))
    with pytest.warns(UserWarning, match="Duplicate") if not case else _nothing():
        return zipped(content)


class _nothing:
    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


def many_entries(count: int) -> bytes:
    return zipped({**parts({"表": sheet_xml(GOOD)}), **{f"x/{i}": "" for i in range(count)}})


def poked(data: bytes, mark: bytes, offset: int, value: bytes, which: int = -1) -> bytes:
    """Overwrite bytes behind the `which`-th place of `mark`."""
    places = [i for i in range(len(data)) if data.startswith(mark, i)]
    at = places[which] + offset
    return data[:at] + value + data[at + len(value) :]


def wrong_crc(name: str) -> bytes:
    data = changed()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        place = [e.filename for e in package.infolist()].index(name)
    return poked(data, b"PK\x01\x02", 16, b"\x00\x00\x00\x00", place)


def wrong_size(name: str, size: int) -> bytes:
    data = changed()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        place = [e.filename for e in package.infolist()].index(name)
    return poked(data, b"PK\x01\x02", 24, struct.pack("<I", size), place)


def with_flags(flags: int) -> bytes:
    data = changed()
    count = data.count(b"PK\x01\x02")
    for place in range(count):
        data = poked(data, b"PK\x01\x02", 8, struct.pack("<H", flags), place)
    return data


def bomb(times: int) -> bytes:
    return sheet(row(1, t("A1", "甲")) + " " * times)


def doctype(name: str) -> bytes:
    entity = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    content = parts({"表": sheet_xml(GOOD)}, styles=styles_xml([]), strings=strings_xml("<t>x</t>"))
    content[name] = str(content[name]).replace(HEAD, HEAD + entity)
    return zipped(content)


def nested_zip() -> bytes:
    return changed_extra({"xl/media/image1.png": b"\x00" * 3_000_000, "x.zip": bomb(10)})


def changed_extra(extra: dict[str, bytes]) -> bytes:
    return zipped({**parts({"表": sheet_xml(GOOD)}), **extra})


def quoted_zip_in_text() -> bytes:
    return b"PK\x03\x04" + b"x" * 500


def overlapping() -> bytes:
    """Two directory entries that point to the same packed bytes."""
    content = parts({"表": sheet_xml(GOOD)}, extra={"xl/worksheets/sheet9.xml": sheet_xml(GOOD)})
    data = zipped(content)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [e.filename for e in package.infolist()]
        offset = package.getinfo("xl/worksheets/sheet1.xml").header_offset
    return poked(
        data, b"PK\x01\x02", 42, struct.pack("<I", offset), names.index("xl/worksheets/sheet9.xml")
    )


CASES = {
    # the zip package
    "bomb of blanks": (bomb(3 << 20), "too-large"),
    "blanks under the limit": (bomb(1 << 20), "甲"),
    "two entries of one name": (twice("xl/worksheets/sheet1.xml"), "unsafe"),
    "two entries but for case": (twice("xl/workbook.xml", case=True), "unsafe"),
    "3,500 entries": (many_entries(3_500), "too-large"),
    "1,500 entries": (many_entries(1_500), "甲"),
    "10,000 signatures": (b"PK\x03\x04" + b"PK\x01\x02" * 10_000, "too-large"),
    "wrong checksum": (wrong_crc("xl/worksheets/sheet1.xml"), "damaged"),
    "wrong checksum of an unused part": (wrong_crc("[Content_Types].xml"), "甲"),
    "size too small": (wrong_size("xl/worksheets/sheet1.xml", 10), "damaged"),
    "size too large": (wrong_size("xl/worksheets/sheet1.xml", 1 << 30), "damaged"),
    "encrypted entries": (with_flags(1), "encrypted"),
    "stored parts": (zipped(parts({"表": sheet_xml(GOOD)}), zipfile.ZIP_STORED), "甲"),
    "bzip2 parts": (zipped(parts({"表": sheet_xml(GOOD)}), zipfile.ZIP_BZIP2), "damaged"),
    "big picture and zip inside": (nested_zip(), "甲"),
    "start of a zip only": (quoted_zip_in_text(), "damaged"),
    "empty zip": (zipped({}), "archive"),
    "one entry for two parts": (overlapping(), "甲"),
    "no workbook part": (zipped({"[Content_Types].xml": ""}), "damaged"),
    "absolute and parent names": (changed_extra({"../../etc/passwd": b"x", "/abs": b"x"}), "甲"),
    # XML
    "entities in the sheet": (doctype("xl/worksheets/sheet1.xml"), "unsafe"),
    "entities in the workbook": (doctype("xl/workbook.xml"), "unsafe"),
    "entities in the styles": (doctype("xl/styles.xml"), "unsafe"),
    "entities in the texts": (doctype("xl/sharedStrings.xml"), "unsafe"),
    "entities in the relations": (doctype("_rels/.rels"), "unsafe"),
    "doctype with address": (changed(sheet1_xml=sheet_xml(GOOD).replace(HEAD, '<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd">')), "unsafe"),
    "doctype in UTF-16": (changed(sheet1_xml=('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><x/>').encode("utf-16")), "unsafe"),
    "unknown entity": (sheet(row(1, t("A1", "&foo;"))), "damaged"),
    "reference to nothing": (sheet(row(1, t("A1", "&#0;"))), "damaged"),
    "reference to a surrogate": (sheet(row(1, t("A1", "&#xD800;"))), "damaged"),
    "control character": (sheet(row(1, t("A1", "甲\x01"))), "damaged"),
    "not UTF-8": (changed(sheet1_xml=sheet_xml(GOOD).encode().replace("甲".encode(), b"\xff\xfe")), "damaged"),
    "UTF-7": (changed(sheet1_xml=b'<?xml version="1.0" encoding="UTF-7"?><x/>'), "damaged"),
    "GBK": (changed(sheet1_xml=sheet_xml(GOOD).replace("UTF-8", "GBK").encode("gbk")), "damaged"),
    "nested 300,000 deep": (sheet("<a>" * 300_000), "unsafe"),
    "nested in a cell": (sheet('<row r="1"><c r="A1">' + "<is>" * 5_000), "unsafe"),
    "nested behind the rows": (sheet(GOOD, after="<a>" * 5_000), "unsafe"),
    "nested in a relation": (changed(workbook_xml_rels="<a>" * 5_000), "unsafe"),
    "1,000 attributes": (sheet("<!-- --><row " + " ".join(f'a{i}="1"' for i in range(1_000)) + "/>"), "unsafe"),
    "attribute of 1.5 MB": (sheet(f'<!-- --><row r="1" x="{"y" * 1_500_000}"/>'), "too-large"),
    "comment of 1.5 MB": (sheet(f"<!--{'y' * 1_500_000}-->"), "too-large"),
    "not closed": (changed(sheet1_xml=sheet_xml(GOOD)[:-12]), "damaged"),
    "rows not closed": (changed(sheet1_xml=sheet_xml(GOOD).replace("</row>", "")), "damaged"),
    "empty part": (changed(sheet1_xml=""), "damaged"),
    "no XML at all": (changed(sheet1_xml="甲"), "damaged"),
    "two roots": (changed(sheet1_xml=sheet_xml(GOOD) * 2), "damaged"),
    "another root": (changed(sheet1_xml="<html/>"), ""),
    # the grid
    "row 1,048,577": (sheet('<row r="1048577"/>'), "unsafe"),
    "row 2^40": (sheet(f'<row r="{1 << 40}"/>'), "unsafe"),
    "row 0": (sheet('<row r="0"/>'), "unsafe"),
    "row minus one": (sheet('<row r="-1"/>'), "unsafe"),
    "row of letters": (sheet('<row r="x"/>'), "unsafe"),
    "row in other digits": (sheet('<row r="\u0663"/>'), "unsafe"),
    "column XFE": (sheet('<row r="1"><c r="XFE1"><v>1</v></c></row>'), "unsafe"),
    "column ZZZZZZZZ": (sheet('<row r="1"><c r="ZZZZZZZZ1"><v>1</v></c></row>'), "unsafe"),
    "address without a row": (sheet('<row r="1"><c r="A"><v>1</v></c></row>'), "unsafe"),
    "far corner": (sheet(GOOD + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "甲"),
    "diagonal": (sheet(GOOD + "".join(f'<row r="{i}"><c r="{"ABCDEFGHIJ"[i % 10]}{i}"><v>1</v></c></row>' for i in range(2, 1_500))), "甲"),
    "3,000 cells": (sheet("".join(row(i, f'<c r="A{i}"><v>1</v></c>') for i in range(1, 3_000))), "too-large"),
    "3,000 cells the long way": (sheet("<!-- -->" + "".join(row(i, f'<c r="A{i}"><v>1</v></c>') for i in range(1, 3_000))), "too-large"),
    "30,000 blank cells": (sheet(GOOD + "".join(f'<row r="{i}">{f"""<c r="A{i}" s="1"/>""" * 1}</row>' for i in range(2, 30_000))), "甲"),
    "merge of everything": (sheet(GOOD, after=merged("A1:XFD1048576")), "甲"),
    "merge far away": (sheet(GOOD, after=merged("A100:XFD1048576")), "甲"),
    "600 merges": (sheet(GOOD, after=merged(*["B2:C3"] * 600)), "too-large"),
    "columns without end": (sheet(GOOD, before='<cols>' + '<col min="1" max="4294967295" hidden="1"/>' * 1_000 + "</cols>"), "甲"),
    "columns of letters": (sheet(GOOD, before='<cols><col min="x" max="" hidden="1"/></cols>'), "甲"),
    # styles and texts
    "80,000 cell formats": (changed(styles_xml="<s><cellXfs>" + "<xf/>" * 80_000 + "</cellXfs></s>"), "too-large"),
    "format of 120,000 brackets": (workbook(row(1, '<c r="A1" s="1"><v>5</v></c>'), styles=styles_xml(["[" * 120_000])), "5"),
    "format of 255 brackets": (workbook(row(1, '<c r="A1" s="1"><v>5</v></c>'), styles=styles_xml(["[" * 255])), "5"),
    "format id of letters": (changed(styles_xml='<s><cellXfs><xf numFmtId="x"/><xf/></cellXfs></s>'), "甲"),
    "odd decoration": (changed(styles_xml='<s><fonts><font><family val="34"/><color rgb="红色"/></font></fonts><fills><fill/></fills><cellStyles><cellStyle/></cellStyles></s>'), "甲"),
    "no styles but used": (workbook(row(1, '<c r="A1" s="77"><v>5</v></c>')), "5"),
    "text that is not there": (changed(sheet1_xml=sheet_xml('<row r="1"><c r="A1" t="s"><v>99</v></c></row>')), "damaged"),
    "text number minus one": (changed(sheet1_xml=sheet_xml('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>')), "damaged"),
    "text number of letters": (changed(sheet1_xml=sheet_xml('<row r="1"><c r="A1" t="s"><v>x</v></c></row>')), "damaged"),
    "count of four billion": (changed(sharedStrings_xml=strings_xml("<t>x</t>").replace('"9"', '"4294967295"')), "甲"),
    "3,000 texts": (changed(sharedStrings_xml=strings_xml(*["<t>x</t>"] * 3_000)), "too-large"),
    "3,000 texts the long way": (changed(sharedStrings_xml=strings_xml("<!-- -->", *["<t>x</t>"] * 3_000)), "too-large"),
    "text of 140,000": (sheet(row(1, t("A1", "甲" * 140_000))), "too-large"),
    "text of 140,000 the long way": (sheet("<!-- -->" + row(1, t("A1", "甲" * 140_000))), "too-large"),
    "shared text of 140,000": (changed(sharedStrings_xml=strings_xml(f"<t>{'甲' * 140_000}</t>")), "too-large"),
    "text of 32,767": (sheet(row(1, t("A1", "甲" * 32_767))), "甲" * 32_767),
    "a megabyte of texts": (sheet("".join(row(i, t(f"A{i}", f"{i}" + "x" * 1_200)) for i in range(1, 1_000))), "too-large"),
    # links
    "sheet part missing": (zipped({k: v for k, v in parts({"表": sheet_xml(GOOD)}).items() if "sheet1" not in k}), "damaged"),
    "all sheets are links outside": (changed(workbook_xml_rels=str(parts({"表": ""})["xl/_rels/workbook.xml.rels"]).replace("/>", ' TargetMode="External"/>')), "no-sheets"),
    "sheet without a link": (changed(workbook_xml='<workbook><sheets><sheet name="表"/></sheets></workbook>'), "no-sheets"),
    "no sheets at all": (changed(workbook_xml="<workbook><sheets/></workbook>"), "no-sheets"),
    "300 sheets": (changed(workbook_xml="<workbook><sheets>" + '<sheet name="a"/>' * 300 + "</sheets></workbook>"), "too-large"),
    "20,000 relations": (changed(workbook_xml_rels="<r>" + '<Relationship Id="a"/>' * 20_000 + "</r>"), "too-large"),
    "relation to itself": (changed(workbook_xml_rels=f'<r xmlns:r="x">{link("rId1", "worksheet", "workbook.xml")}</r>'), ""),
    "relation out of the package": (changed(workbook_xml_rels=f'<r>{link("rId1", "worksheet", "../../../../etc/passwd")}</r>'), "damaged"),
    "missing link, theme, comments": (changed_extra({"xl/worksheets/_rels/sheet1.xml.rels": f'<r>{link("a", "hyperlink", "nowhere")}{link("b", "comments", "gone.xml")}</r>'.encode()}), "甲"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_package_is_refused_or_read_right(name):
    data, expected = CASES[name]
    assert outcome(data) == expected


def test_the_full_limits_stop_a_real_bomb_while_it_is_inflated():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, data in parts({"表": ""}).items():
            if not name.endswith("sheet1.xml"):
                package.writestr(name, data)
        entry = zipfile.ZipInfo("xl/worksheets/sheet1.xml")
        entry.compress_type = zipfile.ZIP_DEFLATED
        with package.open(entry, "w") as sheet_part:
            sheet_part.write(sheet_xml(" ").partition(" </sheetData>")[0].encode())
            for _ in range(150):
                sheet_part.write(b" " * (1 << 20))
    assert outcome(target.getvalue(), Limits()) == "too-large"


def test_time_is_a_limit_of_its_own():
    slow = sheet(
        "<!-- -->" + "".join(row(i, f'<c r="A{i}"><v>1</v></c>') for i in range(1, 60_000))
    )
    assert outcome(slow, Limits(seconds=0.05)) == "too-large"


def test_a_file_over_the_size_is_not_looked_into():
    assert outcome(b"x" * 2_000, Limits(file_bytes=1_000)) == "too-large"


REAL = {"openpyxl": by_openpyxl(), "xlsxwriter": by_xlsxwriter()}


@pytest.mark.parametrize("percent", range(0, 100, 5))
@pytest.mark.parametrize("writer", REAL)
def test_a_workbook_cut_off_anywhere_is_refused_as_incomplete(writer, percent):
    data = REAL[writer]
    assert outcome(data[: len(data) * percent // 100]) in ("damaged", "empty")


@pytest.mark.parametrize("percent", range(5, 100, 5))
def test_a_half_copied_workbook_is_refused(percent):
    data = REAL["openpyxl"]
    kept = len(data) * percent // 100
    assert outcome(data[:kept] + bytes(len(data) - kept)) == "damaged"
    assert outcome(bytes(kept) + data[kept:]) in ("placeholder", "damaged", "secured")


def test_nothing_but_zero_bytes_is_a_placeholder():
    assert outcome(bytes(20_000)) == "placeholder"
    assert outcome(b"") == "empty"


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(list(REAL)),
    st.lists(st.tuples(st.floats(0, 0.9999), st.integers(0, 255)), min_size=1, max_size=5),
)
def test_flipped_bytes_give_a_workbook_or_a_refusal(writer, changes):
    data = bytearray(REAL[writer])
    for place, value in changes:
        data[int(place * len(data))] = value
    outcome(bytes(data), Limits())


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


UNPACKED = {name: parts_of(data) for name, data in REAL.items()}
SNIPPETS = [
    b"<", b">", b"&", b'"', b"</row>", b'<row r="1">', b"<c>", b"</c>", b"<v>", b"</v>", b"<!--", b"]]>",
    b"&amp;", b"&#x0;", b"\x00", b"\xff", b"<f>", b'r="A1"', b't="s"', b's="999"', b"<is><t>", b"1E999",
    b"-1", b"</sheetData>", b"<sheetData/>", b"<mergeCell ref='A1:B2'/>", b"_x0000_", b"xmlns:x='y'",
]  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(list(REAL)),
    st.integers(0, 50),
    st.lists(
        st.tuples(st.floats(0, 0.9999), st.integers(0, 30), st.sampled_from(SNIPPETS)),
        min_size=1,
        max_size=4,
    ),
)
def test_parts_changed_inside_a_sound_package_give_a_workbook_or_a_refusal(writer, which, changes):
    content = dict(UNPACKED[writer])
    name = sorted(content)[which % len(content)]
    part = content[name]
    for place, length, snippet in changes:
        at = int(place * len(part))
        part = part[:at] + snippet + part[at + length :]
    content[name] = part
    outcome(zipped(content), Limits())


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=600), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html><table>", b"\xef\xbb\xbf", b"\xff\xfe", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">']))  # fmt: skip
def test_any_bytes_give_a_workbook_or_a_refusal(noise, start):
    outcome(start + noise, Limits())


def test_a_refusal_is_all_that_may_be_raised(monkeypatch):
    def no_memory(*_: object) -> Book:
        raise MemoryError

    monkeypatch.setattr("huaxia_tasks.workbooks.grid._read", no_memory)
    assert outcome(b"x") == "too-large"


def test_one_long_text_in_many_cells_is_a_cost_too():
    def of(count: int) -> str:
        rows = "".join(row(n, f'<c r="A{n}" t="s"><v>0</v></c>') for n in range(1, count + 1))
        content = parts({"表": sheet_xml(rows)}, strings=strings_xml(f"<t>{'报' * 30_000}</t>"))
        return outcome(zipped(content), Limits())

    assert of(34) == "too-large"
    assert of(33).startswith("报")
