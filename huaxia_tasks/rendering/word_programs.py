"""A template ready to be rendered: made from its sources, or taken as it was made for shipping.

Of the templates that are shipped the package holds what compiling them comes to, jinja's programs
included (``ready/``, written by ``scripts/make_templates.py``): an office that has not changed a
template does not compile it.  Programs are only taken from the package, never from an office's
folder, where others could put any program; and only for the jinja that made them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .. import program_texts
from ..errors import TemplateError
from . import seal
from .word_compiled import Compiled, Source, dump, restore
from .word_mend import Needs

if TYPE_CHECKING:
    from jinja2 import Template, nodes

#: What errors of a program name as its file.
FILE = "<template>"
SHIPPED = Path(__file__).resolve().parent / "ready"


class Ready(NamedTuple):
    """A compiled template with its jinja programs, the names it reads and its fixed front."""

    compiled: Compiled
    programs: tuple[tuple[Source, Template], ...]
    names: frozenset[str]
    trunk: seal.Trunk
    needs: Needs


def make_ready(compiled: Compiled) -> Ready:
    """Make the programs of a compiled template.  Raises TemplateError where one may not run."""
    from .word_language import environment

    names, trees = _trees(compiled)
    env = environment()
    codes = {part: env.compile(tree, filename=FILE) for part, tree in trees.items()}
    return _with_programs(compiled, names, codes)


def _trees(compiled: Compiled) -> tuple[frozenset[str], dict[str, nodes.Template]]:
    """Return the names that the sources read, and their syntax trees, checked and bounded."""
    from jinja2 import meta

    from .word_language import bounded_tree, environment, refused_node

    env = environment()
    names: set[str] = set()
    trees = {}
    for source in compiled.sources:
        tree = env.parse(source.text)
        refused = refused_node(tree)
        if refused:
            raise TemplateError(refused, "模板缓存", "请删去缓存文件夹后重试。")
        names |= meta.find_undeclared_variables(tree)
        trees[source.part] = bounded_tree(tree)
    return frozenset(names), trees


def _with_programs(compiled: Compiled, names: frozenset[str], codes: Mapping[str, object]) -> Ready:
    from jinja2 import Template

    from .word_language import environment

    env = environment()
    programs = [
        (source, Template.from_code(env, codes[source.part], env.globals))  # type: ignore[arg-type]
        for source in compiled.sources
    ]
    tags = [tag.raw for source in compiled.sources for tag in source.tags]
    needs = Needs(
        drawings=any("<wp:docPr" in source.text for source in compiled.sources),
        columns=any(re.match(r"\{%\s*tc\b", raw) for raw in tags),
    )
    return Ready(compiled, tuple(programs), names, seal.Trunk.of(compiled.fixed), needs)


# --------------------------------------------------------------------------- shipped


def shipped(template: bytes, name: str) -> Ready | None:
    """Return what is shipped for a template, None where it was changed or jinja is another one."""
    try:
        parts = seal.members((SHIPPED / file_for(name)).read_bytes())
    except OSError:
        return None
    found = {part.name: part for part in parts}
    about = json.loads(found["programs.json"].content())
    if (about["template"], about["jinja"]) != (_digest(template), _jinja()):
        return None
    codes = {
        part: program_texts.make(found[f"program/{n}"].content().decode(), FILE)
        for n, part in enumerate(about["parts"])
    }
    return _with_programs(restore(found["compiled"].content()), frozenset(about["names"]), codes)


def for_shipping(template: bytes, name: str) -> bytes:
    """Return the content of the file that is shipped for a template."""
    from .word_compile import compile_template
    from .word_language import environment

    compiled = compile_template(template, name)
    names, trees = _trees(compiled)
    about = {
        "template": _digest(template),
        "jinja": _jinja(),
        "names": sorted(names),
        "parts": list(trees),
    }
    parts = [seal.member("programs.json", json.dumps(about, ensure_ascii=False).encode(), 9)]
    parts.append(seal.stored("compiled", dump(compiled)))
    for n, tree in enumerate(trees.values()):
        text = environment().compile(tree, filename=FILE, raw=True)
        parts.append(seal.member(f"program/{n}", text.encode(), 9))
    return seal.pack(parts)


def file_for(name: str) -> str:
    """Return the name of the file that is shipped for a template."""
    return f"{Path(name).stem}.tpl"


def _digest(template: bytes) -> str:
    return hashlib.sha256(template).hexdigest()


@cache
def _jinja() -> str:
    """Return what names the jinja that makes and runs programs: the digest of both."""
    from jinja2 import compiler, runtime

    told = hashlib.sha256()
    for module in (compiler, runtime):
        told.update(Path(str(module.__file__)).read_bytes())
    return told.hexdigest()
