"""Write the starter templates into a folder: ``make_templates.py [DIR]`` (default: templates/).

The templates belong to the office afterwards and are edited in Word or WPS; this script only makes
the first ones.  The same script gives the same bytes.  Without DIR what compiling the templates comes
to is written into the package too, so that an office that has not changed them compiles none.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import template_collection
import template_forms
import template_letter_format
import template_letters
import template_lists
import template_reports
from template_package import Template, package

ROOT = Path(__file__).resolve().parents[1]


def all_templates() -> tuple[Template, ...]:
    """Return every starter template."""
    return (
        template_letters.urging_notice(),
        template_letters.reminder_letter(),
        template_letters.circular(),
        template_collection.collection_notice(),
        template_collection.receipt(),
        template_reports.bulletin(),
        template_reports.phase_summary(),
        template_lists.lists("公开"),
        template_lists.lists("内部"),
        template_reports.minutes(),
        template_letter_format.letter(),
        template_forms.supervision_slip(),
        template_forms.supervision_cover(),
        template_forms.extension_form(),
        template_forms.closing_form(),
        template_forms.spotcheck_notice(),
        template_forms.spotcheck_record(),
    )


def main(folder: Path) -> None:
    """Write all templates into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for template in all_templates():
        (folder / template.file).write_bytes(package(template))


def ship(folder: Path) -> None:
    """Write into the package what is shipped for the templates in `folder`, and nothing else."""
    sys.path.insert(0, str(ROOT))
    from huaxia_tasks.rendering.word_programs import SHIPPED, file_for, for_shipping

    SHIPPED.mkdir(exist_ok=True)
    paths = sorted(folder.glob("*.docx"))
    for path in SHIPPED.glob("*.tpl"):
        if path.name not in {file_for(template.name) for template in paths}:
            path.unlink()
    for template in paths:
        content = for_shipping(template.read_bytes(), template.name)
        (SHIPPED / file_for(template.name)).write_bytes(content)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        main(ROOT / "templates")
        ship(ROOT / "templates")
