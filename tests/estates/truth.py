"""What is true of a unit's matters, before anybody writes it down; free of faults on the day."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from . import topics as t
from .world import UnitInfo, World

#: State words by the state they claim.  Long ones too: units write sentences.
STATUS_WORDS: dict[str, tuple[str, ...]] = {
    "done": (
        *("已完成", "完成", "已办结", "办结", "已落实", "已整改", "如期完成", "提前完成", "已解决"),
        *("√", "☑", "是", "100%", "已完成。", " 已完成 ", "已全部完成", "正常办结", "超额完成"),
    ),
    "done_unverified": ("待核验", "已完成待验收", "待核实", "待验收"),
    "closed": ("已销号", "销号", "办结销号", "已验收"),
    "in_progress": (
        *(
            "推进中",
            "正在推进",
            "进行中",
            "正常推进",
            "按序时推进",
            "正在办理",
            "持续推进",
            "未完成",
        ),
        *("正在积极推进", "正在整改", "60%", "完成80%（余下7月做）", "已完成三分之二", "否", "×"),
    ),
    "not_started": ("未启动", "未开展", "未开工", "尚未启动", "0%"),
    "ahead": ("超序时进度", "提前推进"),
    "slow": ("进度缓慢", "推进缓慢", "滞后", "慢序时"),
    "partly_done": ("部分完成", "基本完成", "阶段性完成", "部分办结", "达到时序进度"),
    "long_term": ("长期坚持", "常态化", "长期坚持，持续推进"),
    "suspended": ("暂停", "因故暂停", "挂起"),
    "rejected": ("不予立项", "不立案", "转为意见建议"),
}
DONE = ("done", "done_unverified", "closed")
OPEN_EASY = ("in_progress", "in_progress", "not_started", "ahead", "partly_done", "slow")


@dataclass(frozen=True)
class Deadline:
    """``kind`` by_date | range | ongoing | immediate | recurring; ``day`` the last day."""

    kind: str
    day: date | None = None
    start: date | None = None


@dataclass(frozen=True)
class Truth:
    """One matter as it really is.  ``state`` is what the unit claims; ``problem_of`` the position of
    the matter whose problem this task works off as well, None for one of its own.
    """

    number: int
    topic: t.Topic
    collected: date
    method: str
    group: str
    immediate: str
    lead: str
    cos: tuple[str, ...]
    phase: int
    due: Deadline
    leader: str
    persons: tuple[str, ...]
    handler: str
    phone: str
    state: str
    progress: str
    done: date | None = None
    proof: str = ""
    reason: str = ""
    next_step: str = ""
    remark: str = ""
    problem_of: int | None = None

    @property
    def is_open(self) -> bool:
        return self.state not in (*DONE, "rejected")


@dataclass
class UnitTruth:
    """The matters of a unit and when and how it wrote them down."""

    unit: UnitInfo
    matters: list[Truth]
    written: date
    topics_left: list[t.Topic] = field(default_factory=list)


class Author:
    """Invents units' matters, none of whose progress texts is like another's."""

    def __init__(self, world: World, rng: random.Random, today: date) -> None:
        self.world, self.rng, self.today = world, rng, today
        self._unique = itertools.count(rng.randrange(100, 400))

    def person(self) -> str:
        return self.rng.choice(t.SURNAMES) + self.rng.choice(t.GIVEN)

    def phone(self) -> str:
        rng = self.rng
        kinds = (
            f"027-8{rng.randrange(10**6, 10**7)}",
            f"1{rng.choice('3578')}{rng.randrange(10**8, 10**9)}",
            f"8{rng.randrange(10**6, 10**7)}",
            f"027-8{rng.randrange(10**6, 10**7)}转{rng.randrange(100, 999)}",
            f"(027)8{rng.randrange(10**6, 10**7)}",
        )
        return rng.choice(kinds)

    def unit(self, info: UnitInfo, size: int) -> UnitTruth:
        """Return a unit with `size` matters, no two on one topic."""
        rng = self.rng
        chosen = rng.sample(t.TOPICS, min(len(t.TOPICS), size + 6))
        leader = self.world.leaders.get(info.id) or self.person()
        persons = [self.person() for _ in range(3)]
        handlers = [self.person() for _ in range(3)]
        phones = [self.phone() for _ in range(2)]
        written = self.today - timedelta(days=rng.randrange(0, 6))
        written = max(written, self.world.start + timedelta(days=10))
        matters = []
        for number, topic in enumerate(chosen[:size], 1):
            matter = self._matter(info, number, self._numbered(topic), written)
            people = (rng.choice(persons),)
            if rng.random() < 0.15:
                people = tuple(dict.fromkeys((*people, rng.choice(persons))))
            matters.append(
                replace(
                    matter,
                    leader=leader,
                    persons=people,
                    handler=rng.choice(handlers),
                    phone=rng.choice(phones),
                )
            )
        return UnitTruth(info, matters, written, [self._numbered(x) for x in chosen[size:]])

    def _numbered(self, topic: t.Topic) -> t.Topic:
        n = str(self.rng.randrange(1, 30))
        texts = (getattr(topic, f).replace("{n}", n) for f in topic.__dataclass_fields__)
        return t.Topic(*texts)

    def _matter(self, info: UnitInfo, number: int, topic: t.Topic, written: date) -> Truth:
        rng, world = self.rng, self.world
        first = world.start + timedelta(days=8)
        latest = min(written, first + timedelta(days=25))
        collected = first + timedelta(days=rng.randrange(0, max(1, (latest - first).days)))
        others = [u.id for u in world.units if u.id != info.id and u.kind != "党组织"]
        cos = tuple(rng.sample(others, rng.choice((0, 1, 1, 2, 3))))
        due, phase = self._due(collected, written)
        state, done = self._state(due, collected, written)
        progress = f"{topic.progress}，惠及师生{next(self._unique)}人次"
        return Truth(
            number,
            topic,
            collected,
            rng.choice(t.COLLECTED_BY),
            "学生" if number == 1 else rng.choice(t.GROUPS),
            rng.choice(("是", "否", "否", "")),
            info.id,
            cos,
            phase,
            due,
            "",
            (),
            "",
            "",
            state,
            progress if state not in ("not_started", "rejected") else "",
            done,
            proof=rng.choice(t.PROOFS) if state in DONE else "",
            reason=rng.choice(t.REASONS) if state in ("suspended", "slow") else "",
            next_step=rng.choice(t.NEXT_STEPS) if state in ("suspended", "slow") else "",
        )

    def _due(self, collected: date, written: date) -> tuple[Deadline, int]:
        rng, world = self.rng, self.world
        phases = [p for p in world.phases[1:] if p.due >= collected + timedelta(days=6)]
        phase = rng.choice(phases)
        if rng.random() < 0.08:
            return Deadline("ongoing"), phase.no
        if rng.random() < 0.06:
            return Deadline("immediate"), phase.no
        if rng.random() < 0.04:
            return Deadline("recurring", None), phase.no
        earliest = max(collected + timedelta(days=4), phase.start)
        span = max(1, (phase.due - earliest).days + 1)
        day = min(earliest + timedelta(days=rng.randrange(span)), phase.due)
        if rng.random() < 0.4:
            ends = [phase.due, _month_end(day), day.replace(day=20), day.replace(day=10)]
            day = rng.choice([e for e in ends if earliest <= e <= phase.due] or [day])
        day = self._no_rest_day(day, earliest)
        if rng.random() < 0.06 and day > earliest:
            return Deadline("range", day, earliest), phase.no
        return Deadline("by_date", day), phase.no

    def _no_rest_day(self, day: date, earliest: date) -> date:
        while not self.world.is_workday(day):
            day -= timedelta(days=1)
        while not self.world.is_workday(day) or day < earliest:
            day += timedelta(days=1)
        return day

    def _state(self, due: Deadline, collected: date, written: date) -> tuple[str, date | None]:
        """Return a claim that is no fault on `today`, and the day of completion."""
        rng = self.rng
        if due.kind == "ongoing":
            return rng.choice(("long_term", "in_progress")), None
        past = due.day is not None and due.day < self.today
        if due.kind == "immediate" or past or rng.random() < 0.35:
            if past and rng.random() < 0.1:
                return "suspended", None
            last = min(written, self.today)
            if due.day is not None and rng.random() < 0.9:
                last = min(last, due.day)
            days = max(0, (last - collected).days)
            done = min(collected + timedelta(days=rng.randrange(days + 1)), last)
            return rng.choice(("done", "done", "done", "done", *DONE)), max(done, collected)
        if rng.random() < 0.06:
            return rng.choice(("suspended", "rejected")), None
        return rng.choice(OPEN_EASY), None


def _month_end(day: date) -> date:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following - timedelta(days=1)
