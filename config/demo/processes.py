"""The demonstration's processes: started together, stopped together, none left behind.

Each child asks the kernel to end it when its parent dies, so that even `kill -9` leaves nothing.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from config.environment import BASE_DIR

STOP_SECONDS = 8


@dataclass
class Child:
    """A running process and what it is called."""

    name: str
    process: subprocess.Popen[bytes]


@dataclass
class Family:
    """All children of the demonstration."""

    home: Path
    children: list[Child] = field(default_factory=list)

    def start(self, name: str, command: list[str], door: str, **environment: str) -> None:
        """Start one with its door's log-in; what it says goes to a file of its name."""
        setpriv = shutil.which("setpriv")
        guarded = [setpriv, "--pdeathsig", "TERM", *command] if setpriv else command
        log = self.home / "log" / f"{name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            process = subprocess.Popen(  # noqa: S603 - our own commands
                guarded,
                cwd=BASE_DIR,
                env={**os.environ, "TSUNAGI_DOOR": door, "PYTHONUNBUFFERED": "1", **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C reaches the parent only, which stops them in order
            )
        self.children.append(Child(name, process))

    def fallen(self) -> Child | None:
        """A child that ended by itself."""
        return next((child for child in self.children if child.process.poll() is not None), None)

    def stop(self) -> None:
        """Ask all to end, wait, and end those that do not."""
        for child in self.children:
            _signal(child, signal.SIGTERM)
        until = time.monotonic() + STOP_SECONDS
        for child in self.children:
            try:
                child.process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(child, signal.SIGKILL)
                child.process.wait()


def _signal(child: Child, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.process.pid, number)


def free_port(wanted: int, taken: set[int]) -> int:
    """The wanted port of the loopback, or the next free one."""
    for port in range(wanted, 65536):
        if port in taken:
            continue
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError(f"no free port from {wanted} on")


def gunicorn(port: int) -> list[str]:
    """A door's web server: one process with threads; access lines without queries."""
    return [
        *(sys.executable, "-m", "gunicorn", "config.wsgi:application"),
        *("--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "8", "--timeout", "60"),
        *("--graceful-timeout", "3"),  # no access log: the path of an invitation is its secret
        *("--no-control-socket",),
    ]


def celery(*words: str) -> list[str]:
    """A Celery process of this project."""
    return [sys.executable, "-m", "celery", "-A", "config", *words]


def answers(port: int) -> bool:
    """Whether a door on this port is ready."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
