"""A server that goes wrong in one way, in a process of its own that ends by itself. `fault_forks` starts it.

Raw sockets, for a framework can't send half a status line, reset a connection or stop reading. It prints its port, then
a JSON line for every request that it got anything of: what it read of it, and whether that was all.
"""

from __future__ import annotations

import base64
import contextlib
import gzip
import json
import os
import re
import signal
import socket
import ssl
import struct
import sys
import threading
import time
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

LIFE = 60
"""Seconds after which the process ends, whatever happens."""

SLOW = 30.0
"""Seconds that a silent server stays silent: more than any test waits."""

SOON = SLOW / 2
"""Seconds within which a command has ended by itself, also on a busy machine."""

SHOWN = 10_000
"""Bytes of a body that it tells: a pipe that nobody reads must take them."""

RESULT = {
    "connector": {"id": "01J0000000000000000000C0NN", "name": "Pets", "versions": [{"id": "v", "name": "1.0"}]},
    "definitions": [],
    "actions": [
        {
            "type": "http",
            "name": "listPets",
            "method": "GET",
            "path": "/pets",
            "parameters": [],
            "responses": [{"status": 200}],
            "errors": [],
        }
    ],
    "triggers": [],
    "messages": [],
}
HEAD = re.compile(rb"^([A-Z]+) (\S+) HTTP/1\.1\r\n")


def result() -> bytes:
    """Return the body of a success: an import's result, unless a test says otherwise."""
    return os.environ.get("FAULT_RESULT", json.dumps(RESULT)).encode()


def success() -> int:
    """Return the status of a success."""
    return int(os.environ.get("FAULT_SUCCESS", "201"))


class Peer:
    """One connection."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.data = b""
        self.told = False

    def read(self, least: int | None = None) -> None:
        """Read all of a request; with `least` no more than that many bytes, as far as they come."""
        while not self.complete and (least is None or len(self.data) < least):
            piece = self.connection.recv(65_536 if least is None else min(65_536, least - len(self.data)))
            if not piece:
                break
            self.data += piece
        self.tell()

    @property
    def complete(self) -> bool:
        head, separator, body = self.data.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
        return bool(separator) and len(body) >= int(length[1] if length else 0)

    def tell(self) -> None:
        head, _, body = self.data.partition(b"\r\n\r\n")
        line = HEAD.match(self.data)
        if self.told or not self.data:
            return
        self.told = True
        say(
            {
                "method": line[1].decode() if line else None,
                "path": line[2].decode() if line else None,
                "head": head.decode("latin-1"),
                "body": body[:SHOWN].decode("latin-1"),
                "complete": self.complete,
            }
        )

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def answer(self, status: int, body: bytes, *headers: str, reason: str = "X") -> None:
        lines = [f"HTTP/1.1 {status} {reason}", f"Content-Length: {len(body)}", *headers]
        self.send("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    def reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


def say(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def accepted(peer: Peer) -> None:
    peer.read()
    peer.answer(success(), result(), "Content-Type: application/json", "X-Request-Id: req-1")


def reset_at_once(peer: Peer) -> None:
    peer.reset()


def close_at_once(peer: Peer) -> None:
    peer.connection.close()


def reset_amid(peer: Peer) -> None:
    peer.read(100_000)
    peer.reset()


def read_and_close(peer: Peer) -> None:
    peer.read()


def read_and_reset(peer: Peer) -> None:
    peer.read()
    peer.reset()


def silent(peer: Peer) -> None:
    peer.read()
    time.sleep(SLOW)


def stop_reading(peer: Peer) -> None:
    peer.read(1000)
    time.sleep(SLOW)


def too_large_closes(peer: Peer) -> None:
    peer.read(1000)
    peer.answer(413, b'{"code": "too_large", "message": "too large"}')
    peer.connection.shutdown(socket.SHUT_WR)
    with contextlib.suppress(OSError):
        while peer.connection.recv(65_536):
            pass


def too_large_resets(peer: Peer) -> None:
    """The answer is there before the reset is: what the client has read by then is not taken back."""
    peer.read()
    peer.answer(413, b'{"code": "too_large", "message": "too large"}')
    time.sleep(0.5)
    peer.reset()


def half_status_line(peer: Peer) -> None:
    peer.read()
    peer.send(b"HTTP/1.1 20")


def banner(peer: Peer) -> None:
    peer.send(b"SSH-2.0-OpenSSH_9.6\r\n")
    peer.read()


def many_continues(peer: Peer) -> None:
    peer.read()
    for _ in range(1000):
        peer.send(b"HTTP/1.1 100 Continue\r\n\r\n")


def endless_continues(peer: Peer) -> None:
    peer.read()
    while True:
        peer.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(0.05)


def long_header(peer: Peer) -> None:
    peer.read()
    peer.answer(success(), result(), "X-Long: " + "a" * 200_000)


def short_body(peer: Peer) -> None:
    peer.read()
    peer.send(b'HTTP/1.1 %d Created\r\nContent-Length: 5000\r\n\r\n{"connector":' % success())


def html(peer: Peer) -> None:
    peer.read()
    peer.answer(success(), b"<!doctype html><title>\x1b[31mWelcome</title>", "Content-Type: text/html")


def empty(peer: Peer) -> None:
    peer.read()
    peer.answer(success(), b"")


def cut_json(peer: Peer) -> None:
    peer.read()
    peer.answer(success(), b'{"id":')


def bad_utf8(peer: Peer) -> None:
    peer.read()
    peer.answer(success(), b'{"connector": {"name": "\xff\xfe"}}')


def deep_json(peer: Peer) -> None:
    peer.read()
    peer.answer(success(), b"[" * 50_000)


def other_json(peer: Peer) -> None:
    peer.read()
    peer.answer(success(), b'["connector"]')


def bad_gzip(peer: Peer) -> None:
    peer.read()
    peer.answer(success(), b"\x1f\x8b no", "Content-Encoding: gzip")


def good_gzip(peer: Peer) -> None:
    peer.read()
    peer.answer(success(), gzip.compress(result()), "Content-Encoding: gzip")


def huge_answer(peer: Peer) -> None:
    peer.read()
    peer.send(b"HTTP/1.1 %d Created\r\n\r\n" % success())
    with contextlib.suppress(OSError):
        for _ in range(40):
            peer.send(b" " * (1 << 20))


def bad_gateway(peer: Peer) -> None:
    peer.read()
    peer.answer(502, b"<html>bad gateway</html>")


def request_timeout(peer: Peer) -> None:
    peer.read()
    peer.answer(408, b"{}")


def only_accepted(peer: Peer) -> None:
    peer.read()
    peer.answer(202, b"{}")


def plain_ok(peer: Peer) -> None:
    peer.read()
    peer.answer(200, result())


def drip(peer: Peer) -> None:
    peer.read()
    peer.send(b"HTTP/1.1 %d Created\r\nContent-Length: 5000\r\n\r\n" % success())
    while True:
        peer.send(b" ")
        time.sleep(0.1)


def header_drip(peer: Peer) -> None:
    peer.read()
    peer.send(b"HTTP/1.1 %d Created\r\n" % success())
    while True:
        peer.send(b"X: y\r\n")
        time.sleep(0.1)


def refused(peer: Peer) -> None:
    peer.read()
    body = {"code": "invalid", "message": "bad", "fields": [{"field": "paths./pets.get.responses", "message": "no"}]}
    peer.answer(400, json.dumps(body).encode())


def status(peer: Peer) -> None:
    peer.read()
    peer.answer(int(os.environ["FAULT_STATUS"]), b"no JSON")


def refusal_cut(peer: Peer) -> None:
    peer.read()
    peer.send(b'HTTP/1.1 400 Bad Request\r\nContent-Length: 500\r\n\r\n{"code":')


def echo(peer: Peer) -> None:
    """Repeat the credentials, as careless servers do: in a header, in texts, in keys, in pieces, in other forms."""
    peer.read()
    found = re.search(rb"(?i)authorization: \w+ (\S+)", peer.data)
    token = found[1].decode() if found else "none"
    header = base64.b64encode(f"Bearer {token}".encode()).decode()
    pieces = f"{token[:14]}… …{token[14:22]}: {token.upper()} {token.encode().hex()} {header}"
    fields = [{"field": token, "message": token}, {"field": "a", "message": pieces}]
    body = {"code": token, "message": f"token {token} is bad: {pieces}", "fields": fields, token: 1}
    peer.answer(401, json.dumps(body).encode(), f"X-Request-Id: {token}", "Content-Type: application/json")


def echo_refused(peer: Peer) -> None:
    """Refuse the document, and repeat the token in what is wrong with it."""
    peer.read()
    found = re.search(rb"(?i)authorization: \w+ (\S+)", peer.data)
    token = found[1].decode() if found else "none"
    fields = [{"field": "paths./pets.get.responses", "message": f"{token} is bad"}, {"field": token, "message": "bad"}]
    peer.answer(400, json.dumps({"code": "invalid", "message": token, "fields": fields}).encode())


def echo_html(peer: Peer) -> None:
    peer.read()
    found = re.search(rb"(?i)authorization: \w+ (\S+)", peer.data)
    peer.answer(500, b"<html>" + b"x" * 280 + (found[1] if found else b"") + b"</html>")


def echo_request(peer: Peer) -> None:
    """Refuse a request and repeat all that it has: as text, in parts, and in all encodings."""
    peer.read()
    body = peer.data.partition(b"\r\n\r\n")[2]
    texts = _secret_texts(json.loads(body or b"{}"))
    fields = [{"field": f"a[{number}].{piece}", "message": piece} for number, piece in enumerate(_pieces(texts))]
    answer = {
        "code": "invalid",
        "message": f"can't read {body.decode()}: {'; '.join(texts)}",
        "details": "; ".join(
            (*texts, *_encodings(body), *(form for text in texts for form in _encodings(text.encode())))
        ),
        "fields": fields,
        **dict.fromkeys(texts, 1),
    }
    peer.answer(400, json.dumps(answer).encode(), f"X-Request-Id: {quote(texts[0]) if texts else 'none'}")


def echo_created(peer: Peer) -> None:
    """Carry out a request, and repeat all that it has wherever an answer has a text."""
    peer.read()
    body = peer.data.partition(b"\r\n\r\n")[2]
    texts = _secret_texts(json.loads(body or b"{}"))
    value = json.loads(result())
    forms = [
        *texts,
        *_pieces(texts),
        *(form for text in texts for form in _encodings(text.encode())),
        *_encodings(body),
    ]
    for uses in value["credentials"].values():
        for use in uses:
            use["credential"] |= {"name": "; ".join(texts), "errors": forms, "data": {"value": texts[:1]}}
            use["authSchemeConfig"] |= {
                "description": "; ".join(texts),
                "validationMessages": [{"text": text, "severity": "error", "detail": [text]} for text in forms],
            }
    value |= {"name": "; ".join(texts), "variables": [{"name": text, "value": text} for text in texts]}
    peer.answer(success(), json.dumps({**value, **dict.fromkeys(texts, 1)}).encode())


def _secret_texts(request: dict[str, Any]) -> list[str]:
    """The texts that a request has as data of credentials, without those that are no secret."""
    uses: list[dict[str, Any]] = [use for side in request.get("credentials", {}).values() for use in side]
    texts = [text for use in uses for text in use["credential"]["data"].values()]
    return [text for text in texts if len(text) > 20 and "CERTIFICATE" not in text]


def _pieces(texts: list[str]) -> list[str]:
    """Each text in parts of twelve characters, and in halves."""
    parts = [text[start : start + 12] for text in texts for start in range(0, len(text), 12)]
    return parts + [part for text in texts for part in (text[: len(text) // 2], text[len(text) // 2 :])]


def _encodings(data: bytes) -> list[str]:
    """The forms in which programs write a text down."""
    text = data.decode("utf-8", "replace")
    return [
        json.dumps(text),
        json.dumps(text, ensure_ascii=False),
        quote(text),
        quote(text, safe=""),
        escape(text),
        text.upper(),
        data.hex(),
        data.hex().upper(),
        *(base64.b64encode(prefix + data).decode() for prefix in (b"", b"a:", b"ab:", b"Bearer ")),
        base64.urlsafe_b64encode(b":" + data).decode(),
        repr(data),
    ]


def echo_bytes(peer: Peer) -> None:
    """Repeat the whole request, as storages do whose signature doesn't match."""
    peer.read()
    peer.answer(int(os.environ["FAULT_STATUS"]), b"<Error>" + peer.data + b"</Error>")


def redirect(peer: Peer) -> None:
    peer.read()
    where = f"http://127.0.0.1:{os.environ['FAULT_OTHER']}/elsewhere"
    peer.answer(int(os.environ["FAULT_STATUS"]), b"", f"Location: {where}")


_TRIES: list[float] = []


def too_many_once(peer: Peer) -> None:
    peer.read()
    _TRIES.append(time.monotonic())
    if len(_TRIES) == 1:
        peer.answer(429, b"{}", f"Retry-After: {os.environ['FAULT_AFTER']}")
    else:
        peer.answer(success(), result())


def too_many_always(peer: Peer) -> None:
    peer.read()
    peer.answer(429, b"{}", f"Retry-After: {os.environ['FAULT_AFTER']}")


def slow_answer(peer: Peer) -> None:
    peer.read()
    time.sleep(2)
    peer.answer(success(), result())


def scripted(peer: Peer) -> None:
    """Answer by a script, a JSON file: `{"METHOD /path": [[status, body], …]}`; the last answer stays."""
    peer.read()
    line = HEAD.match(peer.data)
    script: dict[str, list[tuple[int, object]]] = json.loads(Path(os.environ["FAULT_SCRIPT"]).read_text())
    key = f"{line[1].decode()} {line[2].decode()}" if line else ""
    with _LOCK:
        number = _ASKED.get(key, 0)
        _ASKED[key] = number + 1
    answers = script.get(key) or [(404, {"code": "none", "message": f"nothing at {key}"})]
    code, body = answers[min(number, len(answers) - 1)]
    if code == 0:  # no answer at all
        peer.reset()
        return
    if code < 0:  # none that comes in time
        time.sleep(SLOW)
    peer.answer(code, json.dumps(body).encode(), "Content-Type: application/json")


def is_lookup(connection: socket.socket) -> bool:
    """Whether a request only reads. Its bytes stay where they are."""
    start = connection.recv(4, socket.MSG_PEEK)
    while 0 < len(start) < 4:
        start = connection.recv(4, socket.MSG_PEEK)
    return start == b"GET "


def look_up(peer: Peer) -> None:
    """Answer a look-up as the file says, whatever goes wrong with what changes something: `{"/path": body}`."""
    peer.read()
    line = HEAD.match(peer.data)
    answers: dict[str, object] = json.loads(Path(os.environ["FAULT_LOOKUPS"]).read_text())
    path = line[2].decode() if line else ""
    status = 200 if path in answers else 404
    peer.answer(status, json.dumps(answers.get(path)).encode(), "Content-Type: application/json")


_LOCK = threading.Lock()
_ASKED: dict[str, int] = {}


def plain_text(peer: Peer) -> None:
    """What a TLS client gets from a server that speaks none."""
    with contextlib.suppress(OSError):
        peer.connection.recv(1000)
        peer.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def proxy_refuses(peer: Peer) -> None:
    peer.read()
    peer.answer(403, b"", reason="Forbidden")


def serve(row: str, context: ssl.SSLContext | None) -> None:
    function = globals()[row]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        say({"port": listener.getsockname()[1]})
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=_serve_one, args=(function, connection, context), daemon=True).start()


def _serve_one(function: object, connection: socket.socket, context: ssl.SSLContext | None) -> None:
    peer = None
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        if context is not None:
            connection = context.wrap_socket(connection, server_side=True)
        peer = Peer(connection)
        if "FAULT_LOOKUPS" in os.environ and is_lookup(connection):
            look_up(peer)
        elif callable(function):
            function(peer)
    with contextlib.suppress(OSError):
        if peer is not None:
            peer.tell()
            peer.connection.close()


def run(row: str) -> None:
    """Serve `row` until the process ends."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # it ends the process
    signal.alarm(LIFE)
    context = None
    if "FAULT_CERTIFICATE" in os.environ:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(os.environ["FAULT_CERTIFICATE"])
    serve(row, context)
