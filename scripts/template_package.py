"""A Word package around a body: page, footers, settings, properties, a deterministic zip."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from io import BytesIO

from template_parts import page_number
from template_styles import FONTS, HEAD, LINE, W, styles_xml

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{REL}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


@dataclass(frozen=True)
class Page:
    """Section settings.  ``refs`` are (type, relation id) of footers and headers."""

    refs: tuple[tuple[str, str], ...] = (
        ("footerReference default", "rId10"),
        ("footerReference even", "rId11"),
    )
    first_differs: bool = False
    landscape: bool = False
    margins: tuple[int, int, int, int] = (2098, 1474, 1984, 1587)
    footer: int = 1446
    header: int = 851
    starts: str = ""

    def xml(self) -> str:
        """Return sectPr."""
        refs = "".join(
            f'<w:{kind.split()[0]} w:type="{kind.split()[1]}" r:id="{rid}"/>'
            for kind, rid in self.refs
        )
        size = (
            'w:w="16838" w:h="11906" w:orient="landscape"'
            if self.landscape
            else 'w:w="11906" w:h="16838"'
        )
        top, right, bottom, left = self.margins
        first = "<w:titlePg/>" if self.first_differs else ""
        kind = f'<w:type w:val="{self.starts}"/>' if self.starts else ""
        return (
            f"<w:sectPr>{refs}{kind}<w:pgSz {size}/>"
            f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
            f'w:header="{self.header}" w:footer="{self.footer}" w:gutter="0"/>{first}'
            f'<w:docGrid w:type="lines" w:linePitch="{LINE}"/></w:sectPr>'
        )


@dataclass(frozen=True)
class Template:
    """A template to be written: file name, title, body XML, page, further parts by name."""

    file: str
    title: str
    body: str
    page: Page = field(default_factory=Page)
    parts: tuple[tuple[str, str, str], ...] = ()


def package(template: Template) -> bytes:
    """Return the .docx: the same template gives the same bytes."""
    footers = [
        ("footer1.xml", "rId10", page_number("PageOdd")),
        ("footer2.xml", "rId11", page_number("PageEven")),
        *template.parts,
    ]
    kinds = {name: ("header" if name.startswith("header") else "footer") for name, _, _ in footers}
    overrides = "".join(
        f'<Override PartName="/word/{n}" ContentType="application/vnd.openxmlformats-officedocument.'
        f'wordprocessingml.{k}+xml"/>'
        for n, k in kinds.items()
    )
    relations = "".join(
        f'<Relationship Id="{rid}" Type="{REL}/{kinds[n]}" Target="{n}"/>' for n, rid, _ in footers
    )
    document = f"<w:document {NAMESPACES}><w:body>{template.body}{template.page.xml()}</w:body></w:document>"
    files = {
        "[Content_Types].xml": _content_types(overrides),
        "_rels/.rels": _package_relations(),
        "docProps/core.xml": _core(template.title),
        "docProps/app.xml": _app(),
        "word/document.xml": HEAD + document,
        "word/_rels/document.xml.rels": _relations(relations),
        "word/styles.xml": styles_xml(),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _font_table(),
    }
    for name, _, content in footers:
        root = "hdr" if kinds[name] == "header" else "ftr"
        files[f"word/{name}"] = f"{HEAD}<w:{root} {NAMESPACES}>{content}</w:{root}>"
    return _zip(files)


def _zip(files: dict[str, str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.external_attr, info.create_system = (
                zipfile.ZIP_DEFLATED,
                0o600 << 16,
                3,
            )
            archive.writestr(info, text.encode("utf-8"))
    return out.getvalue()


def _content_types(overrides: str) -> str:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{word}.{kind}+xml"/>'
        for name, kind in (
            ("document", "document.main"),
            ("styles", "styles"),
            ("settings", "settings"),
            ("fontTable", "fontTable"),
        )
    )
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}{overrides}'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>'
        "</Types>"
    )


def _package_relations() -> str:
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    return (
        f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{REL}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{core}" Target="docProps/core.xml"/>'
        f'<Relationship Id="rId3" Type="{REL}/extended-properties" Target="docProps/app.xml"/>'
        "</Relationships>"
    )


def _relations(more: str) -> str:
    own = "".join(
        f'<Relationship Id="rId{i}" Type="{REL}/{name}" Target="{name}.xml"/>'
        for i, name in enumerate(("styles", "settings", "fontTable"), 1)
    )
    return (
        f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{own}{more}</Relationships>"
    )


def _settings() -> str:
    return (
        f'{HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        '<w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/>'
        "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
        "<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>"
        '<w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def _font_table() -> str:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in FONTS.items()
    )
    return f'{HEAD}<w:fonts xmlns:w="{W}">{fonts}</w:fonts>'


def _core(title: str) -> str:
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title>"
        "<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


def _app() -> str:
    return (
        f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "</Properties>"
    )
