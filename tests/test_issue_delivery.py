"""Delivery of issued papers: tried again with patience, never twice, told when it failed."""

from __future__ import annotations

import email
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from loopback import Hook, MailServer, web_hook
from small_office import NAMES, PLAN, TASKS, TODAY, ZONE, Clock, hand_in, small_office

from huaxia_tasks.channels import Secrets
from huaxia_tasks.issuing import Issued, Order, confirm, issue, resend
from huaxia_tasks.issuing.delivering import wait
from huaxia_tasks.ledger import LedgerFiles, Outgoing, read_all

EMAILS = {name: f"u{n}@example.edu.cn" for n, name in enumerate(NAMES, 1)}


class Desk:
    """An office with a clock, a mail server and the mail channel switched on."""

    def __init__(self, root: Path, server: MailServer, **settings: str) -> None:
        given = {
            "服务器": "127.0.0.1", "端口": str(server.port), "加密": "无", "发件地址": "dzb@example.edu.cn",
            "连接超时秒": "1", "答复超时秒": "0.4", **settings,
        }  # fmt: skip
        self.office = small_office(
            root, channels={"电子邮件": given}, emails=EMAILS, automatic=False
        )
        self.clock = Clock()
        self.server = server

    def go(self, minutes: float = 0, **order: object) -> Issued:
        """Issue what is due; later runs (after `minutes`) only deliver what is owed."""
        self.clock.at += timedelta(minutes=minutes)
        order = order or {"auto": minutes > 0}
        at = self.clock.at
        if at.hour >= 17:
            at = self.clock.at = (at + timedelta(days=1)).replace(hour=10)
        return issue(self.office, at.date(), Order(**order), now=self.clock)  # type: ignore[arg-type]

    def states(self) -> dict[str, tuple[str, int]]:
        return {
            d.address.partition("@")[0]: (d.state, d.tries)
            for t in read_all(LedgerFiles.of(self.office.root))
            for d in t.deliveries
        }

    def letters(self) -> Counter[str]:
        """Return how often each letter arrived, by its Message-ID."""
        return Counter(email.message_from_bytes(b)["Message-ID"] for _, b in self.server.letters)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


@pytest.fixture
def desk(server: MailServer, tmp_path: Path) -> Desk:
    return Desk(tmp_path / "办公室", server)


def test_every_unit_gets_one_letter_of_its_own(desk):
    assert desk.go().exit_code == 0
    desk.go(10)
    assert sorted(to for to, _ in desk.server.letters) == sorted(EMAILS.values())
    assert set(desk.letters().values()) == {1}
    for to, body in desk.server.letters:
        letter = email.message_from_bytes(body)
        assert letter["To"].count("@") == 1
        assert to in letter["To"]


def test_one_address_that_is_refused_stops_no_other_and_is_not_tried_again(desk):
    desk.server.replies = {"RCPT u2@example.edu.cn": "550 no such user"}
    result = desk.go()
    assert result.exit_code == 5
    assert [(r.address, r.state) for r in result.not_delivered] == [
        ("u2@example.edu.cn", "refused")
    ]
    for _ in range(6):
        desk.go(300)
    tried = [c for c in desk.server.commands if "u2@" in c]
    assert len(tried) == 1
    assert desk.states()["u2"] == ("refused", 1)
    assert len(desk.server.letters) == 3


@pytest.mark.parametrize(
    "replies", [{"RCPT u3@example.edu.cn": "450 busy"}, {". u3@example.edu.cn": "451 later"}]
)
def test_a_temporary_refusal_is_tried_again_with_growing_waits(replies, desk):
    desk.server.replies = replies
    assert desk.go().exit_code == 5
    assert desk.go(1).exit_code == 1  # waiting, and nothing else to say
    assert desk.states()["u3"] == ("queued", 1)
    desk.go(6)
    assert desk.states()["u3"] == ("queued", 2)
    desk.go(6)
    assert desk.states()["u3"] == ("queued", 2)
    desk.server.replies = {}
    assert desk.go(6).exit_code == 0
    assert desk.states()["u3"] == ("sent", 3)
    assert set(desk.letters().values()) == {1}
    assert len(desk.letters()) == 4


def test_after_twenty_tries_a_delivery_is_given_up_and_told(desk):
    desk.server.replies = {"RCPT u3@example.edu.cn": "450 busy"}
    desk.go()
    told = []
    for _ in range(25):
        told += [r.state for r in desk.go(300).not_delivered]
    assert desk.states()["u3"] == ("gave_up", 20)
    assert told.count("gave_up") == 1
    assert len([c for c in desk.server.commands if "u3@" in c]) == 20


def test_a_letter_in_doubt_is_shown_and_never_sent_again_by_itself(desk):
    desk.server.cut = "."
    result = desk.go()
    assert result.exit_code == 5
    assert {r.state for r in result.not_delivered} == {"in_doubt"}
    desk.server.cut = ""
    for _ in range(4):
        desk.go(300)
    assert set(desk.letters().values()) == {1}
    assert {state for state, _ in desk.states().values()} == {"in_doubt"}
    confirm(desk.office, ["催办〔2022〕1号"], "电话确认", now=desk.clock)
    resend(desk.office, ["催办〔2022〕2号"], now=desk.clock)
    desk.go(1)
    assert desk.states()["u1"][0] == "settled"
    assert desk.states()["u2"][0] == "sent"
    assert sorted(desk.letters().values()) == [1, 1, 1, 2]  # again with the same Message-ID
    again = [body for to, body in desk.server.letters if to == "u2@example.edu.cn"]
    assert again[0] == again[1]


def test_a_server_that_is_down_or_slow_is_asked_once_per_run(desk):
    desk.server.stall = "EHLO"
    result = desk.go()
    assert result.exit_code == 5
    assert list(result.closed) == ["电子邮件"]
    assert desk.server.connections == 1
    assert {state for state, _ in desk.states().values()} == {"queued"}
    desk.server.stall = ""


def test_a_server_that_comes_back_gets_everything_once(desk):
    desk.server.replies = {"hello": "421 too busy"}
    assert desk.go().exit_code == 5
    for _ in range(3):
        assert desk.go(1).exit_code == 5
    desk.server.replies = {}
    desk.go(300)
    assert desk.go(300).exit_code in (0, 1)
    assert len(desk.letters()) == 4
    assert set(desk.letters().values()) == {1}


def test_an_edited_or_vanished_file_is_sent_as_it_was_issued(desk):
    desk.server.replies = {"hello": "421 too busy"}
    papers = desk.go().papers
    originals = {p.unit: (desk.office.root / p.path).read_bytes() for p in papers}
    (desk.office.root / papers[0].path).write_bytes(b"edited")
    (desk.office.root / papers[1].path).unlink()
    desk.server.replies = {}
    desk.go(300)
    for to, body in desk.server.letters:
        parts = email.message_from_bytes(body).get_payload()
        unit = f"U0{to[1]}"
        assert parts[1].get_payload(decode=True) == originals[unit]  # type: ignore[index, union-attr]
    assert len(desk.server.letters) == 4


def test_a_withdrawn_paper_is_not_sent_any_more(desk):
    from huaxia_tasks.issuing import withdraw

    desk.server.replies = {"hello": "421 too busy"}
    desk.go()
    withdraw(desk.office, "催办〔2022〕1号", "时限有误", now=desk.clock)
    desk.server.replies = {}
    desk.go(300)
    assert desk.states()["u1"][0] == "cancelled"
    assert len(desk.server.letters) == 3


def test_what_was_settled_before_a_late_letter_could_go_is_not_sent(desk):
    desk.server.replies = {"hello": "421 too busy"}
    desk.go()
    hand_in(desk.office, NAMES[0], done={t: "6月28日" for t, _ in TASKS[:2]})
    desk.server.replies = {}
    desk.clock.at += timedelta(days=1)
    result = desk.go(1)
    assert desk.states()["u1"][0] == "cancelled"
    assert any("不再补发" in note for note in result.notes)
    assert sorted(to for to, _ in desk.server.letters) == sorted(EMAILS.values())[1:]


def test_what_waits_for_a_channel_that_was_switched_off_is_told(desk):
    desk.server.replies = {"hello": "421 too busy"}
    desk.go()
    path = desk.office.root / "计划" / PLAN
    book = openpyxl.load_workbook(path)
    for row in book["渠道"].iter_rows(min_row=4):
        row[1].value = "否" if row[0].value else None
    book.save(path)
    result = desk.go(300)
    assert any("没有启用，还有4次投递没有送出" in note for note in result.notes)
    assert result.exit_code == 1


def test_a_unit_without_address_is_told(server, tmp_path):
    desk = Desk(tmp_path / "办公室", server)
    shutil.rmtree(desk.office.root)
    given = {
        "服务器": "127.0.0.1",
        "端口": str(server.port),
        "加密": "无",
        "发件地址": "dzb@example.edu.cn",
    }
    desk.office = small_office(
        tmp_path / "办公室", channels={"电子邮件": given}, emails={NAMES[0]: "u1@example.edu.cn"}
    )
    result = desk.go()
    assert len(server.letters) == 1
    assert sum("没有登记邮箱" in note for note in result.notes) == 3
    assert result.exit_code == 0


def test_waits_grow_from_five_minutes_to_four_hours():
    waits = [wait(_tried(n)) for n in range(12)]
    assert timedelta(minutes=4.5) <= waits[0] <= timedelta(minutes=5.5)
    assert timedelta(minutes=9) <= waits[1] <= timedelta(minutes=11)
    assert timedelta(hours=3.6) <= max(waits) <= timedelta(hours=4.4)
    assert len({wait(_tried(3, f"k{n}")) for n in range(20)}) > 10


def _tried(tries: int, key: str = "k") -> Outgoing:
    return Outgoing(key, "", "", "", "", "", "queued", tries, "", "", "", "", "")


# --------------------------------------------------------------------------- secrets in a whole run


def test_no_secret_is_left_anywhere_by_a_whole_run(tmp_path, caplog, capsys):
    secrets = {"HUAXIA_WECOM_KEY": "HOOK-5e6f7a8b9c", "HUAXIA_SMTP_PASSWORD": "PASS-1x2y3z4w5v"}
    answers = iter(
        [(200, {"errcode": 0}), (200, {"errcode": 40008, "errmsg": "HOOK-5e6f7a8b9c"}), (0, None)]
    )
    with (
        web_hook(Hook(lambda _: next(answers, (404, {})))) as hook,
        MailServer(
            replies={"EHLO": "250-here\r\n250 AUTH PLAIN", "AUTH": "535 PASS-1x2y3z4w5v wrong"}
        ) as server,
    ):
        channels = {
            "企业微信": {"地址": hook.url, "密钥环境变量": "HUAXIA_WECOM_KEY"},
            "电子邮件": {
                "服务器": "127.0.0.1", "端口": str(server.port), "加密": "无", "发件地址": "dzb@example.edu.cn",
                "账号": "dzb", "密码环境变量": "HUAXIA_SMTP_PASSWORD",
            },
        }  # fmt: skip
        office = small_office(tmp_path / "办公室", channels=channels, emails=EMAILS)
        result = issue(office, TODAY, now=Clock(), secrets=Secrets(office.root, secrets))
    assert result.exit_code == 5
    assert Counter(r.state for r in result.receipts if r.channel == "企业微信") == {
        "sent": 1, "refused": 1, "in_doubt": 1, "retry": 1,
    }  # fmt: skip
    assert "不认账号或密码" in result.closed["电子邮件"]
    everything = str(result) + caplog.text + "".join(capsys.readouterr())
    for value in secrets.values():
        assert value not in everything
        for path in tmp_path.rglob("*"):
            assert not path.is_file() or value.encode() not in path.read_bytes()


def test_robots_are_called_at_most_twenty_times_a_minute(tmp_path):
    from huaxia_tasks.issuing import delivering

    with web_hook(Hook()) as hook, pytest.MonkeyPatch.context() as patch:
        patch.setattr(delivering, "_PER_MINUTE", 3)
        channels = {"企业微信": {"地址": hook.url, "密钥环境变量": "K"}}
        office = small_office(tmp_path / "办公室", channels=channels)
        secrets = Secrets(office.root, {"K": "some-key-1"})
        result = issue(office, TODAY, now=Clock(), secrets=secrets)
        assert (len(hook.posted), result.exit_code) == (3, 5)
        later = Clock(datetime(2022, 6, 28, 10, 2, tzinfo=ZONE))
        assert issue(office, TODAY, now=later, secrets=secrets).exit_code == 0
        assert len(hook.posted) == 4


def test_an_unforeseen_fault_of_a_channel_is_a_retry_and_stops_no_other(desk, monkeypatch):
    from huaxia_tasks.issuing.addressing import channels
    from huaxia_tasks.registry import REGISTRY

    entry = channels()["电子邮件"]
    calls = []

    def broken(parcel: object, means: object) -> object:
        calls.append(parcel)
        raise RuntimeError("unforeseen")

    monkeypatch.setitem(REGISTRY.channels, "电子邮件", entry._replace(deliver=broken))
    result = desk.go()
    assert len(calls) == 4
    assert {r.detail for r in result.not_delivered} == {"程序内部出错（RuntimeError）"}
