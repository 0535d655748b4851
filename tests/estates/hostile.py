"""Files that hurt, that are no workbooks, or that compete: put among an estate's good ones.

Each brings its own finding, or none, and must leave every other unit's findings as they are.
"""

from __future__ import annotations

import io
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsx_maker as maker
from xls_writer import compound_file

from .cells import Page
from .estate import Estate, put
from .manifest import Manifest, Told
from .writing import by_wps, by_xlsxwriter

_MOMENT = 1_655_900_000.0
ROW = maker.row(1, '<c r="A1" t="inlineStr"><is><t>任务</t></is></c>')


def _good() -> bytes:
    page = Page("任务清单")
    lines = ("序号|工作任务|牵头单位|完成时限", "1|开放自习室|商学院|10月底前")
    for r, line in enumerate(lines, 1):
        for c, text in enumerate(line.split("|"), 1):
            page.put(r, c, text)
    return by_wps([page])


def truncated() -> bytes:
    data = by_xlsxwriter([Page("任务清单", {(1, 1): "任务"})])
    return data[: len(data) * 2 // 3]


def zip_bomb() -> bytes:
    """300 MB of blanks in the sheet, 300 kB in the file."""
    target = io.BytesIO()
    content = maker.parts({"任务清单": ""})
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in content.items():
            if name != "xl/worksheets/sheet1.xml":
                package.writestr(zipfile.ZipInfo(name), data)
        entry = zipfile.ZipInfo("xl/worksheets/sheet1.xml")
        entry.compress_type = zipfile.ZIP_DEFLATED
        with package.open(entry, "w") as part:
            part.write(maker.sheet_xml(ROW).encode()[:-20])
            for _ in range(300):
                part.write(b" " * (1 << 20))
    return target.getvalue()


def entity_bomb() -> bytes:
    lines = '<!ENTITY a "0123456789">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{"&" + chr(97 + i) + ";" * 1}{("&" + chr(97 + i) + ";") * 9}">'
        for i in range(8)
    )
    xml = maker.sheet_xml(ROW).replace("<worksheet", f"<!DOCTYPE x [{lines}]><worksheet", 1)
    return maker.zipped(maker.parts({"任务清单": xml}))


def million_styles() -> bytes:
    xfs = '<xf numFmtId="0"/>' * 1_000_004
    styles = f'{maker.HEAD}<styleSheet xmlns="{maker.MAIN}"><cellXfs count="1">{xfs}</cellXfs></styleSheet>'
    return maker.zipped(maker.parts({"任务清单": maker.sheet_xml(ROW)}, styles=styles))


def far_row() -> bytes:
    data = ROW + '<row r="99999999"><c r="A99999999"><v>1</v></c></row>'
    return maker.zipped(maker.parts({"任务清单": maker.sheet_xml(data)}))


def deep_nesting() -> bytes:
    data = ROW + "<row>" * 5000
    return maker.zipped(maker.parts({"任务清单": maker.sheet_xml(data)}))


def word_document() -> bytes:
    return maker.zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": "<w:document xmlns:w='urn:w'><w:body/></w:document>",
        }
    )


def many_entries() -> bytes:
    parts = maker.parts({"任务清单": maker.sheet_xml(ROW)})
    return maker.zipped({**parts, **{f"x/{i}.bin": "" for i in range(4000)}})


#: Files that cannot be read; each is one unreadable-file of its unit.
UNREADABLE: dict[str, tuple[Callable[[], bytes], str]] = {
    "truncated": (truncated, ".xlsx"),
    "empty": (lambda: b"", ".xlsx"),
    "zeros": (lambda: bytes(20_000), ".xlsx"),
    "encrypted": (lambda: compound_file(b"x" * 5000, "EncryptedPackage"), ".xlsx"),
    "word": (word_document, ".xlsx"),
    "pdf": (lambda: b"%PDF-1.7\n%\xe2\xe3\n" + b"1 0 obj" * 200, ".xlsx"),
    "bomb": (zip_bomb, ".xlsx"),
    "entities": (entity_bomb, ".xlsx"),
    "styles": (million_styles, ".xlsx"),
    "far": (far_row, ".xlsx"),
    "deep": (deep_nesting, ".xlsx"),
    "entries": (many_entries, ".xlsx"),
    "noise": (lambda: random.Random(1).randbytes(30_000), ".xls"),
    "old-noise": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(2).randbytes(9000),
        ".xls",
    ),
    "text": (lambda: "本单位本月没有新的情况，特此说明。\n".encode() * 3, ".xlsx"),
    "secured": (lambda: b"E-SafeNet" + bytes(5000), ".xlsx"),
    "half-gbk": (lambda: "序号,工作任务\n1,开放".encode() + "教室\n".encode("gbk"), ".csv"),
}
#: Names that are passed over without a word.
RUBBISH = (
    "~$商学院四张清单.xlsx",
    ".~lock.商学院四张清单.xlsx#",
    "Thumbs.db",
    "desktop.ini",
    ".DS_Store",
    "教务部四张清单.xlsx.crdownload",
    "后勤清单.tmp",
    "1A2B3C4D",
    "清单.bak",
)


class Trouble:
    """Puts hostile and competing files into an estate and keeps its manifest true."""

    def __init__(self, estate: Estate, seed: int) -> None:
        self.estate, self.rng = estate, random.Random(seed)
        self.inbox = estate.root / "报送"
        self.names = {u.id: u.name for u in estate.world.units}
        states = estate.manifest.states
        self.silent = [u for u, state in states.items() if state == "missing"]
        self.rng.shuffle(self.silent)

    @property
    def manifest(self) -> Manifest:
        return self.estate.manifest

    def unreadable(self, kind: str) -> None:
        """A unit that sent nothing else sends one file that cannot be read."""
        make, ending = UNREADABLE[kind]
        unit = self.silent.pop()
        path = f"{self.names[unit]}清单{kind}{ending}"
        put(self.inbox / path, make(), _MOMENT)
        self._told_unreadable(unit, path)

    def _told_unreadable(self, unit: str, path: str) -> None:
        self.manifest.told = [
            t for t in self.manifest.told if not (t.rule == "not-submitted" and t.unit == unit)
        ]
        self.manifest.told.append(Told("unreadable-file", unit, f"报送/{path}"))
        self.manifest.states[unit] = "unreadable"

    def strange(self) -> None:
        """A pipe and a link that leaves the folder, under the names of workbooks (not on Windows)."""
        if os.name == "nt":
            return
        pipe, link = self.silent.pop(), self.silent.pop()
        os.mkfifo(self.inbox / f"{self.names[pipe]}清单.xlsx")
        self._told_unreadable(pipe, f"{self.names[pipe]}清单.xlsx")
        outside = self.estate.root / "不该读的.xlsx"
        outside.write_bytes(_good())
        (self.inbox / f"{self.names[link]}清单.xlsx").symlink_to(outside)
        self._told_unreadable(link, f"{self.names[link]}清单.xlsx")

    def rubbish(self) -> None:
        for name in RUBBISH:
            put(self.inbox / name, b"\x05\xd5\xc5\xc8\xfd" + bytes(160), _MOMENT)
        put(self.inbox / "$RECYCLE.BIN" / "商学院四张清单.xlsx", truncated(), _MOMENT)
        put(self.inbox / "@eaDir" / "x.xlsx", truncated(), _MOMENT)

    def of_nobody(self) -> None:
        """A workbook that names no unit, and one of another school's unit."""
        put(
            self.inbox / "新建 Microsoft Excel 工作表.xlsx",
            self._small("", "实践活动任务清单"),
            _MOMENT,
        )
        self.manifest.told.append(Told("unknown-unit", "", "报送/新建 Microsoft Excel 工作表.xlsx"))
        put(
            self.inbox / "清单9.xlsx",
            self._small("填报单位：武汉大学信息管理学院", "任务清单"),
            _MOMENT,
        )
        self.manifest.told.append(Told("unknown-unit", "", "报送/清单9.xlsx", "任务清单", "A2"))

    def of_two(self) -> None:
        """A workbook in one unit's folder that says it is another's."""
        one, other = self.rng.sample(sorted(self.names), 2)
        path = f"{self.names[one]}/清单（新）8.xlsx"
        put(self.inbox / path, self._small(f"填报单位：{self.names[other]}", "任务清单"), _MOMENT)
        self.manifest.told.append(Told("unknown-unit", "", f"报送/{path}", "任务清单", "A2"))

    def _small(self, line: str, title: str) -> bytes:
        page = Page("任务清单")
        rows = (title, line, "序号|工作任务|牵头单位|完成时限", "1|开放自习室|商学院|10月底前")
        for r, text in enumerate(rows, 1):
            for c, part in enumerate(text.split("|"), 1):
                page.put(r, c, part)
        return by_wps([page])

    def beside(self) -> None:
        """A signed scan and a photo beside a workbook that can be read."""
        paths = [self.estate.root / f for files in self.estate.files.values() for f in files]
        folder = next((p.parent for p in paths if p.parent != self.inbox), None)
        if folder is not None:
            put(folder / "签字盖章扫描件.pdf", b"%PDF-1.4 scan" * 50, _MOMENT)
            put(folder / "现场照片.jpg", b"\xff\xd8\xff\xe0" + bytes(3000), _MOMENT)

    def copies(self) -> None:
        """A conflict copy with other contents, an equal copy, and an earlier version."""
        packages = [
            p
            for p in sorted(self.inbox.glob("*.xlsx"))
            if p.is_file() and not p.is_symlink() and _holds(p.read_bytes(), _PHRASE)
        ]
        undated = [p for p in packages if b"docProps" not in p.read_bytes()]
        if not undated or len(packages) < 3:
            return
        earlier = self.rng.choice(undated)
        different, equal = self.rng.sample([p for p in packages if p != earlier], 2)
        copy = different.with_name(f"{different.stem}-冲突-20220624.xlsx")
        put(copy, _changed(different.read_bytes()), different.stat().st_mtime)
        unit = next(u for u, n in self.estate.files.items() if self._relative(different) in n)
        self.manifest.told.append(Told("duplicate-submission", unit, self._relative(copy)))
        put(equal.with_name(f"{equal.stem} (1).xlsx"), equal.read_bytes(), equal.stat().st_mtime)
        old = earlier.with_name(f"{earlier.stem}旧.xlsx")
        put(old, _changed(earlier.read_bytes()), earlier.stat().st_mtime - 3 * 86400)

    def _relative(self, path: Path) -> str:
        return path.relative_to(self.estate.root).as_posix()

    def everything(self) -> None:
        self.of_nobody()
        self.of_two()
        self.beside()
        self.copies()
        self.rubbish()
        for kind in UNREADABLE:
            if len(self.silent) > 2:
                self.unreadable(kind)
        if len(self.silent) > 1:
            self.strange()


_PHRASE = "惠及师生".encode()


def _holds(data: bytes, phrase: bytes) -> bool:
    if not data.startswith(b"PK"):
        return False
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return any(phrase in package.read(n) for n in package.namelist() if n.endswith(".xml"))


def _changed(data: bytes) -> bytes:
    """Return a package with the words about progress changed throughout."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry).replace(_PHRASE, _PHRASE + "约".encode()))
    return target.getvalue()
