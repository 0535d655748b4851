"""Renders a document with its Word template: 1 ms a paper, the same bytes every time.

The template is compiled once (`word_compile`) and kept by its digest; jinja renders the parts with
tags; all other parts are copied as deflated bytes.  Texts from outside stay texts: they are
cleaned, escaped, never read as a template, and cannot add paragraphs or fields.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import OversizedError, TemplateError
from ..model import Document
from . import seal
from .clean import RenderNote, clean_text
from .word_compiled import ENGINE, Compiled, dump, restore
from .word_fields import Limits, prepare
from .word_mend import mend, must_be_whole
from .word_programs import FILE, Ready, make_ready, shipped
from .word_properties import core_properties

if TYPE_CHECKING:
    from jinja2 import Template

    from .charts import Attachment
    from .word_compiled import Source, TagPlace

_KEPT = 64
#: A paper with more entries than this that comes out too long is no fault of its template.
_MANY = 1_000

#: By the template's bytes (whose hash Python keeps) and its name.
_memory: dict[tuple[bytes, str], Ready | TemplateError] = {}


def render(
    document: Document,
    template: bytes,
    *,
    cache: Path | None = None,
    notes: list[RenderNote] | None = None,
    limits: Limits | None = None,
    office: str = "",
    day: date | None = None,
    validate: str = "quick",
) -> bytes:
    """Return the paper as .docx bytes.

    `cache` is a folder for compiled templates; `notes` collects what cleaning changed in texts;
    `limits` gives the longest text by field name, in characters; `office` is written as the
    author, `day` as the date of creation (else 成文日期 of the fields, else none).
    `validate`: every part with values is parsed again; with ``full`` the package is reopened and
    every text that was printed is looked for in it.

    Raises TemplateError, naming the place, where the template is broken, asks for a field that
    does not exist, or is to print a value that is not there; OversizedError where the document
    itself is too long.
    """
    from .word_language import STATE, State

    name = document.template
    ready = _load(template, name, cache)
    values = prepare(document.fields, ready.names, limits, notes)
    state = State(shown=[] if validate == "full" else None)
    values[STATE] = state
    attach = _charts(document, ready.compiled, values, notes)
    parts: dict[str, str] = {}
    for source, program in ready.programs:
        text = _run(source, program, values, document)
        parts[source.part] = mend(text, ready.needs)
    for text in parts.values():
        must_be_whole(text, name)
    members = [seal.member(part, text.encode()) for part, text in parts.items()]
    members.append(core_properties(document, office, day))
    paper = ready.trunk.close(members)
    if attach:
        from .charts import attach_charts

        paper = attach_charts(paper, attach)
    if validate == "full":
        from .word_validate import validate_paper

        braces = any("&#12" in source.text for source in ready.compiled.sources)
        validate_paper(paper, name, state.shown or [], braces=braces)
    return paper


def forget() -> None:
    """Forget the templates kept in memory."""
    _memory.clear()


def _load(template: bytes, name: str, cache: Path | None) -> Ready:
    found = _memory.get((template, name))
    if found is None:
        if len(_memory) >= _KEPT:
            _memory.clear()
        try:
            found = shipped(template, name) or make_ready(_compiled(template, name, cache))
        except TemplateError as broken:
            found = broken
        except (RecursionError, SyntaxError):
            found = TemplateError("标记过于复杂", f"模板《{name}》", "请减少嵌套和运算。")
        _memory[template, name] = found
    if isinstance(found, TemplateError):
        raise found.with_traceback(None)
    return found


def _compiled(template: bytes, name: str, cache: Path | None) -> Compiled:
    """Return the compiled template from the cache folder, or compile it and keep it there."""
    import os
    import zipfile
    from zlib import error as zlib_error

    digest = hashlib.sha256(template).hexdigest()
    kept = cache / f"{digest}-{ENGINE}.tpl" if cache is not None else None
    if kept is not None:
        try:
            return restore(kept.read_bytes())
        except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile, zlib_error):
            pass  # not there yet, or damaged: compiled again below
    from .word_compile import compile_template

    compiled = compile_template(template, name)
    if kept is not None:
        try:
            kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            beside = kept.with_suffix(f".{os.getpid()}")
            beside.write_bytes(dump(compiled))
            beside.replace(kept)
        except OSError:
            pass  # a cache that cannot be written costs time, nothing else
    return compiled


def _run(source: Source, program: Template, values: dict[str, Any], document: Document) -> str:
    from jinja2 import UndefinedError

    from .word_language import MAX_OUTPUT, NothingToPrint, Refusal

    name = document.template
    context = program.new_context(values)
    pieces: list[str] = []
    size = 0
    try:
        for piece in program.root_render_func(context):
            pieces.append(piece)
            size += len(piece)
            if size > MAX_OUTPUT:
                raise Refusal("生成的内容过长")
    except NothingToPrint as empty:
        tag = _tag_at(empty, source, program)
        field = str(empty) or (tag.raw if tag else "")
        raise _error(name, tag, f"{_named(field)}没有可填的内容", "请补上该项数据。") from empty
    except UndefinedError as unknown:
        tag = _tag_at(unknown, source, program)
        raise _unknown(name, tag, str(unknown), document.fields) from unknown
    except Refusal as refusal:
        if (entries := _entries(document.fields)) > _MANY:
            what = f"内容过多（约{entries}项），没有生成这份文书"
            raise OversizedError(what, todo="请核对报送的清单是否混进了大量多余的行。") from refusal
        tag = _tag_at(refusal, source, program)
        raise _error(name, tag, str(refusal), "请修改该标记。") from refusal
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as failed:
        tag = _tag_at(failed, source, program)
        if tag is None:
            raise
        cause = f"标记“{tag.raw}”不能用于这里的数据"
        raise _error(name, tag, cause, "请检查比较、计算和过滤器的用法。") from failed
    return "".join(pieces)


def _entries(value: object) -> int:
    """Return how many entries the lists within `value` have."""
    if isinstance(value, Mapping):
        return sum(map(_entries, value.values()))
    if isinstance(value, list | tuple):
        return len(value) + sum(map(_entries, value))
    return 0


def _tag_at(error: BaseException, source: Source, program: Template) -> TagPlace | None:
    """Return the tag that was being rendered when `error` arose."""
    line, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == FILE:
            line = program.get_corresponding_lineno(trace.tb_lineno)
        trace = trace.tb_next
    if line is None or not 2 <= line <= len(source.tags) + 1:
        return None
    return source.tags[line - 2]


def _named(field: str) -> str:
    return field if "“" in field else f"“{field}”"


def _error(name: str, tag: TagPlace | None, cause: str, remedy: str) -> TemplateError:
    place = str(tag.place) if tag else ""
    return TemplateError(cause, f"模板《{name}》{place}", remedy)


def _unknown(
    name: str, tag: TagPlace | None, missing: str, fields: Mapping[str, object]
) -> TemplateError:
    from .word_places import nearest

    known = set(fields)
    for value in fields.values():
        first = value[0] if isinstance(value, list | tuple) and value else value
        known |= set(first) if isinstance(first, Mapping) else set()
    meant = nearest(missing, known)
    remedy = f"是否为“{meant}”？" if meant else "请用“模板”命令查看可用的名称。"
    raw = f"标记“{tag.raw}”里的" if tag else ""
    return _error(name, tag, f"{raw}名称“{missing}”不存在", remedy)


def _charts(
    document: Document,
    compiled: Compiled,
    values: dict[str, Any],
    notes: list[RenderNote] | None,
) -> list[Attachment]:
    """Put the drawings of the template's charts into `values`; return what is to be attached."""
    if not compiled.charts:
        return []
    from .charts import ChartData, drawings
    from .word_language import CHARTS

    given = document.fields.get("图表")
    data: dict[str, ChartData] = {}
    for chart in compiled.charts:
        one = given.get(chart) if isinstance(given, Mapping) else None
        if not isinstance(one, Mapping):
            raise TemplateError(
                f"没有名为“{chart}”的图表数据",
                f"模板《{document.template}》",
                f"请删去 [[图表:{chart}]]。",
            )
        data[chart] = ChartData.from_fields(one)
        for text in data[chart].texts():
            clean_text(text, f"图表“{chart}”", notes=notes)
    values[CHARTS], attach = drawings(data)
    return attach
