"""People, and the roles in which they act. A role is always one of a person in an organisation."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models.organization import Municipality, Organization
from organizations.tenancy import FOUNDER, Right, Tenancy, organization, shared, user


class RoleKind(models.TextChoices):
    """役割. What each may do stands in `organizations.permissions`."""

    CASEWORKER = "caseworker", _("caseworker")
    LEAD_CASEWORKER = "lead_caseworker", _("lead caseworker")
    MUNICIPAL_ADMIN = "municipal_admin", _("municipal administrator")
    AUDITOR = "auditor", _("auditor")
    UTILITY_STAFF = "utility_staff", _("utility staff")
    UTILITY_MANAGER = "utility_manager", _("utility manager")
    UTILITY_MACHINE = "utility_machine", _("utility’s own system")
    MEETING_MEMBER = "meeting_member", _("meeting member")


AGENCY_ROLES = (RoleKind.CASEWORKER, RoleKind.LEAD_CASEWORKER, RoleKind.MUNICIPAL_ADMIN, RoleKind.AUDITOR)
#: Roles of utilities; a machine has one too, and never signs in with a browser.
UTILITY_ROLES = (RoleKind.UTILITY_STAFF, RoleKind.UTILITY_MANAGER, RoleKind.UTILITY_MACHINE)
PORTAL_ROLES = (RoleKind.UTILITY_STAFF, RoleKind.UTILITY_MANAGER, RoleKind.MEETING_MEMBER)


# Whoever breaks into the portal can make nobody a caseworker.
_SERVED_AT_THE_PORTAL = "(role)::text <> ALL (ARRAY[{}])".format(", ".join(f"'{kind}'::text" for kind in AGENCY_ROLES))


class UserManager(BaseUserManager["User"]):
    """Makes people; there are no superusers."""

    def create_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> "User":
        """A person who signs in with this e-mail address; without password only by other means."""
        person = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class User(AbstractBaseUser):
    """A person who signs in. Has no right of their own: rights come with a role."""

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(shared("select insert update"),),
        portal=(shared("select insert update"),),
        worker=(shared(),),
        owner=FOUNDER,
    )

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=60)
    is_active = models.BooleanField(default=True)
    is_staff = False  # Django's admin site is not used
    date_joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """What other people see."""
        return self.name


class RoleQuerySet(models.QuerySet["RoleAssignment"]):
    """Roles, and those that count on a day."""

    def in_force(self, on: date) -> "RoleQuerySet":
        """Begun, and not ended before this day (Asia/Tokyo)."""
        return self.filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=on), starts_on__lte=on)


class RoleAssignment(models.Model):
    """役割の割当: one person in one organisation in one capacity, from a day, until a day."""

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(
            user("select"),
            Right(("select", "insert", "update"), "municipality_id", "municipality"),
        ),
        portal=(user("select"), organization("select insert update", also=_SERVED_AT_THE_PORTAL)),
        worker=(shared(),),
        owner=FOUNDER,
    )

    user = models.ForeignKey(User, models.PROTECT, related_name="roles")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="roles")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", null=True, blank=True, help_text=_("Empty for utilities.")
    )
    role = models.CharField(_("role"), max_length=20, choices=RoleKind)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until the end of"), null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization", "role"],
                condition=models.Q(ends_on__isnull=True),
                name="role_once_in_force",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on") - timedelta(days=1)),
                name="role_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=UTILITY_ROLES, municipality__isnull=True)
                | models.Q(role__in=[*AGENCY_ROLES, RoleKind.MEETING_MEMBER], municipality__isnull=False),
                name="role_has_municipality_unless_utility",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} ({self.organization_id})"


class Invitation(models.Model):
    """招待: the only way to an account. The secret is in the letter; the row holds its digest."""

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(organization("select insert update"), Right(("select",), "digest", "invitation")),
        portal=(
            organization("select insert update", also=_SERVED_AT_THE_PORTAL),
            Right(("select",), "digest", "invitation"),
        ),
        owner=FOUNDER,
    )

    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=60)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+", null=True, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=RoleKind)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Empty for the first of an organisation."),
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return self.email

    def is_open(self) -> bool:
        """Neither accepted nor expired."""
        return self.accepted_at is None and timezone.now() < self.expires_at
