"""Robots: their own code decides, keys stay secret, nothing private leaves the house."""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
import traceback
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import Hook, free_port, web_hook

from huaxia_tasks.channels import Means, Parcel, Secrets, Unreachable
from huaxia_tasks.channels._web import cut
from huaxia_tasks.channels.dingtalk import dingtalk
from huaxia_tasks.channels.feishu import feishu
from huaxia_tasks.channels.wecom import wecom
from huaxia_tasks.model import Receipt

NOON = datetime(2022, 6, 28, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SECRETS = {"密钥环境变量": "SEC-9f8e7d6c5b", "令牌环境变量": "TOK-1a2b3c4d5e"}
ALL = (wecom, dingtalk, feishu)


def parcel(**changes: object) -> Parcel:
    settings: dict[str, object] = {
        "key": "3f2a9c1e55", "channel": "机器人", "address": "U01", "message_id": "ab" * 16,
        "subject": "关于某某事项的催办通知", "text": "张三同志：", "composed": NOON,
        "note": "【党政办公室】信息工程学院：您单位有1份催办通知，涉及2项，请查收。",
        "mentions": ("13900001401",),
    }  # fmt: skip
    return Parcel(**{**settings, **changes})  # type: ignore[arg-type]


def means(url: str, secrets: Mapping[str, str] = SECRETS, **settings: str) -> Means:
    return Means(
        settings={"地址": url, "超时秒": "1", **settings},
        secret=lambda name: secrets.get(name, ""),
        now=lambda: NOON,
        root=Path(),
    )


def tell(robot: object, answer: object, status: int = 200) -> tuple[Receipt, Hook]:
    with web_hook(Hook(lambda _: (status, answer))) as hook:
        return robot(parcel(), means(hook.url)), hook  # type: ignore[operator]


OK: dict[object, object] = {
    wecom: {"errcode": 0, "errmsg": "ok"},
    dingtalk: {"errcode": 0, "errmsg": "ok"},
    feishu: {"code": 0, "msg": "success"},
}


@pytest.mark.parametrize("robot", ALL)
def test_nothing_but_code_zero_is_success(robot):
    receipt, hook = tell(robot, OK[robot])
    assert receipt.state == "sent"
    assert len(hook.posted) == 1


@pytest.mark.parametrize(
    ("robot", "answer"),
    [
        (wecom, {"errcode": 40008, "errmsg": "invalid message type"}),
        (wecom, {"errcode": "44004", "errmsg": "empty content"}),
        (dingtalk, {"errcode": 400013, "errmsg": "群已被解散"}),
        (feishu, {"code": 9499, "msg": "Bad Request"}),
    ],
)
def test_a_message_that_is_refused_with_http_200_is_refused(robot, answer):
    receipt, _ = tell(robot, answer)
    assert receipt.state == "refused"
    assert str(next(iter(answer.values()))) in receipt.detail


@pytest.mark.parametrize(
    ("robot", "answer"),
    [
        (wecom, {"errcode": 45009, "errmsg": "api freq out of limit"}),
        (wecom, {"errcode": 93000, "errmsg": "invalid webhook url"}),
        (dingtalk, {"errcode": 130101, "errmsg": "send too fast"}),
        (dingtalk, {"errcode": 310000, "errmsg": "sign not match"}),
        (feishu, {"code": 11232, "msg": "frequency limited"}),
        (feishu, {"code": 19021, "msg": "sign match fail"}),
    ],
)
def test_a_robot_that_is_busy_or_gone_closes_the_way_for_this_run(robot, answer):
    with pytest.raises(Unreachable):
        tell(robot, answer)


@pytest.mark.parametrize("robot", ALL)
@pytest.mark.parametrize(
    ("status", "answer"),
    [(404, {}), (403, b""), (429, {}), (500, {}), (502, b"<html>"), (302, b""), (307, b"")],
)
def test_http_refusals_close_the_way_and_no_redirect_is_followed(robot, status, answer):
    with pytest.raises(Unreachable):
        tell(robot, answer, status)


@pytest.mark.parametrize("robot", ALL)
@pytest.mark.parametrize(
    "answer",
    [
        *(b"", b"ok", b"[]", b'["code"]', b'"code"', b"0", b"[" * 60_000, b"\xff", b"null"),
        *({"other": 1}, {"errcode": None}, {"code": False}, {"errcode": 0.9}, {"code": "0x0"}),
    ],
)
def test_an_answer_that_says_nothing_leaves_a_doubt(robot, answer):
    receipt, _ = tell(robot, answer)
    assert receipt.state == "in_doubt"


@pytest.mark.parametrize("robot", ALL)
def test_no_answer_leaves_a_doubt_and_no_server_leaves_none(robot):
    receipt, _ = tell(robot, None, 0)
    assert receipt.state == "in_doubt"
    with pytest.raises(Unreachable):
        robot(parcel(), means(f"http://127.0.0.1:{free_port()}/send"))


@pytest.mark.parametrize("robot", ALL)
def test_plain_http_is_for_this_machine_only(robot):
    with pytest.raises(Unreachable, match="https"):
        robot(parcel(), means("http://hooks.example.cn/send"))


# --------------------------------------------------------------------------- what is said, and to whom


def test_wecom_calls_people_by_phone():
    _, hook = tell(wecom, OK[wecom])
    path, body = hook.posted[0]
    assert parse_qs(urlsplit(path).query) == {"key": ["SEC-9f8e7d6c5b"]}
    assert body == {
        "msgtype": "text",
        "text": {"content": parcel().note, "mentioned_mobile_list": ["13900001401"]},
    }


def test_dingtalk_signs_with_the_moment_and_the_secret():
    _, hook = tell(dingtalk, OK[dingtalk])
    path, body = hook.posted[0]
    query = {k: v[0] for k, v in parse_qs(urlsplit(path).query).items()}
    moment = str(round(NOON.timestamp() * 1000))
    digest = hmac.new(
        b"SEC-9f8e7d6c5b", f"{moment}\nSEC-9f8e7d6c5b".encode(), hashlib.sha256
    ).digest()
    assert query == {
        "access_token": "TOK-1a2b3c4d5e", "timestamp": moment, "sign": base64.b64encode(digest).decode(),
    }  # fmt: skip
    assert body["at"] == {"atMobiles": ["13900001401"], "isAtAll": False}


def test_feishu_signs_an_empty_message_with_moment_and_secret_as_key():
    _, hook = tell(feishu, OK[feishu])
    path, body = hook.posted[0]
    moment = str(int(NOON.timestamp()))
    digest = hmac.new(f"{moment}\nSEC-9f8e7d6c5b".encode(), b"", hashlib.sha256).digest()
    assert path == "/send/TOK-1a2b3c4d5e"
    assert body["timestamp"] == moment
    assert body["sign"] == base64.b64encode(digest).decode()


@pytest.mark.parametrize("robot", ALL)
def test_no_title_no_name_no_text_of_the_paper_leaves_the_house(robot):
    _, hook = tell(robot, OK[robot])
    said = str(hook.posted[0][1])
    assert parcel().subject not in said
    assert "张三" not in said


def test_a_message_is_cut_by_bytes_between_whole_characters():
    with web_hook(Hook()) as hook:
        wecom(parcel(note="长" * 3000), means(hook.url))
    content = hook.posted[0][1]["text"]["content"]  # type: ignore[index]
    assert len(content.encode()) <= 2048
    assert content.endswith("长……")


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",))), st.integers(10, 60))
def test_cutting_never_breaks_a_character_or_the_limit(text, most):
    short = cut(text, most)
    assert len(short.encode()) <= most
    assert short == text or text.startswith(short.removesuffix("……"))


# --------------------------------------------------------------------------- secrets


@pytest.mark.parametrize("robot", ALL)
@pytest.mark.parametrize("case", ["refused", "closed", "down", "doubt", "status"])
def test_no_key_gets_into_a_receipt_an_exception_or_a_log(robot, case, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    settings = {"密钥环境变量": "A_KEY", "令牌环境变量": "A_TOKEN", "超时秒": "1"}
    values = {"A_KEY": "SEC-9f8e7d6c5b", "A_TOKEN": "TOK-1a2b3c4d5e"}
    answers = {
        "refused": (200, {"errcode": 1, "errmsg": f"bad {values}", "msg": f"bad {values}"}),
        "closed": (200, {"errcode": 93000 if robot is wecom else 300001, "code": 19001}),
        "doubt": (0, None),
        "status": (404, {}),
        "down": (0, None),
    }
    if robot is feishu:
        answers["closed"] = (200, {"code": 19001})
    status, answer = answers[case]
    secret = Secrets(tmp_path, values).for_channel(settings)
    with web_hook(Hook(lambda _: (status, answer))) as hook:
        url = f"http://127.0.0.1:{free_port()}/send" if case == "down" else hook.url
        how = Means({**settings, "地址": url}, secret, lambda: NOON, tmp_path)
        try:
            said = str(robot(parcel(), how))
        except Unreachable as error:
            said = "".join(traceback.format_exception(error))
    told = said + caplog.text
    assert not [value for value in values.values() if value in told]


def test_a_robot_without_its_key_says_which_setting_to_look_at():
    with pytest.raises(Unreachable, match="密钥环境变量"):
        wecom(parcel(), means("https://example.cn", {}))
