"""Written plans are read as paragraphs from Word, text and PDF; what cannot be read says what to do."""

from __future__ import annotations

import sys

import pytest
from written_plans import a_word_file

from huaxia_tasks.workbooks.book import Unreadable
from huaxia_tasks.workbooks.written import read_written
from huaxia_tasks.workbooks.written_lines import paragraphs_of

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_lines_broken_at_the_margin_become_paragraphs_again():
    text = """ 武华党〔2022〕17 号

关于印发《某校

某活动的实施方案》的通知

一、指导思想

坚持以习近平新时代中国特色社会主义思想为指导，完整、准

确、全面贯彻落实有关要求，深入基层、深入实际、深入师生，

切实解决师生最关心最直接最现实的利益问题，推动工作常态化。

（一）抓好落实。各单位要把任务分解到岗位，落实到个人，做

到事事有人管、件件有着落，确保在规定时间内完成全部的任务，

不得拖延。

- 2 -

中国共产党某校委员会

2022年5月29日
"""
    assert paragraphs_of(text) == (
        "武华党〔2022〕17 号",
        "关于印发《某校",
        "某活动的实施方案》的通知",
        "一、指导思想",
        "坚持以习近平新时代中国特色社会主义思想为指导，完整、准确、全面贯彻落实有关要求，深入基层、深入实际、深入师生，切实解决师生最关心最直接最现实的利益问题，推动工作常态化。",
        "（一）抓好落实。各单位要把任务分解到岗位，落实到个人，做到事事有人管、件件有着落，确保在规定时间内完成全部的任务，不得拖延。",
        "中国共产党某校委员会",
        "2022年5月29日",
    )


def test_whole_lines_are_paragraphs_as_they_are():
    text = "标题\n一、任务\n" + "各单位要认真落实，做好各项工作。" * 8 + "\n短句。\n"
    assert len(paragraphs_of(text)) == 4


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_is_read_in_every_usual_encoding(coding):
    text = "一、工作任务\n各学院要完成任务。\n"
    assert read_written(text.encode(coding), "方案.txt") == ("一、工作任务", "各学院要完成任务。")


def test_blanks_between_numbers_and_words_are_dropped():
    assert read_written("武华党〔2022〕 17 号，6 月底前。\n".encode(), "a.txt") == (
        "武华党〔2022〕17号，6月底前。",
    )


def test_a_word_file_is_read_with_numbers_tables_and_without_deleted_text():
    extra = (
        "<w:p><w:del><w:r><w:delText>删去的</w:delText></w:r></w:del><w:r><w:t>留下的</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r></w:p>'
        '<w:p><mc:AlternateContent xmlns:mc="m"><mc:Choice><w:t>一遍</w:t></mc:Choice>'
        "<mc:Fallback><w:t>两遍</w:t></mc:Fallback></mc:AlternateContent></w:p>"
    )
    data = a_word_file(
        "标题",
        (0, "任务"),
        (1, "甲"),
        (1, "乙"),
        (0, "要求"),
        (1, "丙"),
        "序号\t任务\t单位",
        extra=extra,
    )
    assert read_written(data, "方案.docx") == (
        "标题",
        "一、任务",
        "（一）甲",
        "（二）乙",
        "二、要求",
        "（一）丙",
        "序号\t任务\t单位",
        "留下的",
        "一遍",
    )


def a_pdf(text: str) -> bytes:
    """Return a PDF of one page with one line of Latin text."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % p for p in places)
    trailer = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + trailer


def test_a_pdf_is_read_where_its_reader_is_there():
    pytest.importorskip("pypdfium2")
    assert read_written(a_pdf("Plan of work"), "plan.pdf") == ("Plan of work",)


def test_without_a_reader_a_pdf_is_refused_with_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(Unreadable) as refused:
        read_written(a_pdf("x"), "plan.pdf")
    assert ".docx 或 .txt" in refused.value.message


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old-word"),
        (b"{\\rtf1 hello}", "rich-text"),
        (b"PK\x03\x04 broken", "damaged"),
        (a_word_file(), "no-text"),
        (bytes(range(256)) * 8, "secured"),
        (b"%PDF-1.7 broken", "damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words_for_the_office(data, reason):
    with pytest.raises(Unreadable) as refused:
        read_written(data, "方案.docx")
    assert refused.value.reason == reason
    assert "。" in refused.value.message


def test_a_workbook_is_no_written_plan():
    import io
    import zipfile

    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(Unreadable, match="不是 Word 文件"):
        read_written(target.getvalue(), "a.docx")


def test_entities_and_endless_nesting_are_refused():
    import io
    import zipfile

    for xml in (
        "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        f"<w:document {_W}>" + "<w:p>" * 500 + "</w:p>" * 500 + "</w:document>",
    ):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as package:
            package.writestr("word/document.xml", xml)
        with pytest.raises(Unreadable) as refused:
            read_written(target.getvalue(), "a.docx")
        assert refused.value.reason == "unsafe"
