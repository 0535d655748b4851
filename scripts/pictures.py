"""Renders the README's pictures from the demo office: python scripts/pictures.py

Lays out a demo office in a temporary folder, runs it for the demo's day, turns a few papers into PDF with
LibreOffice and one page of each into a PNG of at most 150 kB.  The fonts of official papers are stood
in for by what the machine has; every full-width font is 1 em wide, so lines break where Word breaks them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from environment import ROOT, python, say
from picture_files import Raster, read_ppm, stacked, write_png

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

PICTURES = ROOT / "docs" / "pictures"
TODAY = date(2022, 6, 28)
_UNIT = "U26_后勤保障部"
_OUT = f"输出/{TODAY.isoformat()}"
_LARGEST = 150 * 1024
_PATIENCE = 180
_ROUGH = 50


@dataclass(frozen=True)
class Picture:
    """One picture: its name, the file in the office it shows, and its pages.

    A page is found by a text that it holds, and shown from the top by a share of its height; several
    pages stand one below the other.  ``sheets`` of a workbook are laid out to fit the width of a page
    first, as a unit's own workbook may not be.
    """

    name: str
    file: str
    pages: tuple[tuple[str, float], ...]
    sheets: tuple[str, ...] = ()

    @property
    def is_workbook(self) -> bool:
        """Whether the file is a workbook."""
        return self.file.endswith(".xlsx")


SHOWN = (
    Picture("urging-notice", f"{_OUT}/{_UNIT}/催办通知.docx", (("的催办通知", 1),)),
    Picture(
        "returned",
        f"{_OUT}/U19_学生工作部/退回_*.xlsx",
        (("对应问题", 1), ("退回说明", 1)),
        sheets=("退回说明", "任务清单"),
    ),
    Picture("receipt", f"{_OUT}/{_UNIT}/清单接收回执.docx", (("清单接收回执", 0.86),)),
    Picture(
        "circular", f"{_OUT}/情况通报.docx", (("总体情况", 0.64), ("附件1各单位清单报送", 0.5))
    ),
    Picture("consolidated", f"{_OUT}/汇总表.xlsx", (("分单位完成情况", 1),)),
    Picture("form", f"下发/{_UNIT}_清单.xlsx", (("对应问题编号工作任务", 0.72),)),
)

#: Font of official papers -> what stands in for it, the likest first.
STAND_INS = {
    ("仿宋", "仿宋_GB2312", "FangSong", "FangSong_GB2312"): ("FandolFang R", "FandolFang", "LXGW WenKai Light", "LXGW WenKai"),
    ("楷体", "楷体_GB2312", "KaiTi", "KaiTi_GB2312"): ("FandolKai", "LXGW WenKai"),
    ("方正小标宋简体", "方正小标宋_GBK", "小标宋"): ("Noto Serif CJK SC SemiBold", "Noto Serif CJK SC"),
    ("黑体", "SimHei", "微软雅黑", "Microsoft YaHei"): ("Noto Sans CJK SC",),
    ("宋体", "SimSun", "等线", "DengXian"): ("Noto Serif CJK SC",),
    ("Times New Roman",): ("Liberation Serif", "Tinos"),
    ("Calibri", "Arial"): ("Carlito", "Liberation Sans"),
}  # fmt: skip
_TITLE_FONT = "方正小标宋简体"


def main() -> int:
    """Render every picture; return 1 where a part of the system is missing."""
    if Path(sys.prefix).resolve() != python().parent.parent.resolve() and python().is_file():
        return subprocess.run([str(python()), __file__], check=False).returncode
    missing = [p for p in ("soffice", "pdftoppm", "pdftotext") if shutil.which(p) is None]
    if missing:
        say(
            f"缺少 {'、'.join(missing)}：sudo apt-get install libreoffice-writer libreoffice-calc poppler-utils"
        )
        return 1
    with tempfile.TemporaryDirectory(prefix="huaxia-pictures-") as folder:
        work = Path(folder)
        office = _office(work / "演示办公室")
        pages = _to_pdf(work, [_copy(work, n, office, p) for n, p in enumerate(SHOWN)])
        PICTURES.mkdir(parents=True, exist_ok=True)
        for picture, pdf in zip(SHOWN, pages, strict=True):
            target = PICTURES / f"{picture.name}.png"
            target.write_bytes(_picture(picture, pdf, work))
            say(f"{target.relative_to(ROOT)}：{target.stat().st_size // 1024} kB")
    return 0


def _office(root: Path) -> Path:
    """Lay out the demo office and let it work for its day; nothing is issued."""
    from huaxia_tasks.handing import hand_out
    from huaxia_tasks.office import lay_out
    from huaxia_tasks.run import run_folder

    office = lay_out(root, demo=True)
    run_folder(office, TODAY)
    hand_out(office, TODAY)
    return office.root


def _copy(work: Path, number: int, office: Path, picture: Picture) -> Path:
    """Copy a file for the camera: laid out to the page, titles as heavy as their own font is."""
    found = sorted(office.glob(picture.file))
    if not found:
        sys.exit(f"演示里没有 {picture.file}")
    copy = work / "in" / f"{number}{found[0].suffix}"
    copy.parent.mkdir(exist_ok=True)
    if picture.sheets:
        _fit(found[0], copy, picture.sheets)
    elif picture.is_workbook:
        shutil.copyfile(found[0], copy)
    else:
        _with_heavy_titles(found[0], copy)
    return copy


def _fit(source: Path, target: Path, sheets: tuple[str, ...]) -> None:
    import openpyxl

    book = openpyxl.load_workbook(source)
    for sheet in list(book.worksheets):
        if sheet.title not in sheets:
            book.remove(sheet)
            continue
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        for row in sheet.iter_rows():
            if sheet.row_dimensions[row[0].row].height is None:
                sheet.row_dimensions[row[0].row].height = _height(sheet, row)
    book.save(target)


def _height(sheet: Worksheet, row: tuple[Cell, ...]) -> float:
    """Return the height that Excel gives a row by itself when it opens the file."""
    lines = 1
    for cell in row:
        if cell.alignment.wrap_text and cell.value:
            wide = sheet.column_dimensions[cell.column_letter].width or 8.43
            units = sum(1 if c.isascii() else 2 for c in str(cell.value))
            lines = max(lines, -(-units // max(1, int(wide - 2))))
    return 15.0 * lines + 3


def _with_heavy_titles(source: Path, target: Path) -> None:
    """Copy a paper; what stands in for the title font is lighter, so it is set bold."""
    with zipfile.ZipFile(source) as paper, zipfile.ZipFile(target, "w") as copy:
        for info in paper.infolist():
            data = paper.read(info)
            if info.filename.endswith(".xml"):
                text = data.decode("utf-8")
                text = re.sub(rf'(<w:rFonts[^>]*"{_TITLE_FONT}"[^>]*/>)(?!<w:b)', r"\1<w:b/>", text)
                data = text.encode("utf-8")
            copy.writestr(info, data)


def _to_pdf(work: Path, files: list[Path]) -> list[Path]:
    """Turn files into PDF in one call of LibreOffice with a profile and fonts of its own."""
    fonts = work / "fonts.conf"
    fonts.write_text(_font_settings(), encoding="utf-8")
    profile = f"-env:UserInstallation={(work / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(work / "pdf"),
    ]
    subprocess.run(
        [*command, *map(str, files)],
        check=True,
        capture_output=True,
        timeout=_PATIENCE,
        env={**os.environ, "FONTCONFIG_FILE": str(fonts), "LC_ALL": "C.UTF-8"},
    )
    return [work / "pdf" / f"{file.stem}.pdf" for file in files]


def _font_settings() -> str:
    rules = []
    for names, stand_ins in STAND_INS.items():
        families = "".join(f"<string>{s}</string>" for s in stand_ins)
        rules += [
            f'<match target="pattern"><test name="family"><string>{name}</string></test>'
            f'<edit name="family" mode="assign" binding="strong">{families}</edit></match>'
            for name in names
        ]
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"{''.join(rules)}</fontconfig>"
    )


def _picture(picture: Picture, pdf: Path, work: Path) -> bytes:
    """Return the pages as one PNG, with fewer shades or smaller where it would be too large."""
    numbers = [(_page_with(pdf, text), part) for text, part in picture.pages]
    for width in (980, 920, 860, 800):
        pages = [_page(pdf, number, work, width, part, picture) for number, part in numbers]
        for shades in (24, 16, 10, 8):
            data = write_png(stacked(pages), shades)
            if len(data) <= _LARGEST:
                return data
    sys.exit(f"{picture.name}：图片太大")


def _page_with(pdf: Path, text: str) -> int:
    done = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, timeout=_PATIENCE
    )
    for number, page in enumerate(done.stdout.decode("utf-8", "replace").split("\f"), 1):
        if text in "".join(page.split()):
            return number
    sys.exit(f"没有一页写着“{text}”")


def _page(pdf: Path, number: int, work: Path, width: int, part: float, picture: Picture) -> Raster:
    """Return what is printed on a page, `width` points wide: looked at roughly first, then drawn."""
    rough = _drawn(pdf, number, work, ["-r", str(_ROUGH)])
    box = rough.box(margin=_ROUGH * (4 if picture.is_workbook else 16) // 50, part=part)
    dots = _ROUGH * width / (box.right - box.left)
    there = [round(v * dots / _ROUGH) for v in (box.left, box.top, box.right, box.bottom)]
    place = ["-x", there[0], "-y", there[1], "-W", width, "-H", there[3] - there[1]]
    return _drawn(pdf, number, work, ["-r", f"{dots:.3f}", *map(str, place)])


def _drawn(pdf: Path, number: int, work: Path, how: list[str]) -> Raster:
    stem = work / "page"
    subprocess.run(
        [
            "pdftoppm",
            *how,
            "-f",
            str(number),
            "-l",
            str(number),
            "-singlefile",
            str(pdf),
            str(stem),
        ],
        check=True,
        capture_output=True,
        timeout=_PATIENCE,
    )
    return read_ppm(stem.with_suffix(".ppm").read_bytes())


if __name__ == "__main__":
    sys.exit(main())
