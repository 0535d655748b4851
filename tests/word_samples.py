"""Small Word templates for tests, written as plain XML: paragraphs, tables, headers, footers."""

from __future__ import annotations

import zipfile
from io import BytesIO

from huaxia_tasks.model import Document, Edition
from huaxia_tasks.rendering import seal
from huaxia_tasks.rendering.word_package import parse
from huaxia_tasks.rendering.word_validate import part_texts

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STYLES = (
    f'<w:styles {NS}><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/>'
    '<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋_GB2312"/>'
    '<w:sz w:val="32"/></w:rPr></w:style></w:styles>'
)
PAGE = (
    '<w:sectPr>{refs}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" '
    'w:bottom="1984" w:left="1587" w:header="851" w:footer="1446" w:gutter="0"/></w:sectPr>'
)


def escape(text: str) -> str:
    """Return `text` fit for XML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def run(text: str, properties: str = "") -> str:
    """Return one run."""
    rpr = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{rpr}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def para(*texts: str, properties: str = "") -> str:
    """Return a paragraph; every text is a run of its own."""
    ppr = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{ppr}{''.join(run(t) for t in texts)}</w:p>"


def cell(*paragraphs: str, width: int = 2000) -> str:
    """Return a table cell of paragraphs given as text."""
    inner = "".join(p if p.startswith("<w:") else para(p) for p in paragraphs or ("",))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inner}</w:tc>'


def row(*cells: str, properties: str = "") -> str:
    """Return a table row; cells are texts or ready cells."""
    trpr = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{trpr}{''.join(c if c.startswith('<w:') else cell(c) for c in cells)}</w:tr>"


def table(*rows: str, columns: int = 3) -> str:
    """Return a table with explicit column widths."""
    grid = '<w:gridCol w:w="2000"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


LOOP_TABLE = table(
    row("序号", "事项", "完成时限", properties="<w:cantSplit/><w:tblHeader/>"),
    row("{%tr for 事项 in 事项列表 %}", "", ""),
    row("{{ 事项.序号 }}", "{{ 事项.名称 }}", "{{ 事项.完成时限 }}", properties="<w:cantSplit/>"),
    row("{%tr endfor %}", "", ""),
)


def docx(
    *body: str,
    header: str = "",
    footer: str = "",
    styles: str = STYLES,
    more: dict[str, str] | None = None,
    rels: str = "",
    core: str = "",
) -> bytes:
    """Return a template of these body elements, with a header and footer where given.

    `more` are further parts by name; `rels` further relationships of the document.
    """
    refs, links, types, parts = "", "", "", {}
    for name, content in (("header", header), ("footer", footer)):
        if content:
            refs += f'<w:{name}Reference w:type="default" r:id="rId{name}"/>'
            links += f'<Relationship Id="rId{name}" Type="{_REL}/{name}" Target="{name}1.xml"/>'
            types += f'<Override PartName="/word/{name}1.xml" ContentType="{_TYPE}.{name}+xml"/>'
            tag = {"header": "hdr", "footer": "ftr"}[name]
            parts[f"word/{name}1.xml"] = f"<w:{tag} {NS}>{content}</w:{tag}>"
    package_rels = (
        f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="word/document.xml"/>'
    )
    if core:
        types += (
            '<Override PartName="/docProps/core.xml" ContentType='
            '"application/vnd.openxmlformats-package.core-properties+xml"/>'
        )
        kind = f"{_PACKAGE}/relationships/metadata/core-properties"
        package_rels += f'<Relationship Id="rId2" Type="{kind}" Target="docProps/core.xml"/>'
        parts["docProps/core.xml"] = core
    files = (
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>{types}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{package_rels}</Relationships>',
            "word/document.xml": f"<w:document {NS}><w:body>{''.join(body)}"
            f"{PAGE.format(refs=refs)}</w:body></w:document>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rIdS" Type="{_REL}/styles" Target="styles.xml"/>{links}{rels}</Relationships>',
            "word/styles.xml": styles,
        }
        | parts
        | (more or {})
    )
    return seal.pack([seal.member(name, text.encode()) for name, text in files.items()])


def document(template: str = "测试.docx", **fields: object) -> Document:
    """Return a document with these fields."""
    return Document("test", "测试文书", template, "U01", Edition.INTERNAL, "key", fields)


def part(paper: bytes, name: str = "word/document.xml") -> str:
    """Return one part of a package as text."""
    with zipfile.ZipFile(BytesIO(paper)) as archive:
        return archive.read(name).decode()


def texts(paper: bytes, name: str = "word/document.xml") -> list[str]:
    """Return the text of every paragraph of a part."""
    return part_texts(parse(part(paper, name).encode()))
