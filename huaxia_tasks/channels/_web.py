"""Posting a short text to a robot's web hook: the answer's own code decides, not HTTP 200.

The address holds a key.  It never gets into an error's text, a log or a receipt.
"""

from __future__ import annotations

import http.client
import json
import re
import socket
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import Any

from ._parcel import Means, Unreachable, is_loopback

_MOST = 64 * 1024


class Answer:
    """What a robot said.  ``code`` 0 is the only success; None: its answer cannot be understood."""

    def __init__(self, code: int | None, text: str = "") -> None:
        self.code, self.text = code, text


class Doubt(Exception):
    """The request went out and no answer came: nobody can know."""


class _StayHere(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: the address is a secret."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Refuse."""
        return


def base_address(means: Means, default: str) -> str:
    """Return where the robot lives: the setting 地址, else the vendor's; https but on this machine."""
    given = means.get("地址", default)
    parts = urllib.parse.urlsplit(given)
    host = parts.hostname or ""
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise Unreachable("“地址”必须以 https:// 开头")
    return given


def post(means: Means, url: str, body: Mapping[str, object]) -> Answer:
    """Post `body` as JSON and return the answer's code (``errcode``, ``code`` or ``StatusCode``).

    Raises Unreachable where nothing was sent, Doubt where it was and no answer came.
    """
    data = json.dumps(body, ensure_ascii=False).encode("utf-8")
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "huaxia"}
    request = urllib.request.Request(url, data=data, headers=headers, method="POST")
    handlers: list[urllib.request.BaseHandler] = [
        _StayHere(),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
    ]
    if is_loopback(urllib.parse.urlsplit(url).hostname or ""):
        handlers.append(urllib.request.ProxyHandler({}))
    opener = urllib.request.build_opener(*handlers)
    means.about_to_send()
    try:
        with opener.open(request, timeout=means.number("超时秒", 30)) as response:
            status, text = response.status, response.read(_MOST)
    except urllib.error.HTTPError as error:
        with error:
            raise _of_status(error.code) from None
    except urllib.error.URLError as error:
        raise _unsent(error.reason) from None
    except (TimeoutError, ConnectionError, http.client.HTTPException, OSError):
        raise Doubt("没有等到答复") from None
    return _of_body(status, text)


def _unsent(reason: object) -> Exception:
    """Tell a request that never went out from one whose answer did not come."""
    if isinstance(reason, ConnectionRefusedError | socket.gaierror | ssl.SSLError):
        return Unreachable("连不上机器人服务器")
    if isinstance(reason, TimeoutError):
        return Unreachable("连机器人服务器超时")
    if isinstance(reason, ConnectionError):
        return Doubt("连接中断，没有等到答复")
    return Unreachable("连不上机器人服务器")


def _of_status(status: int) -> Unreachable:
    if status == 429 or status >= 500:
        return Unreachable(f"机器人服务器暂时不受理（HTTP {status}）")
    return Unreachable(f"机器人的地址或密钥不对（HTTP {status}）")


def _of_body(status: int, data: bytes) -> Answer:
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        said = None
    for name in ("errcode", "code", "StatusCode") if isinstance(said, dict) else ():
        if name in said:
            code = _whole(said[name])
            text = str(said.get("errmsg") or said.get("msg") or said.get("StatusMessage") or "")
            if code is not None:
                return Answer(code, text[:120])
            break
    return Answer(None, f"答复看不懂（HTTP {status}）")


def _whole(code: object) -> int | None:
    """Return a code as a number; None for what is none: ``false`` and ``0.9`` are no success."""
    if isinstance(code, int) and not isinstance(code, bool):
        return code
    if isinstance(code, str) and re.fullmatch(r"-?[0-9]{1,9}", code.strip()):
        return int(code)
    return None


def cut(text: str, most: int) -> str:
    """Return `text` in at most `most` bytes of UTF-8, whole characters, with a mark where it was cut."""
    data = text.encode("utf-8")
    if len(data) <= most:
        return text
    return data[: most - 6].decode("utf-8", "ignore") + "……"
