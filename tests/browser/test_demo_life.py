"""The demonstration starts, says where, stops whole, and comes through a kill."""

import json
import signal
import socket
import time
import urllib.request

from tests.browser.conftest import start


def test_starts_and_stops_without_leaving_a_process(home):
    demo = start(home, "--port", "18100")
    assert urllib.request.urlopen(demo.portal + "/healthz").status == 200
    assert len(demo.family()) > 4
    demo.stop(signal.SIGINT)
    assert demo.process.returncode == 0
    assert demo.family() == []


def test_a_taken_port_is_named_and_the_next_one_used(home):
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", 18200))
        taken.listen()
        demo = start(home, "--port", "18200")
        try:
            assert "ポート 18200 は使われている" in "".join(demo.said)
            assert demo.portal != "http://127.0.0.1:18200"
        finally:
            demo.stop()


def test_killed_hard_it_leaves_nothing_running_and_loses_nothing(home):
    demo = start(home, "--port", "18300")
    before = demo.manage("sweep", "--json", "--today", "2030-01-04")
    demo.process.kill()
    demo.process.wait()
    until = time.monotonic() + 15
    while demo.family() and time.monotonic() < until:
        time.sleep(0.1)
    assert demo.family() == []
    again = start(home, "--port", "18300")
    try:
        after = demo.manage("sweep", "--json", "--today", "2030-01-04")
        raised = json.loads(after)["raised"]
        assert len(raised) > 1 and not any(raised.values()), (before, after)
    finally:
        again.stop()
    assert again.family() == []
