"""What a file is, by its first bytes and the names inside it."""

from __future__ import annotations

import re
from enum import StrEnum

from ..patterns import regex
from . import grid_refusals as refuse
from .grid_zip import Package

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00")
_SECURED = (b"E-SafeNet", b"%TSD-Header-###%", b"SmartSec", b"DRMEncryptedDataSpace")
_ARCHIVES = (
    (b"Rar!\x1a\x07", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (b"\x1f\x8b", "GZ 压缩包"),
    (b"BZh", "BZ2 压缩包"),
    (b"\xfd7zXZ\x00", "XZ 压缩包"),
)
_OTHERS = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG\r\n", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"{\\rtf", "RTF 文档"),
    (b"MZ", "程序文件"),
    (b"\x7fELF", "程序文件"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "快捷方式（不是文件本身）"),
    (b"[InternetShortcut]", "网页快捷方式（在线文档的链接，不是文件本身）"),
    (b"SQLite format 3\x00", "数据库文件"),
    (b"\x00\x05\x16\x07", "苹果系统的附属文件（不是表格本身）"),
    (b"bplist00", "苹果系统的链接文件（不是表格本身）"),
    (b"ID3", "音频文件"),
    (b"AT&TFORM", "扫描文档"),
)
_MARKUP = regex(rb"<\s*(?:!doctype\s+html|html|head|meta|table|body|style|script|div)\b", re.I)
_HEAD = 4096


class Content(StrEnum):
    """What can be read, by content; the value is the format's name."""

    PACKAGE = "package"
    XLSX = "xlsx"
    XLSB = "xlsb"
    ODS = "ods"
    XLS = "xls"
    LOCKED = "locked"
    HTML = "html"
    XML_2003 = "xml"
    FLAT_ODS = "fods"
    TEXT = "csv"


def kind_of_content(data: bytes) -> Content:
    """Return what `data` is; Unreadable where it is none of what can be read."""
    if not data:
        raise refuse.empty()
    head = data[:_HEAD]
    if not head.strip(b"\x00"):
        raise refuse.placeholder("begins with zero bytes only")
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return Content.PACKAGE
    if head.startswith(_OLE):
        return _kind_of_ole(data)
    if head.startswith(_OLD_BIFF):
        return Content.XLS
    if any(mark in head for mark in _SECURED):
        raise refuse.secured("known header of a security system")
    _refuse_known(head)
    return _kind_of_text(data)


def _refuse_known(head: bytes) -> None:
    for magic, what in _ARCHIVES:
        if head.startswith(magic):
            raise refuse.archive(what)
    for magic, what in _OTHERS:
        if head.startswith(magic):
            raise refuse.not_a_workbook(what)
    if head[:2] == b"BM" and head[6:10] == bytes(4):
        raise refuse.not_a_workbook("图片")
    if head[:4] == b"RIFF" or head[4:8] == b"ftyp":
        raise refuse.not_a_workbook("图片、音频或视频")


# Old compound files -----------------------------------------------------------------------------

_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("DRMContent", "secured"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("WordDocument", "Word 文档"),
    ("PowerPoint Document", "PowerPoint 演示文稿"),
    ("__properties_version1.0", "Outlook 邮件"),
    ("VisioDocument", "Visio 图"),
)


def _kind_of_ole(data: bytes) -> Content:
    if len(data) < 1536:
        raise refuse.damaged("OLE file of less than three sectors")
    for name, what in _STREAMS:
        if _has_stream(data, name):
            if what == "xls":
                if len(data) < ole_length(data):
                    raise refuse.damaged("OLE file is cut off")
                return Content.XLS
            if what == "encrypted":
                return Content.LOCKED
            if what == "secured":
                raise refuse.secured("rights management")
            raise refuse.not_a_workbook(what)
    raise refuse.damaged("OLE file without a workbook stream")


def _has_stream(data: bytes, name: str) -> bool:
    """Whether the directory of a compound file has an entry `name`.

    Entries are 128 bytes on a grid; the name's length in bytes stands behind its 64 bytes.
    """
    wanted = name.encode("utf-16-le") + b"\x00\x00"
    at = data.find(wanted)
    while at >= 0:
        length = int.from_bytes(data[at + 64 : at + 66], "little")
        if (
            at % 128 == 0
            and length == len(wanted)
            and data[at + 66 : at + 67] in (b"\x02", b"\x01")
        ):
            return True
        at = data.find(wanted, at + 1)
    return False


def ole_length(data: bytes) -> int:
    """Return how long a compound file must be by its own allocation table; 0 where unknown.

    Only the table sectors that the header names are looked at (files of up to 7 MB).
    """
    shift = int.from_bytes(data[30:32], "little")
    if shift not in (9, 12):
        return 0
    size = 1 << shift
    used = 0
    for number in range(109):
        sector = int.from_bytes(data[76 + 4 * number : 80 + 4 * number], "little")
        if sector >= 0xFFFFFFFA:
            break
        table = data[(sector + 1) * size : (sector + 2) * size]
        if len(table) < size:
            return (sector + 2) * size
        entries = memoryview(table).cast("I")
        for index in range(len(entries) - 1, -1, -1):
            if entries[index] != 0xFFFFFFFF:
                used = max(used, number * len(entries) + index)
                break
    # The last sector may be written short; up to it everything has to be there.
    return (used + 1) * size if used else 0


# Packages ---------------------------------------------------------------------------------------

_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "文字文档（.odt）",
    b"application/vnd.oasis.opendocument.presentation": "演示文稿（.odp）",
}


def kind_of_package(package: Package) -> Content:
    """Return what a zip package is: a workbook of one kind; else Unreadable."""
    if "xl/workbook.xml" in package:
        return Content.XLSX
    if "xl/workbook.bin" in package:
        return Content.XLSB
    if "mimetype" in package:
        mime = package.read("mimetype").strip()
        if mime.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            return Content.ODS
        for start, what in _OPEN_DOCUMENT.items():
            if mime.startswith(start):
                raise refuse.not_a_workbook(what)
    if "word/document.xml" in package:
        raise refuse.not_a_workbook("Word 文档")
    if "ppt/presentation.xml" in package:
        raise refuse.not_a_workbook("PowerPoint 演示文稿")
    if "ofd.xml" in package:
        raise refuse.not_a_workbook("OFD 版式文件")
    if "index/document.iwa" in package or "index.zip" in package:
        raise refuse.other_format("苹果 Numbers（或 Pages、Keynote）文件")
    if "[content_types].xml" in package:
        return Content.XLSX
    raise refuse.archive("ZIP 压缩包")


# Text -------------------------------------------------------------------------------------------


#: What only the head of a letter, or of a web page saved as one, has so many of.
_MAIL_HEAD = regex(
    rb"(?:From|To|Subject|Date|Received|Message-ID|Return-Path|Content-Type|MIME-Version|"
    rb"Snapshot-Content-Location|X-[\w-]+):[ \t]",
    re.I,
)
_ENOUGH_OF_A_HEAD = 3
_SYLK = regex(rb"ID;P[^\n]*\n(?:[^\n]*\n){0,20}?[BCFPO];[A-Z]")
_DIF = regex(rb"TABLE\r?\n0,1\r?\n\"")


def _refuse_mail(head: bytes) -> None:
    """Refuse a letter (.eml) and a web page saved as one file (.mht): their tables lie encoded inside."""
    top = head.replace(b"\r\n", b"\n").partition(b"\n\n")[0].lower()
    known = [line for line in top.split(b"\n") if _MAIL_HEAD.match(line)]
    if top[:13] != b"mime-version:" and len(known) < _ENOUGH_OF_A_HEAD:
        return
    if b"multipart/related" in top or b"<saved by" in top:
        raise refuse.other_format("单个文件网页（.mht）")
    raise refuse.letter()


def _kind_of_text(data: bytes) -> Content:
    head = data[:_HEAD]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        coding = "utf-16-le" if head[:2] == b"\xff\xfe" else "utf-16-be"
        head = head[2:].decode(coding, "ignore").encode()
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _SYLK.match(head):
        raise refuse.other_format("SYLK 表格（.slk）")
    if _DIF.match(head):
        raise refuse.other_format("DIF 表格（.dif）")
    _refuse_mail(head)
    if head.startswith(b"<"):
        if b"urn:schemas-microsoft-com:office:spreadsheet" in head and b"<html" not in head.lower():
            return Content.XML_2003
        if b"urn:oasis:names:tc:opendocument" in head and b"office:document" in head:
            return Content.FLAT_ODS
        if _MARKUP.search(head):
            return Content.HTML
        if head.startswith(b"<?xml") or head.startswith(b"<!"):
            raise refuse.other_format("XML 数据文件")
    return Content.TEXT
