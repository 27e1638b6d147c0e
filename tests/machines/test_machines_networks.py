"""Addresses on the network: read as people type them, compared as the network means them."""

import pytest
from django.core.exceptions import ValidationError

from referrals.networks import common, contain, outside, read_networks, shown, size


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("203.0.113.10", ["203.0.113.10/32"]),
        ("203.0.113.10\r\n203.0.113.10, 203.0.113.0/28", ["203.0.113.10/32", "203.0.113.0/28"]),
        ("２０３．０．１１３．１０、2001:DB8::/48", ["203.0.113.10/32", "2001:db8::/48"]),
        ("203.0.113.0/255.255.255.0", ["203.0.113.0/24"]),
        (" ,\n、", []),
    ],
)
def test_what_is_typed(typed: str, read: list[str]) -> None:
    assert read_networks(typed) == read


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("example.jp", "network"),
        ("203.0.113", "network"),
        ("203.0.113.10/33", "network"),
        ("203.0.113.1/28", "network"),
        ("203.0.113.010", "network"),
        ("fe80::1%eth0", "network"),
        ("3405803786", "network"),
        ("0.0.0.0/0", "too_wide"),
        ("203.0.0.0/15", "too_wide"),
        ("::/0", "too_wide"),
        ("2001::/31", "too_wide"),
        (" ".join(f"203.0.113.{n}" for n in range(21)), "too_many"),
    ],
)
def test_what_is_no_address_or_too_many(typed: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_networks(typed)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("203.0.113.15", True),
        ("203.0.113.16", False),
        ("::ffff:203.0.113.1", True),
        ("2001:db8::1", True),
        ("2001:db9::1", False),
        ("", False),
        ("unknown", False),
        ("203.0.113.1:443", False),
    ],
)
def test_where_an_address_lies(address: str, inside: bool) -> None:
    assert contain(["203.0.113.0/28", "2001:db8::/48"], address) is inside


def test_what_lies_in_both() -> None:
    assert common(["203.0.113.0/28", "2001:db8::/48"], ["203.0.113.3/32", "203.0.112.0/22", "2001:db8:0:1::/64"]) == [
        "203.0.113.3/32",
        "203.0.113.0/28",
        "2001:db8:0:1::/64",
    ]
    assert common(["203.0.113.0/28"], ["198.51.100.0/24", "::/48"]) == []


def test_what_lies_outside() -> None:
    assert outside(["203.0.113.3/32", "203.0.113.0/27", "::1/128"], ["203.0.113.0/28"]) == ["203.0.113.0/27", "::1/128"]


def test_as_people_write_it() -> None:
    assert (shown("203.0.113.3/32"), size("203.0.113.3/32")) == ("203.0.113.3", 1)
    assert (shown("203.0.113.0/28"), size("203.0.113.0/28")) == ("203.0.113.0/28", 16)
