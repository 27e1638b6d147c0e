"""Two transactions in a certain order, or at the same moment, each on a connection that logged in at its door."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from cases.errors import CaseRefusal
from consent.errors import LegallyRefused
from tests.core.test_core_numbers import as_person

Work = Callable[[Any], Any]


@dataclass(frozen=True)
class Turn:
    """Who does what; the work is given the actor."""

    name: str
    work: Work


class Stage:
    """`one_after_the_other(first, second)`: the second begins when the first has done its work and not yet kept it."""

    def __init__(self, cast: Any, at_once: Any) -> None:
        self.cast, self.at_once = cast, at_once

    def start(self, turn: Turn, before: Callable[[], Any], after: Callable[[], Any]) -> Any:
        actor = self.cast.actor(turn.name)

        def run() -> Any:
            before()
            try:
                with as_person(actor):
                    try:
                        return turn.work(actor)
                    finally:
                        after()
            except LegallyRefused as refused:
                return str(refused.refusal.code)
            except CaseRefusal as refusal:
                return refusal.code

        return self.at_once(self.cast.door(turn.name), run)[0]

    def one_after_the_other(self, first: Turn, second: Turn) -> tuple[Any, Any]:
        did, may_end = threading.Event(), threading.Event()

        def hold() -> None:
            did.set()
            may_end.wait(20)

        one = self.start(first, lambda: None, hold)
        two = self.start(second, lambda: did.wait(20), lambda: None)
        did.wait(20)
        _wait_until(lambda: two.done() or _somebody_waits())
        may_end.set()
        return one.result(), two.result()

    def together(self, *turns: Turn) -> list[Any]:
        meet = threading.Barrier(len(turns), timeout=20)
        return [one.result() for one in [self.start(turn, meet.wait, lambda: None) for turn in turns]]


def _wait_until(happens: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not happens() and time.monotonic() < end:
        time.sleep(0.02)


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        return bool(cursor.fetchone()[0])
