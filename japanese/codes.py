"""Numbers with a rule: municipality codes (全国地方公共団体コード) and supply points (供給地点特定番号)."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from japanese.text import DASHES

ELECTRICITY = "electricity"
CITY_GAS = "city_gas"

_WEIGHTS = (6, 5, 4, 3, 2)
_BLANKS_AND_DASHES = re.compile(rf"[\s{re.escape(DASHES)}]+")
# The first two digits of an electricity number are the area of one of the ten network companies.
_SUPPLY_POINT = {
    ELECTRICITY: re.compile(r"(?:0[1-9]|10)[0-9]{20}"),
    CITY_GAS: re.compile(r"[0-9]{17}"),
}
_SUPPLY_POINT_RULE = {
    ELECTRICITY: _("The supply point number of electricity has 22 digits and begins with 01 to 10."),
    CITY_GAS: _("The supply point number of city gas has 17 digits."),
}


def normalise_digits(text: str) -> str:
    """Half-width, without blanks and dashes; whatever else stands there stays, for a check to refuse."""
    return _BLANKS_AND_DASHES.sub("", unicodedata.normalize("NFKC", text))


def check_digit(first_five: str) -> str:
    """The sixth digit of a municipality code: the last digit of 11 less the weighted sum modulo 11."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_five, strict=True))
    return str((11 - total % 11) % 10)


def municipality_code_is_valid(code: str) -> bool:
    """Whether this is six half-width digits of which the last checks the others (玉名市: 432067)."""
    return bool(re.fullmatch("[0-9]{6}", code)) and check_digit(code[:5]) == code[5]


def validate_municipality_code(code: str) -> None:
    """For models and forms. Raises ValidationError."""
    if not municipality_code_is_valid(code):
        raise ValidationError(
            _("A municipality code has six digits, of which the last checks the others. Please check it."),
            code="municipality_code",
        )


def validate_supply_point(number: str, kind: str) -> str:
    """The digits of a supply point number typed with blanks, dashes or full-width digits.

    ``kind`` is ELECTRICITY or CITY_GAS; no other supply has such a number. Raises ValidationError.
    """
    if kind not in _SUPPLY_POINT:
        raise ValidationError(_("Only electricity and city gas have a supply point number."), code="kind")
    digits = normalise_digits(number)
    if not _SUPPLY_POINT[kind].fullmatch(digits):
        raise ValidationError(_SUPPLY_POINT_RULE[kind], code="supply_point")
    return digits
