"""Python programs made of texts that the package itself brings along, such as its templates.

What is given here is the program's own, never anybody's data: it may be kept between runs.
"""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType


def _compile(text: str, file: str) -> CodeType:
    return compile(text, file, "exec", dont_inherit=True)


#: Makes the code of a text, which errors name as `file`; the command line puts one in its place that
#: remembers.
make: Callable[[str, str], CodeType] = _compile
