"""Mail: over TLS, one letter per recipient, right in every program, and honest about what is unknown."""

from __future__ import annotations

import email
import email.policy
import logging
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.header import decode_header, make_header
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from hypothesis import given
from hypothesis import strategies as st
from loopback import MailServer, certificate, free_port, server_context

from huaxia_tasks.channels import Enclosure, Means, Parcel, Unreachable
from huaxia_tasks.channels._mail import compose, domain_of, encoded_words, visible
from huaxia_tasks.channels.mail import mail

NOON = datetime(2022, 6, 28, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
NAME = "催办〔2022〕1号_U02_关于抓紧办结逾期事项、更正清单填报问题的催办通知.docx"


def parcel(**changes: object) -> Parcel:
    settings: dict[str, object] = {
        "key": "3f2a9c1e55",
        "channel": "电子邮件",
        "address": "xg@example.edu.cn",
        "message_id": "ab" * 16,
        "subject": "关于抓紧办结逾期事项的催办通知（催办〔2022〕1号）",
        "text": "信息工程学院：\r\n　　见附件。\r\n",
        "composed": NOON,
        "name": "信息工程学院",
        "files": (
            Enclosure(NAME, b"PK\x03\x04" + bytes(range(256)) * 40),
            Enclosure("plain.xlsx", b"x"),
        ),
    }
    return Parcel(**{**settings, **changes})  # type: ignore[arg-type]


def means(port: int, marks: list[str] | None = None, **settings: str) -> Means:
    given = {
        "服务器": "127.0.0.1", "端口": str(port), "加密": "无", "发件地址": "dzb@example.edu.cn",
        "发件人名称": "党政办公室", "连接超时秒": "2", "答复超时秒": "1",
    }  # fmt: skip
    secrets = {"密码环境变量": settings.pop("secret", "")}
    return Means(
        settings={**given, **settings},
        secret=lambda name: secrets[name],
        now=lambda: NOON,
        root=Path(),
        about_to_send=lambda: marks.append("about") if marks is not None else None,
    )


# --------------------------------------------------------------------------- what the server says


def test_a_letter_that_is_taken_is_sent(tmp_path):
    marks: list[str] = []
    with MailServer() as server:
        receipt = mail(parcel(), means(server.port, marks))
    assert (receipt.state, receipt.key) == ("sent", "3f2a9c1e55")
    assert marks == ["about"]
    assert server.letters == [
        ("xg@example.edu.cn", compose(parcel(), "dzb@example.edu.cn", "党政办公室"))
    ]


@pytest.mark.parametrize(
    ("replies", "state", "detail"),
    [
        ({"RCPT": "550 no such user"}, "refused", "550 no such user"),
        ({"RCPT": "551 not here"}, "refused", "551"),
        ({"RCPT": "450 mailbox busy"}, "retry", "450"),
        ({"RCPT": "452 full"}, "retry", "452"),
        ({"MAIL": "451 later"}, "retry", "451"),
        ({"MAIL": "550 sender unknown"}, "retry", "发件地址"),
        ({"DATA": "451 later"}, "retry", "451"),
        ({"DATA": "554 no"}, "refused", "554"),
        ({".": "451 greylisted"}, "retry", "451"),
        ({".": "554 spam"}, "refused", "554 spam"),
    ],
)  # fmt: skip
def test_temporary_and_permanent_refusals_are_told_apart(replies, state, detail):
    with MailServer(replies=replies) as server:
        receipt = mail(parcel(), means(server.port))
    assert receipt.state == state
    assert detail in receipt.detail
    assert server.letters == []


@pytest.mark.parametrize(
    "trouble",
    [
        {"replies": {"hello": "421 too busy"}}, {"replies": {"RCPT": "421 closing"}}, {"cut": "EHLO"},
        {"cut": "MAIL"}, {"cut": "RCPT"}, {"cut": "DATA"}, {"stall": "DATA"}, {"stall": "EHLO"},
    ],
    ids=str,
)  # fmt: skip
def test_a_way_that_is_closed_before_the_letter_goes_leaves_no_doubt(trouble):
    marks: list[str] = []
    with MailServer(**trouble) as server, pytest.raises(Unreachable):
        mail(parcel(), means(server.port, marks, 连接超时秒="0.3"))
    assert marks == []


def test_a_server_that_is_down_is_told():
    with pytest.raises(Unreachable, match="连不上"):
        mail(parcel(), means(free_port()))


@pytest.mark.parametrize("trouble", [{"cut": "."}, {"cut": ".before"}, {"stall": "."}], ids=str)
def test_a_letter_without_an_answer_is_in_doubt(trouble):
    marks: list[str] = []
    with MailServer(**trouble) as server:
        receipt = mail(parcel(), means(server.port, marks, 答复超时秒="0.3"))
    assert (receipt.state, marks) == ("in_doubt", ["about"])


def test_how_a_server_hangs_up_after_taking_a_letter_does_not_matter():
    with MailServer(cut="QUIT") as server:
        assert mail(parcel(), means(server.port)).state == "sent"


# --------------------------------------------------------------------------- who may be written to


@pytest.mark.parametrize(
    "address",
    ["", "somebody", "a@b@c.cn", "a b@c.cn", "a@c.cn\r\nBcc: x@y.cn", "a,b@c.cn", "<a@c.cn>", ".a@c.cn",
     "a..b@c.cn", "张三@c.cn", "a@-", "a@c.cn>", 'a"@c.cn', "a@c.cn\n", "a" * 65 + "@c.cn"],
)  # fmt: skip
def test_what_is_no_address_is_refused(address):
    if address == "a@-":
        assert domain_of(address) == "-"
        return
    assert domain_of(address) == ""
    assert mail(parcel(address=address), means(1)).state == "refused"


def test_only_the_domains_of_the_school_are_written_to():
    given = {"允许的邮箱域名": "example.edu.cn、hxut.edu.cn"}
    with MailServer() as server:
        assert mail(parcel(), means(server.port, None, **given)).state == "sent"
        sub = parcel(address="a@cs.hxut.edu.cn")
        assert mail(sub, means(server.port, None, **given)).state == "sent"
        other = mail(parcel(address="a@nothxut.edu.cn"), means(server.port, None, **given))
    assert (other.state, "nothxut.edu.cn" in other.detail) == ("refused", True)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"服务器": "mail.example.cn"}, "必须加密"), ({"加密": "明文"}, "TLS、STARTTLS 或无"),
        ({"发件地址": "dzb"}, "发件地址"), ({"账号": "dzb"}, "密码环境变量"),
    ],
)  # fmt: skip
def test_settings_that_cannot_work_are_told(settings, says):
    with MailServer() as server, pytest.raises(Unreachable, match=says):
        mail(parcel(), means(server.port, None, **settings))


# --------------------------------------------------------------------------- a real server with TLS


class Box:
    """Keeps what arrives."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        self.letters.append(envelope.original_content)  # type: ignore[attr-defined]
        return "250 ok"


@contextmanager
def real_server(box: Box, *, tls: bool = False, starttls: bool = False) -> Iterator[int]:
    def login(server, session, envelope, mechanism, data):  # type: ignore[no-untyped-def]
        good = data.login == b"dzb" and data.password == b"right-Pass1"
        return AuthResult(success=good, handled=good)

    options: dict[str, object] = {}
    if tls:
        options = {"ssl_context": server_context()}
    if starttls:
        options = {"tls_context": server_context(), "require_starttls": True,
                   "authenticator": login, "auth_required": True}  # fmt: skip
    controller = Controller(box, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@pytest.mark.certificate
def test_a_letter_goes_over_tls_with_a_certificate_that_is_checked():
    box = Box()
    with real_server(box, tls=True) as port:
        given = {"加密": "TLS", "根证书文件": str(certificate()), "服务器": "localhost"}
        assert mail(parcel(), means(port, None, **given)).state == "sent"
        with pytest.raises(Unreachable, match="证书不可信"):
            mail(parcel(), means(port, None, **{**given, "根证书文件": ""}))
    assert box.letters == [compose(parcel(), "dzb@example.edu.cn", "党政办公室")]


@pytest.mark.certificate
def test_starttls_and_login_are_done_before_the_letter(caplog):
    box = Box()
    caplog.set_level(logging.DEBUG)
    given = {
        "加密": "STARTTLS",
        "根证书文件": str(certificate()),
        "服务器": "localhost",
        "账号": "dzb",
    }
    with real_server(box, starttls=True) as port:
        with pytest.raises(Unreachable) as wrong:
            mail(parcel(), means(port, None, secret="wrong-Pass9", **given))
        assert "不认账号或密码" in str(wrong.value)
        assert "wrong-Pass9" not in str(wrong.value) + caplog.text
        assert box.letters == []
        assert mail(parcel(), means(port, None, secret="right-Pass1", **given)).state == "sent"
        with pytest.raises(Unreachable, match="英文、数字以外"):
            mail(parcel(), means(port, None, secret="密码", **given))
    assert len(box.letters) == 1


def test_a_server_without_tls_is_not_spoken_to_in_the_clear():
    with MailServer(replies={"STARTTLS": "502 no"}) as server, pytest.raises(Unreachable):
        mail(parcel(), means(server.port, None, 加密="STARTTLS"))
    assert not any(c.startswith(("MAIL", "AUTH")) for c in server.commands)


def test_a_default_context_checks_certificates():
    assert ssl.create_default_context().verify_mode is ssl.CERT_REQUIRED


# --------------------------------------------------------------------------- the letter itself


def read(letter: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(letter, policy=email.policy.default)  # type: ignore[return-value]


def test_the_same_parcel_gives_the_same_letter():
    assert compose(parcel(), "a@b.cn", "办") == compose(parcel(), "a@b.cn", "办")


def test_a_letter_says_who_to_whom_when_and_its_own_name():
    letter = read(compose(parcel(), "dzb@example.edu.cn", "党政办公室"))
    assert letter["Subject"] == "关于抓紧办结逾期事项的催办通知（催办〔2022〕1号）"
    assert letter["From"].addresses[0].display_name == "党政办公室"
    assert [a.addr_spec for a in letter["To"].addresses] == ["xg@example.edu.cn"]
    assert letter["Cc"] is letter["Bcc"] is None
    assert letter["Date"].datetime == NOON
    assert letter["Message-ID"] == f"<{'ab' * 16}@example.edu.cn>"
    assert letter.get_body().get_content() == "信息工程学院：\r\n　　见附件。\r\n"


def test_names_of_attachments_are_right_in_three_ways_of_reading():
    raw = compose(parcel(), "dzb@example.edu.cn", "办")
    parts = [p for p in read(raw).walk() if p.get_content_disposition() == "attachment"]
    assert [p.get_filename() for p in parts] == [NAME, "plain.xlsx"]  # RFC 2231
    plain = email.message_from_bytes(raw)
    old = next(p for p in plain.walk() if p.get("Content-Disposition", "").startswith("attachment"))
    for header, field in (("Content-Type", "name"), ("Content-Disposition", "filename")):
        value = re.search(rf'[ ;]{field}="([^"]*)"', str(old[header]).replace("\r\n", ""))
        assert value is not None
        assert str(make_header(decode_header(value[1]))) == NAME  # RFC 2047, for all others
    assert parts[0].get_content_type().endswith("wordprocessingml.document")
    assert parts[0].get_payload(decode=True) == parcel().files[0].data


def test_lines_are_short_enough_for_every_server():
    raw = compose(parcel(name="长" * 60, subject="很长的题目" * 30), "dzb@example.edu.cn", "办")
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    assert raw.isascii()


HOSTILE = ["甲\r\nBcc: x@evil.cn", "甲\nX: y", "甲\u2028乙", "甲\x0b乙", "甲\x85乙", "\u202e反", "a\x00b",
           "\ud800", '"quoted"', "a,b;c<d>@e", "=?utf-8?B?QUJD?=", "", "　", "=\r\n\r\nbody"]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_can_be_added_to_the_head_of_a_letter(text):
    odd = parcel(subject=text, name=text, files=(Enclosure(f"{text}.docx", b"x"),))
    raw = compose(odd, "dzb@example.edu.cn", text)
    letter = email.message_from_bytes(raw)
    assert letter.get_all("Bcc") is None
    assert {k.lower() for k in letter.keys()} == {  # noqa: SIM118
        "subject", "from", "to", "date", "message-id", "auto-submitted", "x-auto-response-suppress",
        "mime-version", "content-type",
    }  # fmt: skip
    assert [a.addr_spec for a in read(raw)["To"].addresses] == ["xg@example.edu.cn"]
    assert len([p for p in letter.walk() if p.get_content_maintype() != "multipart"]) == 2


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=80))
def test_any_text_at_all_makes_a_letter_with_one_recipient(subject, name, file):
    odd = parcel(subject=subject, name=name, files=(Enclosure(file, b"x"),))
    letter = read(compose(odd, "dzb@example.edu.cn", name))
    assert len(letter["To"].addresses) == 1
    assert letter["To"].addresses[0].addr_spec == "xg@example.edu.cn"
    assert str(letter["Subject"] or "").split() == visible(subject).split()


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=90))
def test_encoded_words_are_short_and_read_back(text):
    words = encoded_words(text)
    assert all(len(w) <= 75 for w in words.split("\r\n "))
    assert str(make_header(decode_header(words.replace("\r\n", "")))) == text


def test_a_line_that_begins_with_a_dot_arrives_whole():
    with MailServer() as server:
        one = parcel(text=".\r\n..\r\n正文\r\n.")
        mail(one, means(server.port))
    assert read(server.letters[0][1]).get_body().get_content().startswith(".\r\n..\r\n正文\r\n.")
