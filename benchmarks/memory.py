"""How much memory a long list takes: `import_referrals` in a process of its own, and the most that it ever held.

    ./run python benchmarks/memory.py [--rows 1000000] [--kind csv|bad] [--dry-run]

`bad` is a list of which no row can be read, so that every row is told.
"""

import json
import os
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks import ground

LIMIT_MB = 300
COMMAND = """
import sys, django
django.setup()
from django.core.management import call_command
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
call_command("import_referrals", sys.argv[2], utility=sys.argv[3], user=sys.argv[4], json=True, dry_run=sys.argv[5] == "dry")
"""


def main() -> None:
    """Measure and print; status 1 above the limit."""
    options = ArgumentParser()
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--kind", choices=("csv", "bad"), default="csv")
    options.add_argument("--dry-run", action="store_true")
    asked = options.parse_args()
    with ground.database(), TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        ground.write_list(path, asked.rows)
        if asked.kind == "bad":
            spoil(path)
        megabytes, answer = measure(path, is_dry=asked.dry_run)
    errors = len(answer.pop("errors"))
    print(
        f"{asked.rows:,} rows ({asked.kind}): {megabytes:.0f} MB at most; {errors:,} errors told; {json.dumps(answer)}"
    )
    if megabytes > LIMIT_MB:
        sys.exit(1)


def spoil(path: Path) -> None:
    """The same list with every postal code cut short."""
    bad = path.with_suffix(".bad")
    with path.open("rb") as good, bad.open("wb") as file:
        file.writelines(line.replace(b",86", b",8").replace(b",80", b",8") for line in good)
    bad.replace(path)


def measure(path: Path, *, is_dry: bool) -> tuple[float, dict[str, Any]]:
    """The most memory in megabytes, and what the command said."""
    said = path.with_suffix(".json")
    arguments = [ground.DATABASE, str(path), ground.UTILITY, ground.USER, "dry" if is_dry else "wet"]
    with said.open("wb") as out:
        child = subprocess.Popen([sys.executable, "-c", COMMAND, *arguments], cwd=ground.ROOT, stdout=out)  # noqa: S603 - our own words
        _pid, status, used = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"the command ended with status {os.waitstatus_to_exitcode(status)}")
    return used.ru_maxrss / 1024, json.loads(said.read_text())


if __name__ == "__main__":
    main()
