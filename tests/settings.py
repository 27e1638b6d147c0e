"""The settings of the tests: a folder and a server of their own, whatever the environment says."""

import os
from pathlib import Path

os.environ["TSUNAGI_TESTING"] = "1"
os.environ["TSUNAGI_HOME"] = str(
    Path(os.environ.get("TSUNAGI_HOME") or Path(__file__).parent.parent / ".local") / "tests"
)
for _name in ("DATABASE_URL", "REDIS_URL", "TSUNAGI_DOOR"):
    os.environ.pop(_name, None)

from config.settings import *  # noqa: F403, E402 - the same settings, in that environment

#: A file is looked for when it is asked for: each of the many clients of the tests would read all folders first.
WHITENOISE_AUTOREFRESH = True
