"""Frozen, slotted dataclasses whose methods are made when they are first needed.

``dataclass(frozen=True, slots=True)`` writes and compiles six methods for each class, 0.4 ms each
time, and a run loads two hundred classes.  `slotted` makes ``__init__``, ``__eq__`` and ``__hash__``
when they are first called; the other methods are shared.  ``fields``, ``replace`` and ``match`` work
as ever: what ``dataclasses`` knows of a class is asked of it when somebody wants to know.  Making an
instance takes two thirds of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field
from inspect import get_annotations
from reprlib import recursive_repr
from typing import Any, TypeVar, dataclass_transform, overload

T = TypeVar("T")


@overload
def slotted(cls: type[T], /) -> type[T]: ...


@overload
def slotted(*, frozen: bool = True, eq: bool = True) -> Callable[[type[T]], type[T]]: ...


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def slotted(cls: type[Any] | None = None, /, *, frozen: bool = True, eq: bool = True) -> Any:
    """Make a class a dataclass with slots: frozen, equal by its fields and hashable, unless told.

    Its base classes have no fields; every annotated name is a field, and may be given by name or in
    order.  A default that can be changed goes through ``field(default_factory=...)``.
    """

    def make(own: type[Any]) -> type[Any]:
        return _with_slots(own, frozen=frozen, eq=eq)

    return make if cls is None else make(cls)


def _with_slots(own: type[Any], *, frozen: bool, eq: bool) -> type[Any]:
    """Return the class made anew, with slots and methods; what it has written itself stays."""
    given = {k: v for k, v in vars(own).items() if k not in ("__dict__", "__weakref__")}
    fields = {name: given.pop(name, MISSING) for name in get_annotations(own)}
    if given.get("__hash__", MISSING) is None:
        del given["__hash__"]  # Python put it there, beside an ``__eq__``
    body = _methods(fields, frozen=frozen, eq=eq) | given
    body["__slots__"] = tuple(fields)
    body["__match_args__"] = tuple(n for n, f in fields.items() if _asked(f, "init"))
    body["__dataclass_fields__"] = _Fields(own)
    made = type(own)(own.__name__, own.__bases__, body)
    made.__qualname__ = own.__qualname__
    return made


class _Fields:
    """What ``dataclasses`` knows of the fields of a class, worked out when it is asked for."""

    def __init__(self, original: type[Any]) -> None:
        self._original = original
        self._known: Mapping[str, Field[Any]] | None = None

    def __get__(self, instance: object, owner: type[Any]) -> Mapping[str, Field[Any]]:
        if self._known is None:
            plain: Any = dataclass(init=False, repr=False, eq=False)(self._original)
            self._known = plain.__dataclass_fields__
        return self._known


def _asked(default: Any, what: str) -> bool:
    """Whether a field takes part in `what` (init, repr, compare); only ``field()`` may say no."""
    return not isinstance(default, Field) or bool(getattr(default, what))


def _methods(fields: Mapping[str, Any], *, frozen: bool, eq: bool) -> dict[str, Any]:
    shown = [name for name, default in fields.items() if _asked(default, "repr")]
    methods: dict[str, Any] = {
        "__init__": _waiting("__init__", lambda own: _init(own, fields, frozen=frozen)),
        "__repr__": _repr(shown),
    }
    if eq:
        compared = [name for name, default in fields.items() if _asked(default, "compare")]
        methods["__eq__"] = _waiting("__eq__", lambda own: _eq(own, compared))
        methods["__hash__"] = None
        if frozen:
            methods["__hash__"] = _waiting("__hash__", lambda own: _hash(own, compared))
    if frozen:
        methods["__setattr__"], methods["__delattr__"] = _refuse(frozenset(fields))
        methods["__getstate__"], methods["__setstate__"] = _state(list(fields))
    return methods


def _waiting(name: str, make: Callable[[type[Any]], Any]) -> Any:
    """Return a method that makes the real one, puts it in its place and calls it."""

    def first(self: Any, *values: Any, **named: Any) -> Any:
        own = next(c for c in type(self).__mro__ if vars(c).get(name) is first)
        real = make(own)
        setattr(own, name, real)
        return real(self, *values, **named)

    first.__name__ = name
    return first


def _compiled(own: type[Any], name: str, head: str, body: list[str], **known: Any) -> Any:
    exec(f"def {name}({head}):\n " + "\n ".join(body), known)
    made = known[name]
    made.__qualname__, made.__module__ = f"{own.__qualname__}.{name}", own.__module__
    return made


def _init(own: type[Any], fields: Mapping[str, Any], *, frozen: bool) -> Any:
    told, body = ["self"], []
    known: dict[str, Any] = {"_missing": MISSING}
    for n, (name, default) in enumerate(fields.items()):
        known[f"_set{n}"] = vars(own)[name].__set__
        is_asked = _asked(default, "init")
        value, known[f"_default{n}"] = name, default
        if isinstance(default, Field):
            value = f"_make{n}() if {name} is _missing else {name}" if is_asked else f"_make{n}()"
            known |= {f"_default{n}": default.default, f"_make{n}": default.default_factory}
            if default.default_factory is MISSING:
                value = name if is_asked else f"_default{n}"
        has_default = default is not MISSING and (
            known[f"_default{n}"] is not MISSING or known[f"_make{n}"] is not MISSING
        )
        if is_asked:
            told.append(f"{name}=_default{n}" if has_default else name)
        elif not has_default:
            continue  # ``__post_init__`` sets it
        body.append(f"_set{n}(self, {value})" if frozen else f"self.{name} = {value}")
    if hasattr(own, "__post_init__"):
        body.append("self.__post_init__()")
    return _compiled(own, "__init__", ", ".join(told), body or ["pass"], **known)


def _eq(own: type[Any], names: list[str]) -> Any:
    ours, theirs = ("".join(f"{one}.{name}, " for name in names) for one in ("self", "other"))
    body = [
        "if other.__class__ is self.__class__:",
        f" return ({ours}) == ({theirs})",
        "return NotImplemented",
    ]
    return _compiled(own, "__eq__", "self, other", body)


def _hash(own: type[Any], names: list[str]) -> Any:
    values = "".join(f"self.{name}, " for name in names)
    return _compiled(own, "__hash__", "self", [f"return hash(({values}))"])


def _repr(names: list[str]) -> Callable[[Any], str]:
    @recursive_repr()
    def __repr__(self: Any) -> str:
        told = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__}({told})"

    return __repr__


def _refuse(names: frozenset[str]) -> tuple[Any, Any]:
    """Return what stands in for setting and deleting attributes."""

    def __setattr__(self: Any, name: str, value: Any) -> None:
        if name in names or not hasattr(self, "__dict__"):
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        object.__setattr__(self, name, value)

    def __delattr__(self: Any, name: str) -> None:
        if name in names or not hasattr(self, "__dict__"):
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        object.__delattr__(self, name)

    return __setattr__, __delattr__


def _state(names: list[str]) -> tuple[Any, Any]:
    """Return how instances are pickled and copied, which else would set attributes."""

    def __getstate__(self: Any) -> list[Any]:
        return [getattr(self, name) for name in names]

    def __setstate__(self: Any, state: list[Any]) -> None:
        for name, value in zip(names, state, strict=True):
            object.__setattr__(self, name, value)

    return __getstate__, __setstate__
