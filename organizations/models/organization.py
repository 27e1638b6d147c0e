"""Organisations: municipality (tenant), support agency, utility, office. Public facts, read by every log-in."""

import secrets
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from japanese.codes import validate_municipality_code
from organizations.tenancy import EVERYONE_READS, FOUNDER, Right, Tenancy, municipality, shared

CHANNEL_CODE = RegexValidator(r"^[A-Z0-9]{4,8}$", _("Four to eight capital letters or digits."))


class OrganizationKind(models.TextChoices):
    """What an organisation is."""

    MUNICIPALITY = "municipality", _("municipality")
    AGENCY = "agency", _("self-reliance support agency")
    UTILITY = "utility", _("utility company")
    OTHER = "other", _("other organisation")


class Organization(models.Model):
    """組織. What municipality, agency and utility have in common."""

    # An agency may add a body with no tenant and no log-in (a 民生委員協議会 that joins a meeting), and no other kind.
    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(shared(), Right(("insert",), also="(kind)::text = 'other'::text")),
        portal=(shared(),),
        worker=(shared(),),
        owner=FOUNDER,
    )

    kind = models.CharField(_("kind"), max_length=20, choices=OrganizationKind)
    name = models.CharField(_("name"), max_length=120)
    postal_code = models.CharField(_("postal code"), max_length=8, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name


class Municipality(Organization):
    """自治体（福祉事務所設置自治体）: the tenant, with the thresholds that its follow-up uses."""

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(shared(), municipality("update", "organization_ptr_id")),
        portal=(shared(),),
        worker=(shared(),),
        owner=FOUNDER,
    )

    organization_ptr = models.OneToOneField(
        Organization, models.CASCADE, parent_link=True, primary_key=True, related_name="as_municipality"
    )
    code = models.CharField(_("municipality code"), max_length=6, unique=True, validators=[validate_municipality_code])
    prefecture = models.CharField(_("prefecture"), max_length=10)
    is_cold_region = models.BooleanField(_("cold region"), default=False)
    stop_warning_days = models.PositiveSmallIntegerField(
        _("warn so many working days before a stop"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
    )
    long_arrears_months = models.PositiveSmallIntegerField(
        _("months of arrears that count as long"), default=3, validators=[MinValueValidator(1), MaxValueValidator(24)]
    )
    no_contact_days = models.PositiveSmallIntegerField(
        _("days without contact before a flag"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(180)],
    )

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        constraints = [
            models.CheckConstraint(condition=models.Q(code__regex=r"^\d{6}$"), name="municipality_code_six_digits"),
            models.CheckConstraint(
                condition=models.Q(stop_warning_days__gte=1, long_arrears_months__gte=1, no_contact_days__gte=1),
                name="municipality_thresholds_positive",
            ),
        ]


class SupportAgency(Organization):
    """自立相談支援機関: run by a municipality or entrusted by it."""

    tenancy: ClassVar[Tenancy] = EVERYONE_READS

    organization_ptr = models.OneToOneField(
        Organization, models.CASCADE, parent_link=True, primary_key=True, related_name="as_agency"
    )
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="agencies")
    is_public = models.BooleanField(
        _("run by the municipality itself"), help_text=_("Otherwise it is entrusted to a private body."), default=True
    )
    code = models.SlugField(_("code"), max_length=30, unique=True)
    channel_code = models.CharField(_("channel code on leaflets"), max_length=8, unique=True, validators=[CHANNEL_CODE])
    email = models.EmailField(_("e-mail of the desk"))
    fax = models.CharField(_("fax"), max_length=20, blank=True)
    access = models.CharField(_("how to get there"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("support agency")
        verbose_name_plural = _("support agencies")


class UtilityKind(models.TextChoices):
    """What a utility supplies, or what else its people see at the door."""

    ELECTRICITY_RETAIL = "electricity_retail", _("electricity (retail)")
    ELECTRICITY_NETWORK = "electricity_network", _("electricity (network)")
    CITY_GAS = "city_gas", _("city gas")
    LP_GAS = "lp_gas", _("LP gas")
    WATER = "water", _("water")
    HOUSING = "housing", _("housing")
    OTHER = "other", _("other")


def new_code() -> str:
    """A code for whoever was founded without one; somebody may give a better one later."""
    return f"u-{secrets.token_hex(4)}"


class Utility(Organization):
    """事業者. Whether it is a public body decides which article its reports rest on."""

    tenancy: ClassVar[Tenancy] = EVERYONE_READS

    organization_ptr = models.OneToOneField(
        Organization, models.CASCADE, parent_link=True, primary_key=True, related_name="as_utility"
    )
    code = models.SlugField(
        _("code"), max_length=30, unique=True, default=new_code, help_text=_("Names the utility in commands.")
    )
    utility_kind = models.CharField(_("kind of supply"), max_length=20, choices=UtilityKind)
    is_public_body = models.BooleanField(_("public body"), default=False)

    class Meta:
        verbose_name = _("utility")
        verbose_name_plural = _("utilities")


class Office(models.Model):
    """営業所・窓口 of a utility."""

    tenancy: ClassVar[Tenancy] = EVERYONE_READS

    utility = models.ForeignKey(Utility, models.PROTECT, related_name="offices")
    name = models.CharField(_("name"), max_length=80)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    municipalities = models.ManyToManyField(
        Municipality, through="OfficeArea", related_name="utility_offices", verbose_name=_("service area")
    )

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        constraints = [models.UniqueConstraint(fields=["utility", "name"], name="office_name_unique_in_utility")]

    def __str__(self) -> str:
        return self.name


class OfficeArea(models.Model):
    """管内: an office serves a municipality."""

    tenancy: ClassVar[Tenancy] = EVERYONE_READS

    office = models.ForeignKey(Office, models.CASCADE)
    municipality = models.ForeignKey(Municipality, models.CASCADE)

    class Meta:
        verbose_name = _("area of an office")
        verbose_name_plural = _("areas of offices")
        constraints = [models.UniqueConstraint(fields=["office", "municipality"], name="office_area_once")]

    def __str__(self) -> str:
        return f"{self.office_id}–{self.municipality_id}"
