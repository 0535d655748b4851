"""`slotted` makes the dataclass that ``dataclass(frozen=True, slots=True)`` would, only sooner."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, is_dataclass, replace
from typing import Any, Generic, TypeVar

import pytest

from huaxia_tasks.records import slotted

T = TypeVar("T")


@slotted
class Duty:
    """A record as most are."""

    id: str
    title: str = ""
    units: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list, compare=False)
    secret: str = field(default="x", repr=False)

    @property
    def short(self) -> str:
        return self.title[:2]


@slotted(frozen=False)
class Count:
    """One that may be changed."""

    name: str
    total: int = 0
    seen: set[str] = field(default_factory=set)


@slotted(eq=False)
class Door:
    """One that is equal to itself only."""

    name: str


@slotted
class Span:
    """One that works something out."""

    first: int
    last: int
    days: int = field(init=False)
    unit: str = field(init=False, default="天")

    def __post_init__(self) -> None:
        object.__setattr__(self, "days", self.last - self.first + 1)


@slotted
class Named:
    """One that says by itself what it is equal to."""

    name: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Named) and self.name.lower() == other.name.lower()

    def __hash__(self) -> int:
        return hash(self.name.lower())

    def __repr__(self) -> str:
        return f"<{self.name}>"


@slotted
class Box(Generic[T]):
    """One of anything."""

    content: T


@slotted
class Nothing:
    """One without fields."""


def test_fields_are_given_by_order_or_by_name_and_have_defaults():
    assert Duty("R1", "改善", notes=["a"]).title == "改善"
    duty = Duty(id="R1")
    assert (duty.title, duty.units, duty.notes, duty.secret) == ("", (), [], "x")
    assert Duty("a").notes is not Duty("a").notes
    assert Span(2, 5).days == 4
    assert Span(2, 5).unit == "天"
    assert Duty("a", "学生公寓").short == "学生"


@pytest.mark.parametrize(
    "wrong",
    [lambda: Duty(), lambda: Duty("a", nothing=1), lambda: Duty("a", id="b"), lambda: Span(1, 2, 3),
     lambda: Nothing(1)],
)  # fmt: skip
def test_wrong_arguments_are_refused(wrong: Callable[[], object]):
    with pytest.raises(TypeError):
        wrong()


def test_equal_fields_make_equal_records_of_one_class_only():
    assert Duty("a", "b") == Duty("a", "b", notes=["does not count"])
    assert Duty("a") != Duty("b")
    assert Duty("a") != "a"
    assert Box(1) != Door("1")
    assert Door("a") != Door("a")
    assert Named("A") == Named("a")
    assert Nothing() == Nothing()
    assert Count("a") == Count("a")


def test_frozen_records_can_be_keys_and_others_cannot():
    assert {Duty("a"): 1}[Duty("a")] == 1
    assert len({Named("A"), Named("a"), Door("a"), Door("a"), Nothing(), Nothing()}) == 4
    with pytest.raises(TypeError, match="unhashable"):
        hash(Count("a"))
    with pytest.raises(TypeError, match="unhashable"):
        hash(Box([]))


@pytest.mark.parametrize("name", ["id", "title", "nothing"])
def test_frozen_records_cannot_be_changed(name: str):
    duty = Duty("a")
    with pytest.raises(FrozenInstanceError):
        setattr(duty, name, "b")
    with pytest.raises(FrozenInstanceError):
        delattr(duty, name)
    assert duty == Duty("a")


def test_others_can_be_changed_but_get_no_new_fields():
    count = Count("a")
    count.total += 1
    assert count == Count("a", 1)
    with pytest.raises(AttributeError):
        count.nothing = 1  # type: ignore[attr-defined]


def test_records_say_what_they_are():
    assert repr(Duty("a", "b")) == "Duty(id='a', title='b', units=(), notes=[])"
    assert repr(Named("a")) == "<a>"
    assert repr(Nothing()) == "Nothing()"
    count = Box([])
    count.content.append(count)
    assert repr(count) == "Box(content=[...])"


@pytest.mark.parametrize("value", [Duty("a", "b", ("c",), ["d"]), Count("a", 1, {"b"}), Span(1, 2),
                                   Box(Box(1)), Nothing()])  # fmt: skip
def test_records_are_copied_and_pickled(value: Any):
    for again in (pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value)):
        assert again == value
        assert type(again) is type(value)
        assert repr(again) == repr(value)


def test_what_dataclasses_offer_works():
    assert is_dataclass(Duty)
    assert [f.name for f in fields(Count)] == ["name", "total", "seen"]
    assert replace(Duty("a", "b"), title="c") == Duty("a", "c")
    assert asdict(Box(Box(1))) == {"content": {"content": 1}}
    match Duty("a", "b"):
        case Duty(number, title=title):
            assert (number, title) == ("a", "b")
    assert not hasattr(Duty("a"), "__dict__")


def test_the_methods_are_those_that_a_dataclass_has():
    @dataclass(frozen=True, slots=True)
    class Usual:
        """As ever."""

        id: str

    @slotted
    class Ours:
        """As ever."""

        id: str

    assert set(vars(Usual)) - {"__dataclass_params__"} <= set(vars(Ours))
    assert Ours.__init__.__name__ == "__init__"
    Ours("a")
    assert Ours.__init__.__qualname__.endswith("Ours.__init__")
