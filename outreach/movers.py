"""Visits go along when two cases become one."""

from django.utils.translation import ngettext

from cases.moving import Rows, register
from outreach.models import Visit


def _visits(count: int) -> str:
    return ngettext("{n} visit", "{n} visits", count).format(n=count)


register(Rows(Visit, _visits))
