"""电子邮件: one letter per recipient over TLS, with the same bytes and Message-ID for every try."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl

from ..model import Receipt
from ..registry import channel
from ._mail import compose, domain_of
from ._parcel import Means, Parcel, Unreachable, is_loopback
from ._rows import ROWS
from ._secrets import redact


@channel("电子邮件", per="person", **ROWS["电子邮件"])
def mail(parcel: Parcel, means: Means) -> Receipt:
    """Send a letter.

    Settings: 服务器, 端口, 加密 (TLS, STARTTLS; 无 on this machine only), 发件地址, 发件人名称, 账号,
    密码环境变量, 允许的邮箱域名, 根证书文件, 连接超时秒 (30), 答复超时秒 (120).

    A refusal of the recipient is for good after one 5xx; a 4xx asks for patience; a connection that
    breaks after the letter went out leaves a doubt.
    """
    sender = means.get("发件地址")
    if not domain_of(sender):
        raise Unreachable(f"“发件地址”不是邮箱地址：{sender or '（空）'}")
    domain = domain_of(parcel.address)
    allowed = [d.lower() for d in re.split(r"[\s,，、;；]+", means.get("允许的邮箱域名")) if d]
    if not domain:
        return parcel.receipt("refused", "收件地址不是邮箱地址")
    if allowed and not any(domain == d or domain.endswith(f".{d}") for d in allowed):
        return parcel.receipt("refused", f"收件地址的域名“{domain}”不在允许之列")
    letter = compose(parcel, sender, means.get("发件人名称"))
    server = _connect(means)
    try:
        return _hand_over(server, parcel, means, sender, letter)
    finally:
        server.close()


def _connect(means: Means) -> smtplib.SMTP:
    """Return a server that is ready to take a letter.  Raises Unreachable with the reason."""
    host = means.get("服务器")
    port = int(means.number("端口", 465))
    how = means.get("加密", "TLS" if port == 465 else "STARTTLS").upper()
    if how not in ("TLS", "STARTTLS", "无"):
        raise Unreachable(f"“加密”只能填 TLS、STARTTLS 或无，不能填“{how}”")
    if how == "无" and not is_loopback(host):
        raise Unreachable("邮件必须加密发送，“加密”请填 TLS 或 STARTTLS")
    wait = means.number("连接超时秒", 30)
    try:
        context = ssl.create_default_context(cafile=means.get("根证书文件") or None)
        server = (
            smtplib.SMTP_SSL(host, port, timeout=wait, context=context, local_hostname=_HELLO)
            if how == "TLS"
            else smtplib.SMTP(host, port, timeout=wait, local_hostname=_HELLO)
        )
    except (OSError, smtplib.SMTPException) as error:
        raise Unreachable(_why(error, host, port)) from None
    try:
        if how == "STARTTLS":
            server.starttls(context=context)
        _log_in(server, means)
    except (OSError, smtplib.SMTPException) as error:
        server.close()
        raise Unreachable(_why(error, host, port)) from None
    except BaseException:
        server.close()
        raise
    return server


#: What this machine calls itself; its true name is nobody's business.
_HELLO = "[127.0.0.1]"


def _log_in(server: smtplib.SMTP, means: Means) -> None:
    user = means.get("账号")
    if not user:
        return
    password = means.secret("密码环境变量")
    if not password:
        raise Unreachable("没有找到“密码环境变量”所指的环境变量")
    if not (user.isascii() and password.isascii()):
        raise Unreachable("账号或密码里有英文、数字以外的字符，邮件服务器不能识别")
    server.login(user, password)


def _why(error: Exception, host: str, port: int) -> str:
    where = f"邮件服务器 {host}:{port} "
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"{where}的证书不可信（{error.verify_message}）"
    if isinstance(error, ssl.SSLError):
        return f"{where}的加密连接没有建立，请核对“端口”和“加密”"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"{where}不认账号或密码（答复 {error.smtp_code}）"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return f"{where}不支持所要求的加密或登录方式"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{where}暂不受理（答复 {error.smtp_code}）"
    if isinstance(error, TimeoutError | socket.timeout):
        return f"{where}没有应答"
    if isinstance(error, socket.gaierror):
        return f"找不到邮件服务器 {host}"
    return f"{where}连不上"


def _hand_over(
    server: smtplib.SMTP, parcel: Parcel, means: Means, sender: str, letter: bytes
) -> Receipt:
    try:
        server.ehlo_or_helo_if_needed()
        code, said = server.mail(sender, [f"size={len(letter)}"] if server.has_extn("size") else [])
        if code != 250:
            return _not_taken(parcel, code, said, "发件地址", "retry")
        code, said = server.rcpt(parcel.address)
        if code not in (250, 251):
            return _not_taken(parcel, code, said, "收件地址")
        code, said = server.docmd("DATA")
        if code != 354:
            return _not_taken(parcel, code, said, "邮件")
    except (OSError, smtplib.SMTPException) as error:
        raise Unreachable(f"和邮件服务器的连接在发送前断开（{type(error).__name__}）") from None
    means.about_to_send()
    try:
        if server.sock is not None:
            server.sock.settimeout(means.number("答复超时秒", 120))
        server.send(_stuffed(letter))
        code, said = server.getreply()
    except (OSError, smtplib.SMTPException):
        return parcel.receipt("in_doubt", "邮件内容发出后连接中断，没有等到答复")
    if code == 250:
        _say_goodbye(server)
        return parcel.receipt("sent", "邮件服务器已接收")
    return _not_taken(parcel, code, said, "邮件")


def _not_taken(
    parcel: Parcel, code: int, said: bytes, what: str, for_good: str = "refused"
) -> Receipt:
    if code == 421:
        raise Unreachable("邮件服务器暂停服务（答复 421）")
    text = " ".join(said.decode("utf-8", "replace").split())[:160]
    state = for_good if code >= 500 else "retry"
    return parcel.receipt(state, redact(f"{what}没有被接收（答复 {code} {text}）"))


def _stuffed(letter: bytes) -> bytes:
    """Return a letter as it goes over the line: dots doubled, the end marked."""
    body = letter if letter.endswith(b"\r\n") else letter + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", body) + b".\r\n"


def _say_goodbye(server: smtplib.SMTP) -> None:
    try:
        if server.sock is not None:
            server.sock.settimeout(5)
        server.quit()
    except (OSError, smtplib.SMTPException):
        pass  # the letter was taken; how the server hangs up does not matter
