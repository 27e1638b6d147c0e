"""`demo`: everything on this machine, with invented data, until Ctrl-C."""

import shutil
import signal
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config import embedded
from config.demo import seed
from config.demo.organizations import PASSWORD, log_ins
from config.demo.processes import Family, answers, celery, free_port, gunicorn

READY_SECONDS = 60


class Command(BaseCommand):
    """See the module."""

    help = "Starts database, portal, agency, worker and beat on this machine, with demonstration data."
    requires_system_checks: list[str] = []  # the database is only being made

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--fresh and --port."""
        parser.add_argument("--fresh", action="store_true", help="begin again with new data")
        parser.add_argument("--port", type=int, default=8000, help="the portal's port; the agency takes the next")

    def handle(self, *args: Any, **options: Any) -> None:
        """Start, print where to go, wait, stop."""
        if not settings.EMBEDDED:
            raise CommandError("DATABASE_URL is set: the demonstration uses a database of its own only.")
        self.started = time.monotonic()
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _stop)
        family = Family(settings.HOME)
        try:
            with embedded.sole(settings.HOME, "demo.lock") as alone:
                if not alone:
                    raise CommandError("The demonstration runs already in this folder.")
                self._run(family, options)
        except KeyboardInterrupt:
            self._say("止めています…")
        finally:
            family.stop()
            connection.close()
            embedded.release(settings.HOME)
        self._say("止まりました。")

    def _run(self, family: Family, options: dict[str, Any]) -> None:
        if options["fresh"]:
            _forget()
        self._prepare()
        portal, agency = self._ports(options["port"])
        addresses = {
            "TSUNAGI_PORTAL_URL": f"http://127.0.0.1:{portal}",
            "TSUNAGI_AGENCY_URL": f"http://127.0.0.1:{agency}",
        }
        self._say("4/4 事業者ポータル、相談支援、ワーカーを始めています…")
        family.start("portal", gunicorn(portal), "portal", **addresses)
        family.start("agency", gunicorn(agency), "agency", **addresses)
        family.start("worker", celery("worker", "--pool", "solo", "--loglevel", "warning", "--without-mingle",
                                      "--without-gossip", "--without-heartbeat"), "worker", **addresses)  # fmt: skip
        # Lists that utilities send are worked on with the portal's rights.
        family.start("lists", celery("worker", "--queues", "portal", "--hostname", "lists@%h", "--pool", "solo", "--loglevel",
                                     "warning", "--without-mingle", "--without-gossip", "--without-heartbeat"),
                     "portal", **addresses)  # fmt: skip
        family.start("beat", celery("beat", "--loglevel", "warning", "--schedule", str(settings.HOME / "broker" / "beat"),
                                    "--pidfile", ""), "worker", **addresses)  # fmt: skip
        self._wait(family, portal, agency)
        self._welcome(portal, agency)
        while (fallen := family.fallen()) is None:
            time.sleep(0.5)
        raise CommandError(f"{fallen.name} has ended by itself; see {settings.HOME}/log/{fallen.name}.log.")

    def _prepare(self) -> None:
        self._say("1/4 データベースを始めています…")
        if not (settings.HOME / "postgres" / "provisioned").exists():
            call_command("provision", stdout=open("/dev/null", "w"))  # noqa: SIM115 - closed with the process
            (settings.HOME / "postgres" / "provisioned").touch()
        self._say("2/4 表を整えています…")
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0)
        self._say("3/4 見本のデータを確かめています…")
        if not seed.is_filled():
            seed.fill(self._say)
        for name in ("queue", "control"):
            (settings.HOME / "broker" / name).mkdir(parents=True, exist_ok=True)

    def _ports(self, wanted: int) -> tuple[int, int]:
        portal = free_port(wanted, set())
        agency = free_port(portal + 1, {portal})
        for asked, got in ((wanted, portal), (wanted + 1, agency)):
            if asked != got:
                self._say(f"ポート {asked} は使われているので、{got} を使います。")
        return portal, agency

    def _wait(self, family: Family, *ports: int) -> None:
        until = time.monotonic() + READY_SECONDS
        waiting = set(ports)
        while waiting:
            waiting = {port for port in waiting if not answers(port)}
            fallen = family.fallen()
            if fallen or time.monotonic() > until:
                name = fallen.name if fallen else "portal or agency"
                raise CommandError(f"{name} did not start; see {settings.HOME}/log.")
            time.sleep(0.05)

    def _welcome(self, portal: int, agency: int) -> None:
        self._say(f"\n用意ができました（{time.monotonic() - self.started:.1f} 秒）。\n")
        self._say(f"  事業者ポータル   http://127.0.0.1:{portal}/")
        self._say(f"  相談支援         http://127.0.0.1:{agency}/\n")
        self._say(f"  パスワードはどれも {PASSWORD}\n")
        doors = {"portal": "ポータル", "agency": "相談支援"}
        for one in log_ins():
            self._say(f"  {doors[one.door]}\t{one.email:<34}\t{one.role}（{one.organization}）")
        self._say("\n人の名前も世帯も、すべて架空のものです。止めるには Ctrl-C を押してください。")

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()


def _stop(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _forget() -> None:
    """New data: everything local goes, save the secrets and the tools."""
    connection.close()
    embedded.release(settings.HOME)
    for name in ("postgres", "media", "broker", "mail", "log"):
        shutil.rmtree(settings.HOME / name, ignore_errors=True)
