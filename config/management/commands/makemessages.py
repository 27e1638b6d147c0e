"""Extraction of messages that knows the names under which this code calls gettext."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Where a module needs `gettext` and `gettext_lazy`, one of them is `_` and the other has a name of its own."""

    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=_lazy", "--keyword=_now"]
