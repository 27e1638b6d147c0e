"""What each database log-in may do with each table, and which rows it sees.

Every model declares ``tenancy = Tenancy(agency=…, portal=…, worker=…)``. `organizations.rls` makes
policies and grants of it and a system check compares them with the database, so that a table
without a declaration, or a declaration without a policy, does not pass.

A policy is a plain equality or nothing: no OR, no subquery. Where a log-in reads more rows than it
may write (public facts of organisations), it has one policy for each.
"""

from dataclasses import dataclass, field
from typing import Protocol, cast

from django.apps import apps
from django.db.models import Model

#: Log-ins that serve people or tasks, and all that a policy can name.
SERVING = ("agency", "portal", "worker")
LOGINS = (*SERVING, "owner")
ALL_VERBS = ("select", "insert", "update", "delete")

#: setting of the scope → type of the columns that it is compared with
SETTINGS = {"municipality": "bigint", "organization": "bigint", "user": "bigint", "invitation": "text"}


@dataclass(frozen=True)
class Right:
    """One policy: `verbs` on the rows where `column` equals the scope's `setting`.

    With neither column nor setting the policy holds for every row, or for those of which `also` is true.
    """

    verbs: tuple[str, ...]
    column: str = ""
    setting: str = ""
    also: str = ""  # a further plain condition on the row's own columns

    @property
    def name(self) -> str:
        """The policy's name, unique within one log-in's policies on a table."""
        return f"{self.column or 'all'}_{'_'.join(verb[:3] for verb in self.verbs)}"

    @property
    def predicate(self) -> str:
        """The SQL condition of the rows."""
        if not self.setting:
            return self.also or "true"
        if self.setting == "door":
            return f"({self.column})::text = (current_user)::text"
        kind = SETTINGS[self.setting]
        equal = f"{self.column} = (nullif(current_setting('app.{self.setting}', true), ''))::{kind}"
        return f"{equal} AND {self.also}" if self.also else equal


def _verbs(words: str) -> tuple[str, ...]:
    return ALL_VERBS if words == "all" else tuple(words.split())


def municipality(verbs: str = "select", column: str = "municipality_id") -> Right:
    """Rows of the municipality in scope."""
    return Right(_verbs(verbs), column, "municipality")


def organization(verbs: str = "select", column: str = "organization_id", also: str = "") -> Right:
    """Rows of the organisation in scope."""
    return Right(_verbs(verbs), column, "organization", also)


def user(verbs: str = "select", column: str = "user_id", also: str = "") -> Right:
    """Rows of the person who is signed in."""
    return Right(_verbs(verbs), column, "user", also)


def door(verbs: str = "all", column: str = "door") -> Right:
    """Rows that this log-in wrote itself."""
    return Right(_verbs(verbs), column, "door")


def shared(verbs: str = "select") -> Right:
    """Every row: public facts, or the worker, which serves all municipalities."""
    return Right(_verbs(verbs))


@dataclass(frozen=True)
class Tenancy:
    """The rights of each log-in; an empty tuple is no right at all.

    The owner, which migrates, has a right on reference data and people only: row security is forced
    on it too, so that whoever runs a migration reads no household (rule 21).
    """

    agency: tuple[Right, ...] = field(default=())
    portal: tuple[Right, ...] = field(default=())
    worker: tuple[Right, ...] = field(default=())
    owner: tuple[Right, ...] = field(default=())
    history: "Tenancy | None" = None  # of the history table, where it is not simply the narrowed same

    def of(self, login: str) -> tuple[Right, ...]:
        """The rights of one log-in by its short name."""
        return cast(tuple[Right, ...], getattr(self, login))

    def for_history(self) -> "Tenancy":
        """The same rows; history is written and read, never changed or removed, unless declared otherwise."""
        if self.history is not None:
            return self.history

        def narrowed(rights: tuple[Right, ...]) -> tuple[Right, ...]:
            kept = (Right(_history_verbs(right.verbs), right.column, right.setting, right.also) for right in rights)
            return tuple(right for right in kept if right.verbs)

        agency, portal, worker, owner = (narrowed(self.of(login)) for login in LOGINS)
        return Tenancy(agency, portal, worker, owner)


def _history_verbs(verbs: tuple[str, ...]) -> tuple[str, ...]:
    writes = {"insert", "update", "delete"} & set(verbs)
    return tuple(v for v in ("select", "insert") if (v == "select" and "select" in verbs) or (v == "insert" and writes))


FOUNDER = (shared("all"),)
EVERYONE_READS = Tenancy(agency=(shared(),), portal=(shared(),), worker=(shared(),), owner=FOUNDER)
OWNER_ONLY = Tenancy(owner=FOUNDER)
_SIGN_IN = Tenancy(agency=(shared("all"),), portal=(shared("all"),), worker=(shared(),), owner=FOUNDER)

#: Tables of the libraries that we use. People's log-in data belongs to no municipality: it must be
#: read before anybody's scope is known. See docs/threat-model.md.
LIBRARIES = {
    "contenttypes.ContentType": EVERYONE_READS,
    "auth.Permission": OWNER_ONLY,
    "auth.Group": OWNER_ONLY,
    "auth.Group_permissions": OWNER_ONLY,
    "account.EmailAddress": _SIGN_IN,
    "account.EmailConfirmation": OWNER_ONLY,
    "mfa.Authenticator": Tenancy(agency=(shared("all"),), portal=(shared("all"),)),
    "usersessions.UserSession": Tenancy(agency=(user("all"),), portal=(user("all"),)),
    # Machines sign in at the portal only; what they may do stands in our own tables.
    "allauth_idp_oidc.Client": Tenancy(portal=(shared("all"),)),
    "allauth_idp_oidc.Token": Tenancy(portal=(shared("all"),)),
}


class _Declaring(Protocol):
    tenancy: Tenancy


def tenancy_of(model: type[Model]) -> Tenancy | None:
    """What the model declares; None where it says nothing."""
    if model._meta.label in LIBRARIES:
        return LIBRARIES[model._meta.label]
    source = getattr(model, "instance_type", None)  # set by django-simple-history on a history model
    if source is not None:
        declared = tenancy_of(source)
        return declared.for_history() if declared else None
    if "tenancy" in vars(model) or any("tenancy" in vars(base) for base in model.__mro__):
        return cast(_Declaring, model).tenancy
    return None


def tables() -> list[type[Model]]:
    """Every model that has a table of its own, history and many-to-many tables included."""
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if model._meta.managed and not model._meta.proxy]
