"""Compares the names in a template with the fields that a kind of paper offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .word_language import names_in
from .word_lint import ReadTag
from .word_places import Place, Report, nearest
from .word_tags import Tag

if TYPE_CHECKING:
    from jinja2 import nodes

Path = tuple[str, ...]

_EACH = "[]"
_LOOP = {
    *("index", "index0", "revindex", "revindex0", "first", "last", "length"),
    *("previtem", "nextitem", "depth", "depth0", "cycle", "changed"),
}
#: Stands for the names of a loop that could not be read: anything inside it may be right.
_UNREAD: dict[str, Path | None] = {"": None}
#: Filters that hand on the items of a list unchanged.
_KEEPING = frozenset(
    ("sort", "unique", "reverse", "select", "reject", "selectattr", "rejectattr", "list")
)


@dataclass(slots=True)
class Checker:
    """Follows the tags in order, keeps what loops and ``set`` define, collects what is used.

    ``fields`` are the names offered (``事项列表``, or ``事项列表.名称`` for a name inside); `sample`
    the data of an example paper, from which the inner names are learnt.
    """

    report: Report
    fields: frozenset[str]
    sample: Mapping[str, object]
    used: set[str] = field(default_factory=set)
    _loops: list[dict[str, Path | None]] = field(default_factory=list)
    _set: set[str] = field(default_factory=set)

    def check(self, tags: Sequence[ReadTag]) -> None:
        """Report unknown names in the tags of one part."""
        for read in tags:
            tag = read.tag
            if tag.word == "endfor" and self._loops:
                self._loops.pop()
            if read.tree is not None:
                self._check_tag(tag, read.tree)
            elif tag.word == "for":
                self._loops.append(_UNREAD)

    def report_unused(self) -> None:
        """Mention the fields that the template does not use."""
        offered = {name.partition(".")[0] for name in self.fields}
        unused = sorted(offered - self.used)
        if unused:
            names = "、".join(unused)
            self.report.info(
                "unused-field", Place(), f"没有用到的名称：{names}", "如不需要，可以不管。"
            )

    def _check_tag(self, tag: Tag, tree: nodes.Template) -> None:
        from jinja2 import nodes

        loop = tree.find(nodes.For) if tag.word == "for" else None
        found = names_in(loop.iter if loop else tree)
        hyphened = self._check_hyphens(tag, found.minus)
        for chain in found.chains:
            if chain[0] not in hyphened:
                self._check_chain(tag, chain)
        if loop:
            self._loops.append(self._loop_names(loop))
            if loop.test is not None:
                for chain in names_in(loop.test).chains:
                    self._check_chain(tag, chain)
        for assign in tree.find_all(nodes.Assign):
            self._set.update(n.name for n in assign.find_all(nodes.Name) if n.ctx == "store")

    def _check_hyphens(self, tag: Tag, pairs: set[tuple[str, str]]) -> set[str]:
        """Report ``发文-字号``, which reads as a subtraction; return the names explained by it."""
        known = self._known()
        done: set[str] = set()
        for left, right in sorted(pairs):
            if left in known and right in known:
                continue
            meant = nearest(left + right, known)
            hint = f"是否为“{meant}”？" if meant else "请去掉横线，或改用下划线。"
            self.report.error(
                "hyphen-in-name", tag.place, f"标记“{tag.raw}”的名称里有横线“-”，会被当成减号", hint
            )
            done |= {left, right}
        return done

    def _check_chain(self, tag: Tag, chain: Path) -> None:
        root = chain[0]
        path: Path | None = chain
        loop = self._loop_of(root)
        if root == "loop" and self._loops:
            self._check_loop_word(tag, chain)
            return
        if loop is not None:
            start = loop[root]
            path = None if start is None else (*start, *chain[1:])
        elif root in self._set:
            path = None
        elif _UNREAD in self._loops:
            return
        elif root not in self._known():
            self._unknown(tag, root, self._known())
            return
        if path is not None:
            self.used.add(path[0])
            self._check_inside(tag, path)

    def _known(self) -> set[str]:
        offered = {name.partition(".")[0] for name in self.fields} | set(self.sample)
        inside = {name for loop in self._loops for name in loop}
        return offered | inside | self._set | {"range"}

    def _loop_of(self, name: str) -> dict[str, Path | None] | None:
        return next((loop for loop in reversed(self._loops) if name in loop), None)

    def _check_loop_word(self, tag: Tag, chain: Path) -> None:
        if len(chain) > 1 and chain[1] not in _LOOP:
            self._unknown(tag, chain[1], _LOOP)

    def _unknown(self, tag: Tag, name: str, known: set[str]) -> None:
        meant = nearest(name, known - {"range"})
        remedy = f"是否为“{meant}”？" if meant else "可用的名称见该类文书的说明。"
        self.report.error(
            "unknown-tag", tag.place, f"标记“{tag.raw}”里的名称“{name}”不存在", remedy
        )

    def _loop_names(self, loop: nodes.For) -> dict[str, Path | None]:
        from jinja2 import nodes

        target = loop.target
        if isinstance(target, nodes.Name):
            path = self._path(loop.iter)
            return {target.name: None if path is None else (*path, _EACH)}
        return {n.name: None for n in target.find_all(nodes.Name)}

    def _path(self, expression: nodes.Node | None) -> Path | None:
        """Return the path of what a loop goes through, None where it cannot be told."""
        from jinja2 import nodes

        while isinstance(expression, nodes.Filter) and expression.name in _KEEPING:
            expression = expression.node
        if not isinstance(expression, nodes.Name | nodes.Getattr | nodes.Getitem):
            return None
        chains = names_in(expression).chains
        if len(chains) != 1:
            return None
        loop = self._loop_of(chains[0][0])
        if loop is not None:
            start = loop[chains[0][0]]
            return None if start is None else (*start, *chains[0][1:])
        return None if chains[0][0] in self._set else chains[0]

    def _check_inside(self, tag: Tag, path: Path) -> None:
        """Report a name inside a field that neither the sample nor the declaration has."""
        value: object = self.sample.get(path[0])
        said = path[0]
        for step in path[1:]:
            declared = {
                name[len(said) + 1 :].partition(".")[0]
                for name in self.fields
                if name.startswith(f"{said}.")
            }
            if step == _EACH:
                value = _merged(value)
                continue
            keys = set(value) if isinstance(value, Mapping) else set()
            if not keys | declared:
                if isinstance(value, str | int | float) and not isinstance(value, bool):
                    cause = f"标记“{tag.raw}”里的“{said}”是一项文字，后面不能再写“.{step}”"
                    self.report.error("unknown-tag", tag.place, cause, "请去掉点号后面的部分。")
                return
            if step not in keys | declared:
                self._unknown(tag, step, keys | declared)
                return
            value = value.get(step) if isinstance(value, Mapping) else None
            said = f"{said}.{step}"


def _merged(value: object) -> object:
    """Return what the items of a sample list have in common: their keys put together."""
    if not isinstance(value, list | tuple) or not value:
        return None
    merged: dict[str, object] = {}
    for item in value:
        if not isinstance(item, Mapping):
            return item
        merged |= {str(key): inner for key, inner in item.items()}
    return merged
