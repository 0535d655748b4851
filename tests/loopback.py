"""Real servers on this machine for tests of delivery: a mail server that misbehaves on demand, a web hook."""

from __future__ import annotations

import atexit
import contextlib
import json
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path


@cache
def certificate() -> Path:
    """Return a file with a certificate for localhost and its key, made for this process alone."""
    folder = Path(tempfile.mkdtemp(prefix="loopback-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    key, found = folder / "key.pem", folder / "loopback.pem"
    command = ["openssl", "req", "-x509", "-nodes", "-newkey", "ec", "-days", "2"]
    command += ["-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    command += ["-keyout", str(key), "-out", str(found)]
    subprocess.run(command, check=True, capture_output=True)
    with found.open("ab") as file:
        file.write(key.read_bytes())
    return found


@dataclass
class MailServer:
    """A mail server that takes one connection after the other.

    ``replies`` maps a command (``RCPT a@b.cn``, ``RCPT``, ``DATA``, ``.`` for the letter) to its answer;
    ``cut`` closes the connection there, ``stall`` says nothing more there.
    """

    replies: dict[str, str] = field(default_factory=dict)
    cut: str = ""
    stall: str = ""
    letters: list[tuple[str, bytes]] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    connections: int = 0

    def __post_init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        self._thread.join(5)
        self._socket.close()

    def __enter__(self) -> MailServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _serve(self) -> None:
        while not self._stop.is_set():
            connection, _ = self._socket.accept()
            self.connections += 1
            with connection, contextlib.suppress(OSError):
                if not self._stop.is_set():
                    self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        lines = connection.makefile("rb")
        self._say(connection, self.replies.get("hello", "220 here"))
        recipient = ""
        while line := lines.readline():
            command = line.decode("utf-8", "replace").strip()
            self.commands.append(command)
            verb = command.partition(" ")[0].upper()
            if verb == "RCPT":
                recipient = command.partition("<")[2].partition(">")[0]
            if verb == self.cut:
                return
            if verb == self.stall:
                self._stop.wait(30)
                return
            answer = self.replies.get(f"{verb} {recipient}") or self.replies.get(verb)
            if verb == "DATA" and answer is None:
                if not self._letter(connection, lines, recipient):
                    return
            elif verb == "QUIT":
                self._say(connection, "221 bye")
                return
            else:
                self._say(connection, answer or "250 ok")

    def _letter(self, connection: socket.socket, lines: object, recipient: str) -> bool:
        self._say(connection, "354 go on")
        body = b""
        while (line := lines.readline()) != b".\r\n":  # type: ignore[attr-defined]
            if not line:
                return False
            body += line[1:] if line.startswith(b".") else line
        answer = self.replies.get(f". {recipient}") or self.replies.get(".", "250 taken")
        if self.cut == ".before":
            return False
        if answer.startswith("250"):
            self.letters.append((recipient, body))
        if self.cut == ".":
            return False
        if self.stall == ".":
            self._stop.wait(30)
            return False
        self._say(connection, answer)
        return True

    def _say(self, connection: socket.socket, text: str) -> None:
        connection.sendall(f"{text}\r\n".encode())


@dataclass
class Hook:
    """A robot's web hook: what was posted to it, and what it answers."""

    answer: Callable[[Mapping[str, object]], tuple[int, object]] = lambda _: (
        200,
        {"errcode": 0, "errmsg": "ok"},
    )
    posted: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)
    url: str = ""


@contextmanager
def web_hook(hook: Hook) -> Iterator[Hook]:
    """Serve `hook` on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            hook.posted.append((self.path, body))
            status, said = hook.answer(body)
            if status == 0:
                return  # hang up without a word
            data = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "http://127.0.0.1:1/")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    hook.url = f"http://127.0.0.1:{server.server_port}/send"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def server_context() -> ssl.SSLContext:
    """Return what a server needs to speak TLS with the certificate of these tests."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate())
    return context


def free_port() -> int:
    """Return a port that nobody uses just now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
