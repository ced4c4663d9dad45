"""Servers to measure: `dnr serve` on a database, and a bare application that answers and does nothing."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

TRIES = 1800
IDLE = 3
"""Seconds after which a connection is not used again; the server keeps one for five."""
BARE = """
import sys
from uuid import UUID
import uvicorn
from fastapi import FastAPI
app = FastAPI()
@app.post("/tasks/{task_id}/complete")
def complete(task_id: UUID, answers: dict) -> dict:
    return {"done": True}
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", server_header=False)
"""


MATCH = """
import os, sqlite3, sys
import uvicorn
from fastapi import FastAPI
app = FastAPI()
connection = sqlite3.connect(f"file:{sys.argv[2]}?mode=ro", uri=True, check_same_thread=False)
connection.row_factory = sqlite3.Row
FOUND = "SELECT c.* FROM search_words JOIN search_entry e ON e.number = search_words.rowid " \
    "JOIN case_file c ON c.id = e.case_id WHERE search_words MATCH ? ORDER BY search_words.rowid DESC LIMIT 50"
@app.get("/cases")
def cases(q: str) -> dict:
    rows = connection.execute(FOUND, (q,)).fetchall()
    return {"items": [{name: row[name] for name in row.keys() if name != "head"} for row in rows]}
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", server_header=False)
"""
"""A bare application that asks the full-text index and sends the cases that it finds, whoever asks."""


@dataclass
class Server:
    """A running server and one connection to it that is kept alive."""

    process: subprocess.Popen[bytes]
    port: int
    headers: Mapping[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection = field(init=False)
    used: float = 0.0

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def post(self, path: str, form: Mapping[str, Any], **headers: str) -> tuple[int, bytes]:
        """One request; the status and the body of its answer."""
        if time.monotonic() - self.used > IDLE:
            self.connection.close()  # the server has, or soon will have; the next request opens it again
        self.used = time.monotonic()
        said = {"Content-Type": "application/json", **self.headers, **headers}
        self.connection.request("POST", path, json.dumps(form), said)
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def get(self, path: str, **headers: str) -> bytes:
        """Reads one address; RuntimeError for any answer but 200."""
        if time.monotonic() - self.used > IDLE:
            self.connection.close()
        self.used = time.monotonic()
        self.connection.request("GET", path, headers={**self.headers, **headers})
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{answer.status}: {body[:500]!r}")
        return body


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, **environment: str) -> Iterator[Server]:
    """A server for a while, from when it can be reached."""
    process = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        wait_until_reached(process, port)
        server = Server(process, port)
        yield server
        server.connection.close()
    finally:
        process.terminate()
        process.wait()


def wait_until_reached(process: subprocess.Popen[bytes], port: int) -> None:
    """Tries until the server can be reached; an error when it has ended instead."""
    for _ in range(TRIES):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        try:
            process.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
        raise RuntimeError(f"the server ended with {process.returncode}")
    raise RuntimeError("the server could not be reached")


@contextmanager
def dnr(home: Path, token: str, url: str = "") -> Iterator[Server]:
    """`dnr serve` on the database under a home, or at a URL, asked by one person."""
    port = free_port()
    program = "from api.cli import main; main()"
    command = [sys.executable, "-c", program, "serve", "--port", str(port)]
    with running(command, port, DNR_HOME=str(home), DNR_DATABASE_URL=url) as server:
        server.headers = {"Authorization": f"Bearer {token}"}
        yield server


@contextmanager
def bare() -> Iterator[Server]:
    """A bare application under the same settings of the same server."""
    port = free_port()
    with running([sys.executable, "-c", BARE, str(port)], port) as server:
        yield server


@contextmanager
def matching(file: Path) -> Iterator[Server]:
    """A bare application that asks a database's full-text index and nothing else."""
    port = free_port()
    with running([sys.executable, "-c", MATCH, str(port), str(file)], port) as server:
        yield server


def complete(server: Server, task: UUID, form: Mapping[str, Any], **headers: str) -> None:
    """Completes a task over HTTP, with an Idempotency-Key."""
    said_too = {"Idempotency-Key": str(uuid4()), **headers}
    status, said = server.post(f"/api/v1/tasks/{task}/complete", form, **said_too)
    if status != 200:
        raise RuntimeError(f"{status}: {said.decode()}")
