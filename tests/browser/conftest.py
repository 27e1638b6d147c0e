"""The running demonstration and headless Chromium, which may speak to this machine only."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
WITHOUT_CHROMIUM = "Chromium is not installed: the browser tests are skipped. Install the package chromium."
PASSWORD = "tsunagi-demo"
READY_SECONDS = 300  # it takes ten when nothing else runs


@dataclass
class Demo:
    """A running demonstration."""

    home: Path
    process: subprocess.Popen[str]
    portal: str = ""
    agency: str = ""
    said: list[str] = field(default_factory=list)

    def family(self) -> list[psutil.Process]:
        """Every process that works in this demonstration's folder, the database's among them."""
        found = []
        for one in psutil.process_iter():
            try:
                if str(self.home) in " ".join(one.cmdline()) or one.environ().get("TSUNAGI_HOME") == str(self.home):
                    found.append(one)
            except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
                continue
        return [one for one in found if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]

    def manage(self, *words: str) -> str:
        """What a command of manage.py prints, in this demonstration's folder."""
        command = [sys.executable, str(ROOT / "manage.py"), *words]
        done = subprocess.run(command, cwd=ROOT, env=environment(self.home), capture_output=True, text=True, check=True)
        return done.stdout

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it and wait until nothing of it is left."""
        if self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(30)
        until = time.monotonic() + 15
        while self.family() and time.monotonic() < until:
            time.sleep(0.1)


def environment(home: Path) -> dict[str, str]:
    """As a user's shell has it: nothing of the tests' own settings."""
    foreign = ("TSUNAGI_TESTING", "DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL", "TSUNAGI_DOOR")
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    return {**kept, "TSUNAGI_HOME": str(home), "PYTHONUNBUFFERED": "1"}


def start(home: Path, *words: str) -> Demo:
    """Start it and wait until it says that it is ready."""
    command = [sys.executable, str(ROOT / "manage.py"), "demo", *words]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    demo = Demo(home, process)
    until = time.monotonic() + READY_SECONDS
    assert process.stdout is not None
    for line in process.stdout:
        demo.said.append(line)
        if found := re.search(r"(http://127\.0\.0\.1:\d+)/", line):
            demo.portal, demo.agency = demo.portal or found[1], found[1]
        if "Ctrl-C" in line or time.monotonic() > until:
            break
    if not demo.agency or demo.agency == demo.portal:
        demo.stop()
    assert demo.agency and demo.agency != demo.portal, "".join(demo.said)
    return demo


@pytest.fixture
def home() -> Iterator[Path]:
    """An empty folder with a short path, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="tsunagi-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def furnished() -> Iterator[Path]:
    """The folder of a demonstration that was started once and has ended; a copy of it starts much sooner."""
    folder = Path(tempfile.mkdtemp(prefix="tsunagi-"))
    start(folder, "--port", "18000").stop()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def demo(furnished: Path) -> Iterator[Demo]:
    """One demonstration for the tests of a module, with the data as they are at first."""
    folder = Path(tempfile.mkdtemp(prefix="tsunagi-"))
    # With owners and modes: as root, the database's files belong to the user that its server runs as.
    subprocess.run(["/bin/cp", "-a", f"{furnished}/.", str(folder)], check=True)
    running = start(folder, "--port", "18000")
    yield running
    running.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser; no name resolves but this machine's.

    For a module only: while Playwright runs, Django takes this thread for an asynchronous one.
    """
    if CHROMIUM is None:
        pytest.skip(WITHOUT_CHROMIUM)
    with sync_playwright() as playwright:
        arguments = [
            "--no-sandbox",
            "--disable-gpu",
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
        ]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@dataclass
class Person:
    """Somebody at a browser: signed in, watched for what the page asks for and complains about."""

    page: Page
    base: str
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def goes(self, path: str) -> None:
        """Open a path of their door."""
        self.page.goto(self.base + path)

    def sees_no_barrier(self) -> None:
        """axe-core finds nothing on this page."""
        found = Axe().run(self.page)
        told = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found.response["violations"]]
        assert not told, f"{self.page.url}: {told}"

    def stays_on_this_machine(self) -> None:
        """No request went elsewhere, and the browser had nothing to complain about."""
        away = [url for url in self.asked if not url.startswith((self.base, "data:", "blob:"))]
        assert not away, away
        assert not self.complaints, self.complaints


@pytest.fixture
def visit(demo: Demo, chromium: Browser) -> Iterator[Callable[..., Person]]:
    """`visit("soudan@tamana.example.jp")` signs in; `phone=True` is 390 pixels wide."""
    contexts: list[Any] = []

    def open_page(email: str, *, door: str = "agency", phone: bool = False) -> Person:
        width, height = (390, 844) if phone else (1280, 900)
        context = chromium.new_context(
            viewport={"width": width, "height": height}, locale="ja-JP", timezone_id="Asia/Tokyo"
        )
        contexts.append(context)
        person = Person(context.new_page(), demo.portal if door == "portal" else demo.agency)
        person.page.set_default_timeout(15_000)
        person.page.on("request", lambda request: person.asked.append(request.url))
        person.page.on("console", lambda said: _listen(person, said))
        person.page.on("pageerror", lambda error: person.complaints.append(str(error)))
        person.goes("/account/login/")
        person.page.fill("input[name=login]", email)
        person.page.fill("input[name=password]", PASSWORD)
        person.page.press("input[name=password]", "Enter")
        person.page.wait_for_url(re.compile(r"/(today|start|people|agreements|disclosures|access)/"))
        return person

    yield open_page
    for context in contexts:
        context.close()


def _listen(person: Person, said: Any) -> None:
    # A refusal by law is an answer of 422; the browser calls every such answer an error.
    if said.type in ("error", "warning") and "status of 4" not in said.text:
        person.complaints.append(said.text)
