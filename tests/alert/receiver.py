"""A receiver of webhooks on loopback, over real HTTP."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(slots=True)
class Receiver:
    """What came in, and what is answered: each of `answers` once, then 204."""

    port: int = 0
    received: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    delay: float = 0.0
    gate: threading.Event = field(default_factory=threading.Event)
    on_request: Any = None

    @property
    def url(self) -> str:
        """Its address, with something secret in the path."""
        return f"http://127.0.0.1:{self.port}/hooks/t0psecret"

    @property
    def keys(self) -> list[str]:
        """The keys of the messages in the order in which they came."""
        return [body["key"] for body in self.received]


@contextmanager
def serve() -> Iterator[Receiver]:
    """Serve a receiver on a free port."""
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.received.append(json.loads(body))
            kept.headers.append(dict(self.headers))
            if kept.on_request:
                kept.on_request()
            kept.gate.wait(kept.delay)
            status, headers = kept.answers.pop(0) if kept.answers else (204, {})
            self.send_response(status)
            for name, value in {"Content-Length": "0", **headers}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    kept.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield kept
    kept.gate.set()
    server.shutdown()
    thread.join()
    server.server_close()
