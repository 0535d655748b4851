"""What a plan may name that is the program's own: kinds of paper, ways of delivery, gaps of wordings.

The core and the channels know them; reading knows neither, so they are handed in.  None means that
anything may be named, for plans that are read outside an office.
"""

from __future__ import annotations

import string
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from .plan_table import Line, nearest


class Known(NamedTuple):
    """``documents`` name -> kind, ``channels`` name -> names of its settings, ``gaps`` of wordings.

    ``items`` are the names of all channels' settings.
    """

    documents: Mapping[str, str] | None = None
    channels: Mapping[str, Collection[str]] | None = None
    gaps: Collection[str] | None = None
    items: Collection[str] = ()

    def kind(self, line: Line, name: str, fallback: Mapping[str, str]) -> str:
        """Return the kind of a paper named in column 文书; complain where there is no such paper."""
        kinds = fallback if self.documents is None else {**fallback, **self.documents}
        if name in kinds or name in kinds.values() or not name:
            return kinds.get(name, name)
        close = nearest(name, kinds)
        if close or self.documents is not None:
            hint = f"是否为“{close}”？" if close else ""
            line.complain("document", f"没有“{name}”这种文书", f"{hint}可以写：{_list(kinds)}。")
        return name

    def papers(self, line: Line, names: Collection[str]) -> None:
        """Complain of names in column 适用文书 that are no paper."""
        for name in names:
            if self.documents is not None and name not in self.documents:
                close = nearest(name, self.documents)
                hint = f"是否为“{close}”？" if close else ""
                todo = f"{hint}可以写：{_list(self.documents)}。"
                line.complain("documents", f"没有“{name}”这种文书", todo)

    def channel(self, line: Line, name: str, item: str) -> None:
        """Complain of a channel that is none, and of a setting that it does not have."""
        if self.channels is None:
            return
        if name not in self.channels:
            if line.text("name"):
                todo = f"可以写：{_list(self.channels)}。"
                line.complain("name", f"没有“{name}”这种渠道", todo)
        elif item and item not in self.channels[name] and self._is_meant(name, item):
            todo = f"可以写：{_list(self.channels[name])}。"
            line.complain("item", f"“{name}”没有“{item}”这个设置项", todo)

    def _is_meant(self, channel: str, item: str) -> bool:
        """Whether a row means a setting; what is like none is a remark of the office's own."""
        own = (self.channels or {}).get(channel, ())
        return item in self.items or bool(nearest(item, own))

    def wording(self, line: Line, key: str) -> None:
        """Complain of a wording of the office whose braces do not hold what the program fills in."""
        text = line.text(key)
        if not text:
            return
        try:
            wrong = next(_strange(text, self.gaps), None)
        except ValueError:
            todo = "请写成“{事项}”的样子，左右花括号成对；句子里本来要用花括号的，改用圆括号。"
            line.complain(key, f"“{text}”的花括号不成对", todo)
            return
        if wrong is not None:
            todo = (
                "花括号里只能写程序会换的内容，例如 {事项}、{单元格}、{值}、{单位}；请改正或删去。"
            )
            line.complain(key, f"提示语里有认不得的“{{{wrong}}}”", todo)


def _strange(text: str, gaps: Collection[str] | None) -> Iterator[str]:
    """Yield what stands in braces and is no gap.  Raises ValueError where the braces do not match."""
    for _, name, form, turn in string.Formatter().parse(text):
        if name is None:
            continue
        if form or turn or not name.isidentifier() or (gaps is not None and name not in gaps):
            yield f"{name}{'!' + turn if turn else ''}{':' + form if form else ''}"


def _list(names: Collection[str]) -> str:
    return "、".join(names)
