"""A letter by e-mail as bytes: the same parcel gives the same bytes, whatever is in its texts."""

from __future__ import annotations

import base64
import unicodedata
from email.generator import BytesGenerator
from email.headerregistry import Address
from email.message import EmailMessage, Message
from email.policy import SMTP, compat32
from email.utils import format_datetime
from io import BytesIO
from urllib.parse import quote

from ..patterns import regex
from ._parcel import Enclosure, Parcel

_ADDRESS = regex(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*)"
)
_POLICY = SMTP.clone(refold_source="none")
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def domain_of(address: str) -> str:
    """Return the domain of an e-mail address, "" where it is none that a server could take."""
    match = _ADDRESS.fullmatch(address)
    local = address.partition("@")[0]
    is_odd = local.startswith(".") or local.endswith(".") or ".." in local
    return match[1].lower() if match and not is_odd and len(address) <= 254 else ""


def compose(parcel: Parcel, sender: str, sender_name: str) -> bytes:
    """Return the letter.  Only visible characters get into its head, so that nothing can be added to it."""
    domain = domain_of(sender)
    message = EmailMessage(policy=_POLICY)
    message["Subject"] = visible(parcel.subject)
    message["From"] = Address(visible(sender_name), addr_spec=sender)
    message["To"] = Address(visible(parcel.name), addr_spec=parcel.address)
    message["Date"] = format_datetime(parcel.composed)
    message["Message-ID"] = f"<{parcel.message_id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(parcel.text, charset="utf-8", cte="base64")
    if parcel.files:
        message.make_mixed(boundary=f"=_{parcel.message_id}")
        for file in parcel.files:
            message.attach(_attachment(file))  # type: ignore[arg-type]  # an older kind of message
    out = BytesIO()
    BytesGenerator(out, policy=_POLICY).flatten(message)
    return out.getvalue()


def visible(text: str) -> str:
    """Return `text` on one line, without control and format characters, lone surrogates and the like."""
    kept = (" " if c.isspace() else c for c in text if c.isspace() or _is_visible(c))
    return " ".join("".join(kept).split())


def _is_visible(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _attachment(file: Enclosure) -> Message:
    """Return a part whose name Outlook, Foxmail, QQ and phones all show.

    RFC 2231 (``filename*``) for those that know it; RFC 2047 words in ``filename`` and ``name``,
    which no standard allows and everybody reads, for the others.
    """
    name = visible(file.name).replace('"', "").replace("\\", "") or "附件"
    kind = _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
    part = Message(policy=compat32)
    if name.isascii():
        part["Content-Type"] = f'{kind}; name="{name}"'
        part["Content-Disposition"] = f'attachment; filename="{name}"'
    else:
        words = encoded_words(name)
        part["Content-Type"] = f'{kind};\r\n name="{words}"'
        part["Content-Disposition"] = (
            f"attachment;\r\n filename=\"{words}\";\r\n filename*=utf-8''{quote(name, safe='')}"
        )
    part["Content-Transfer-Encoding"] = "base64"
    part.set_payload(base64.encodebytes(file.data).decode("ascii").replace("\n", "\r\n"))
    return part


def encoded_words(text: str) -> str:
    """Return `text` as RFC 2047 words of at most 75 characters, whole characters in each."""
    words, current = [], ""
    for char in text:
        if len((current + char).encode("utf-8")) > 45:
            words.append(current)
            current = ""
        current += char
    words.append(current)
    packed = (base64.b64encode(w.encode("utf-8")).decode("ascii") for w in words)
    return "\r\n ".join(f"=?utf-8?B?{p}?=" for p in packed)
