"""Opens a Word template: is it one, is it whole, and what must not travel into a paper.

Refused: old .doc, encrypted, damaged, macros, strict OOXML, too large.  Taken out: author names,
comments, custom properties, custom XML, a thumbnail, links to an attached template or a mail-merge
source.  Everything else is kept as it is.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..errors import TemplateError
from . import seal

if TYPE_CHECKING:
    from lxml import etree

MAX_FILE = 20 * 1024 * 1024
MAX_PART = 30 * 1024 * 1024
MAX_WHOLE = 100 * 1024 * 1024
MAX_MEMBERS = 2000

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: A paragraph of one point, for what needs a paragraph but is not to be seen.
TINY = (
    f'<w:p xmlns:w="{W[1:-1]}"><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" '
    'w:lineRule="exact"/></w:pPr></w:p>'
).encode()
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE_TYPE = "application/vnd.openxmlformats-package."
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
DOCUMENT_TYPE = f"{_WORD_TYPE}document.main+xml"
TEXT_TYPES = {
    f"{_WORD_TYPE}header+xml": "页眉",
    f"{_WORD_TYPE}footer+xml": "页脚",
    f"{_WORD_TYPE}footnotes+xml": "脚注",
    f"{_WORD_TYPE}endnotes+xml": "尾注",
}

#: Relationship types (last step of their address) whose parts stay behind.
_LEFT_OUT = {
    "comments",
    "commentsExtended",
    "commentsIds",
    "commentsExtensible",
    "people",
    "customXml",
    "custom-properties",
    "thumbnail",
    "attachedTemplate",
    "mailMergeSource",
    "mailMergeHeaderSource",
    "recipientData",
    "extended-properties",
    "core-properties",
    "docMetadata",
}


@dataclass(slots=True)
class WordFile:
    """A template taken apart: part name -> bytes, content types by part, the main part's name."""

    parts: dict[str, bytes]
    types: dict[str, str]
    main: str
    labels: dict[str, str] = field(default_factory=dict)

    def rels_of(self, part: str) -> str:
        """Return the name of the part that holds `part`'s relationships."""
        folder, base = posixpath.split(part)
        return posixpath.join(folder, "_rels", f"{base}.rels")


class BrokenXml(ValueError):
    """A part is no whole XML, or holds a document type."""


def parse(content: bytes) -> etree._Element:
    """Return the root of an XML part; no entities, no network.  Raises BrokenXml."""
    from lxml import etree

    if b"<!DOCTYPE" in content[:4096]:
        raise BrokenXml("document type declaration")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as broken:
        raise BrokenXml(str(broken)) from broken


def open_word(data: bytes, name: str) -> WordFile:
    """Take a template apart.  Raises TemplateError with the reason where it is no usable .docx."""
    where = f"模板《{name}》"
    _refuse_by_first_bytes(data, where)
    try:
        members = seal.members(data)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as broken:
        raise damaged(where) from broken
    if len(members) > MAX_MEMBERS or sum(part.size for part in members) > MAX_WHOLE:
        raise TemplateError("展开后过大，不像一份公文模板", where, _RESAVE)
    parts: dict[str, bytes] = {}
    for part in members:
        parts[part.name.replace("\\", "/").lstrip("/")] = _content(part, where)
    if "[Content_Types].xml" not in parts:
        raise _not_word(parts, where)
    try:
        return _lay_out(parts, where)
    except BrokenXml as broken:
        raise damaged(where) from broken


_RESAVE = "请用 Word 或 WPS 打开后“另存为”Word 文档（*.docx）再试。"


def damaged(where: str) -> TemplateError:
    """Return the message for a file that cannot be opened."""
    return TemplateError(
        "文件已损坏，打不开", where, "请从备份中恢复，或用 Word、WPS 修复后另存为 *.docx。"
    )


def _refuse_by_first_bytes(data: bytes, where: str) -> None:
    if not data:
        raise TemplateError("是空文件（0字节）", where, "请从备份中恢复该模板。")
    if len(data) > MAX_FILE:
        raise TemplateError(
            f"超过{MAX_FILE // 1024 // 1024}MB，不像一份公文模板", where, "请删去大图片后另存。"
        )
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise TemplateError("设有打开密码", where, "请在“文件→信息→保护文档”中取消密码后保存。")
        raise TemplateError("是旧版 Word（*.doc）或 WPS（*.wps）格式", where, _RESAVE)
    kinds = ((b"{\\rtf", "RTF 文档"), (b"%PDF", "PDF 文件"), (b"<", "网页或 XML 文件"))
    for start, kind in kinds:
        if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(start):
            raise TemplateError(f"是{kind}，不是 Word 文档（*.docx）", where, _RESAVE)
    if not data.startswith(b"PK"):
        raise TemplateError("不是 Word 文档（*.docx），也可能被加密软件加密", where, f"{_RESAVE}")


def _content(part: seal.Member, where: str) -> bytes:
    import zlib

    if part.size > MAX_PART:
        raise TemplateError("展开后过大，不像一份公文模板", where, _RESAVE)
    try:
        if part.method:
            content = zlib.decompressobj(-15).decompress(part.data, MAX_PART + 1)
        else:
            content = part.data
    except zlib.error as broken:
        raise damaged(where) from broken
    if len(content) != part.size or zlib.crc32(content) != part.crc:
        raise damaged(where)
    return content


def _not_word(parts: dict[str, bytes], where: str) -> TemplateError:
    kind = parts.get("mimetype", b"")
    if kind.startswith(b"application/vnd.oasis.opendocument"):
        return TemplateError("是 OpenDocument（*.odt 等）文件，不是 Word 文档", where, _RESAVE)
    return TemplateError("是压缩包，不是 Word 文档（*.docx）", where, _RESAVE)


def _lay_out(parts: dict[str, bytes], where: str) -> WordFile:
    types = _types(parts)
    main = _main(parts)
    kind = types.get(main, "") if main else ""
    if main is None or main not in parts or not kind:
        raise TemplateError("里面没有 Word 正文", where, _RESAVE)
    if "macroEnabled" in kind or any("vbaProject" in part for part in parts):
        raise TemplateError("带有宏，不能作模板", where, "请另存为不带宏的 Word 文档（*.docx）。")
    if not kind.startswith(_WORD_TYPE):
        raise TemplateError("是表格或演示文稿，不是 Word 文档", where, _RESAVE)
    if b"http://purl.oclc.org/ooxml/" in parts[main][:8192]:
        raise TemplateError("存成了“严格 Open XML”格式", where, _RESAVE)
    types[main] = DOCUMENT_TYPE
    labels = {part: TEXT_TYPES[t] for part, t in types.items() if t in TEXT_TYPES}
    return WordFile(parts, types, main, {main: "正文", **labels})


def _types(parts: dict[str, bytes]) -> dict[str, str]:
    """Return the content type of every part: its own, or that of its extension."""
    root = parse(parts["[Content_Types].xml"])
    by_end = {
        str(e.get("Extension", "")).lower(): str(e.get("ContentType"))
        for e in root.iter(f"{{{TYPES}}}Default")
    }
    own = {
        str(e.get("PartName", "")).lstrip("/"): str(e.get("ContentType"))
        for e in root.iter(f"{{{TYPES}}}Override")
    }
    return {
        name: own.get(name) or by_end.get(name.rpartition(".")[2].lower(), "")
        for name in parts
        if name != "[Content_Types].xml"
    }


def _main(parts: dict[str, bytes]) -> str | None:
    for kind, target, external, _ in relationships(parts.get("_rels/.rels")):
        if kind == "officeDocument" and not external:
            return target.lstrip("/")
    return None


def relationships(content: bytes | None) -> list[tuple[str, str, bool, str]]:
    """Return (last step of the type, target, is external, id) of every relationship."""
    if content is None:
        return []
    return [
        (
            str(e.get("Type", "")).rpartition("/")[2],
            str(e.get("Target", "")),
            e.get("TargetMode") == "External",
            str(e.get("Id", "")),
        )
        for e in parse(content).iter(f"{{{RELS}}}Relationship")
    ]


def target_of(part: str, target: str) -> str:
    """Return the part that `target` means in the relationships of `part` ("" for the package)."""
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def strip(word: WordFile) -> None:
    """Take out of the package what must not travel into a paper; see the module's first lines."""
    keep_away: set[str] = set()
    for name in [n for n in word.parts if n.endswith(".rels")]:
        owner = _owner(name)

        def stays(kind: str, target: str, external: bool, owner: str = owner) -> bool:
            if kind not in _LEFT_OUT:
                return True
            if not external:
                keep_away.add(target_of(owner, target))
            return False

        _filter_rels(word, name, stays)
    for name in [n for n in word.parts if n.startswith(("customXml/", "docProps/"))]:
        keep_away.add(name)
    for name in keep_away:
        word.parts.pop(name, None)
        word.parts.pop(word.rels_of(name), None)
        word.types.pop(name, None)
    settings = posixpath.join(posixpath.dirname(word.main), "settings.xml")
    if settings in word.parts:
        word.parts[settings] = _bare_settings(word.parts[settings])


def _owner(rels: str) -> str:
    folder, base = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))


def _filter_rels(word: WordFile, name: str, stays: Callable[[str, str, bool], bool]) -> None:
    root = parse(word.parts[name])
    for e in list(root.iter(f"{{{RELS}}}Relationship")):
        kind = str(e.get("Type", "")).rpartition("/")[2]
        if not stays(kind, str(e.get("Target", "")), e.get("TargetMode") == "External"):
            root.remove(e)
    word.parts[name] = to_bytes(root)


_SETTINGS_OUT = ("attachedTemplate", "rsids", "mailMerge", "trackRevisions", "docVars")


def _bare_settings(content: bytes) -> bytes:
    root = parse(content)
    for tag in _SETTINGS_OUT:
        for e in root.findall(f"{W}{tag}"):
            root.remove(e)
    return to_bytes(root)


def to_bytes(root: etree._Element) -> bytes:
    """Return an XML part as UTF-8 with its declaration."""
    from lxml import etree

    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def content_types(word: WordFile, more: dict[str, str] | None = None) -> bytes:
    """Return [Content_Types].xml for the parts there are; `more` are parts added later."""
    kinds = {name: kind for name, kind in word.types.items() if kind and name in word.parts}
    kinds |= more or {}
    by_end = {"rels": f"{_PACKAGE_TYPE}relationships+xml", "xml": "application/xml"}
    own = []
    for name, kind in sorted(kinds.items()):
        end = name.rpartition(".")[2].lower()
        if by_end.setdefault(end, kind) != kind:
            own.append(f'<Override PartName="/{_quoted(name)}" ContentType="{_quoted(kind)}"/>')
    ends = [
        f'<Default Extension="{_quoted(end)}" ContentType="{_quoted(kind)}"/>'
        for end, kind in by_end.items()
    ]
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<Types xmlns="{TYPES}">{"".join(ends + own)}</Types>'.encode()


def _quoted(text: str) -> str:
    return re.sub('[&<>"]', lambda m: f"&#{ord(m.group())};", text)
