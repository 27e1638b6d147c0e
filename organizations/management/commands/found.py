"""`found`: the first municipality, agency or utility, and the address by which its first person joins."""

from argparse import ArgumentParser
from datetime import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from organizations.errors import OrganizationRefusal
from organizations.founding import Company, First, Founded, Town, found_municipality, found_utility
from organizations.models import UtilityKind

NEEDED = {
    "municipality": ("code", "prefecture", "agency", "agency_code", "channel_code", "desk_email", "admin_email"),
    "utility": ("kind", "office", "serves", "manager_email"),
}


class Command(BaseCommand):
    """See the module."""

    help = (
        "Founds a municipality with its support agency, or registers a utility with an office, and prints the "
        "invitation of the first person there. Needs the owner's log-in. Asked again it adds what is new; where "
        "nobody has accepted, it prints a new invitation."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Either --municipality or --utility, with what belongs to it."""
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--municipality", metavar="NAME", help="for example 玉名市")
        which.add_argument("--utility", metavar="NAME", help="for example 玉名市水道課")
        _town_arguments(parser.add_argument_group("with --municipality"))
        _company_arguments(parser.add_argument_group("with --utility"))
        parser.add_argument("--phone", default="", help="of the agency's desk, or of the office")

    def handle(self, *args: Any, **options: Any) -> None:
        """Found, and say what is new and what is to be done with the address."""
        if settings.DOOR != "owner":
            raise CommandError("found needs the owner's log-in: set TSUNAGI_DOOR=owner and the owner's DATABASE_URL.")
        kind = "municipality" if options["municipality"] else "utility"
        missing = [f"--{name.replace('_', '-')}" for name in NEEDED[kind] if not options[name]]
        if missing:
            raise CommandError(f"--{kind} also needs {', '.join(missing)}.")
        try:
            founded = _found(kind, options)
        except OrganizationRefusal as refusal:
            raise CommandError(str(refusal.sentence)) from refusal
        self._say(founded)

    def _say(self, founded: Founded) -> None:
        self.stdout.write(f"New: {', '.join(founded.new) or 'nothing but the invitation'}")
        if founded.letter is None:
            self.stdout.write("Somebody there invites the others already; there is no new invitation.")
            return
        invitation = founded.letter.invitation
        self.stdout.write(f"Invitation for {invitation.email}, open until {invitation.expires_at:%Y-%m-%d %H:%M} UTC.")
        self.stdout.write("Hand this address to that person only; whoever opens it first has the role:")
        self.stdout.write(founded.letter.address)


def _town_arguments(group: Any) -> None:
    group.add_argument("--code", help="six digits, for example 432067")
    group.add_argument("--prefecture", help="for example 熊本県")
    group.add_argument("--cold-region", action="store_true", help="winter raises urgency")
    group.add_argument("--agency", help="name of the support agency")
    group.add_argument("--agency-code", help="short name in addresses and commands, for example tamana")
    group.add_argument("--channel-code", help="four to eight capitals or digits printed on leaflets, for example TMN1")
    group.add_argument("--entrusted", action="store_true", help="the agency is a private body, not the municipality")
    group.add_argument("--desk-email", help="where news of a report goes; they say nothing of a household")
    group.add_argument("--postal-code", default="")
    group.add_argument("--address", default="")
    group.add_argument("--access", default="", help="how to get there, printed on leaflets")
    group.add_argument("--opens-at", type=_time, default=time(8, 30), help="Monday to Friday; 8:30 unless told")
    group.add_argument("--closes-at", type=_time, default=time(17, 15), help="17:15 unless told")
    group.add_argument("--ward", action="append", help="JIS code of a ward, five digits; may be repeated")
    group.add_argument("--admin-email", help="the first municipal administrator")
    group.add_argument("--admin-name", default="")


def _company_arguments(group: Any) -> None:
    group.add_argument("--kind", choices=[str(kind.value) for kind in UtilityKind])
    group.add_argument("--public", action="store_true", help="a public body: another article of law applies")
    group.add_argument("--office", help="name of the office")
    group.add_argument("--serves", action="append", metavar="CODE", help="municipality, six digits; may be repeated")
    group.add_argument("--manager-email", help="the first manager")
    group.add_argument("--manager-name", default="")


def _time(text: str) -> time:
    return time.fromisoformat(text.zfill(5))


def _found(kind: str, options: dict[str, Any]) -> Founded:
    if kind == "municipality":
        first = First(options["admin_email"], options["admin_name"] or options["admin_email"])
        return found_municipality(town=_town(options), first=first)
    first = First(options["manager_email"], options["manager_name"] or options["manager_email"])
    return found_utility(company=_company(options), first=first)


def _town(options: dict[str, Any]) -> Town:
    same = (
        "code",
        "prefecture",
        "agency",
        "agency_code",
        "channel_code",
        "entrusted",
        "phone",
        "postal_code",
        "address",
    )
    return Town(
        name=options["municipality"],
        is_cold_region=options["cold_region"],
        email=options["desk_email"],
        access=options["access"],
        opens_at=options["opens_at"],
        closes_at=options["closes_at"],
        jis_codes=tuple(options["ward"] or [options["code"][:5]]),
        **{name: options[name] for name in same},
    )


def _company(options: dict[str, Any]) -> Company:
    return Company(
        name=options["utility"],
        kind=options["kind"],
        is_public_body=options["public"],
        office=options["office"],
        phone=options["phone"],
        serves=tuple(options["serves"]),
    )
