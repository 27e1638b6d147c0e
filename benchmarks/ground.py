"""What the benchmarks stand on: a database of their own on the embedded server, and invented lists."""

import csv
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
for _name in ("DATABASE_URL", "TSUNAGI_DOOR"):
    os.environ.pop(_name, None)  # never anybody's own database

DATABASE = "tsunagi_bench"
UTILITY, USER, AGENCY = "hinode", "tantou@hinode.example.jp", "tamana"
#: 玉名市, 北九州市: codes that the company's agencies serve.
PLACES = (
    *(("865-0016", "熊本県玉名市岩崎"), ("865-0025", "熊本県玉名市高瀬"), ("865-0051", "熊本県玉名市繁根木")),
    *(("803-0813", "福岡県北九州市小倉北区城内"), ("802-0001", "福岡県北九州市小倉北区浅野")),
)
FAMILIES = ("玉名", "髙田", "﨑山", "渡邊", "佐藤", "鈴木", "高橋", "田中", "能見", "表")
GIVEN = ("花子", "太郎", "一郎", "さちこ", "健", "美咲", "翔太", "ソノ", "①子", "清")
KANA = ("ﾀﾏﾅ", "ﾀｶﾀﾞ", "ｻｷﾔﾏ", "ﾜﾀﾅﾍﾞ", "ｻﾄｳ", "ｽｽﾞｷ", "ﾀｶﾊｼ", "ﾀﾅｶ", "ﾉｳﾐ", "ｵﾓﾃ")
WAYS = ("書面", "口頭", "電話")


def administrator() -> dict[str, Any]:
    """psycopg's arguments of the server's administrator, whom row security does not bind."""
    from django.conf import settings

    from config import embedded
    from config.environment import local_secrets

    host = str(embedded.ensure_running(settings.HOME))
    return {"host": host, "user": "postgres", "password": local_secrets()["superuser"]}


@contextmanager
def database() -> Iterator[None]:
    """A fresh database with organisations and people and no household; gone afterwards. Django's connection is the owner's."""
    import django
    import psycopg

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from config.demo import organizations
    from config.management.commands.provision import provision_embedded

    drop = f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)"
    with psycopg.connect(**administrator(), dbname="postgres", autocommit=True) as server:
        server.execute(drop)
    provision_embedded(DATABASE)
    connection.close()
    connection.settings_dict["NAME"] = DATABASE
    try:
        call_command("migrate", verbosity=0)
        with transaction.atomic():
            organizations.build()
        yield
    finally:
        connection.close()
        with psycopg.connect(**administrator(), dbname="postgres", autocommit=True) as server:
            server.execute(drop)


def write_list(path: Path, count: int, *, first: int = 0, encoding: str = "cp932") -> None:
    """A list as a company's system writes it: all columns, every row with a lawful ground, all different."""
    from referrals.importing.columns import COLUMNS

    draw = Random(20261124)  # noqa: S311 - invented households, the same each time
    with path.open("w", encoding=encoding, newline="") as file:
        rows = csv.writer(file)
        rows.writerow([column.name for column in COLUMNS])
        for n in range(first, first + count):
            rows.writerow(_row(draw, n))


def _row(draw: Random, n: int) -> list[str]:
    who, (code, town) = draw.randrange(10), draw.choice(PLACES)
    months, day = draw.randrange(1, 12), draw.randrange(1, 29)
    return [
        f"{4000000000 + n}",
        f"{KANA[who]} {draw.choice(KANA)}",
        f"{FAMILIES[who]}　{draw.choice(GIVEN)}",
        code,
        f"{town}{draw.randrange(1, 400)}-{draw.randrange(1, 40)}",
        f"0968-{draw.randrange(10, 99)}-{draw.randrange(1000, 9999)}" if n % 3 else "",
        "電気",
        f"09{draw.randrange(10**19, 10**20)}",
        str(months),
        f"{months * draw.randrange(3000, 15000):,}",
        f"R8.{draw.randrange(1, 11)}.{day}",
        "",
        f"2026/11/{draw.randrange(1, 24)}",
        f"令和8年12月{day}日",
        "同意",
        f"2026-11-{draw.randrange(1, 24):02}",
        draw.choice(WAYS),
        draw.choice(("検針員 佐藤", "窓口 田中", "収納係 鈴木")),
        "すべて",
        "",
        "",
        "",
        "",
        "夜間の連絡を希望" if n % 5 == 0 else "",
    ]
