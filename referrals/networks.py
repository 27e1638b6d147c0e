"""Addresses on the network from which a system sends: read from what was typed, and compared."""

import re
import unicodedata
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

Network = IPv4Network | IPv6Network

#: The shortest prefix that may be named: more would be half a country's customers.
SHORTEST_PREFIX = {4: 16, 6: 32}
MOST = 20


def read_networks(text: str) -> list[str]:
    """The addresses and networks of a text, one a line or divided by commas; each once, as CIDR. Raises ValidationError."""
    words = [word for word in re.split(r"[\s,、，]+", unicodedata.normalize("NFKC", text)) if word]
    if len(words) > MOST:
        raise ValidationError(_("At most 20 addresses can be named."), code="too_many")
    return list(dict.fromkeys(str(_network(word)) for word in words))


def _network(word: str) -> Network:
    try:
        found = ip_network("" if "%" in word else word)  # a zone means something on one machine only
    except ValueError:
        raise ValidationError(
            _("This is no address or network: %(word)s. Write 203.0.113.10 or 203.0.113.0/28."),
            code="network",
            params={"word": word[:50]},
        ) from None
    if found.prefixlen < SHORTEST_PREFIX[found.version]:
        raise ValidationError(
            _("%(word)s covers too many addresses. Name those that the system really sends from."),
            code="too_wide",
            params={"word": word[:50]},
        )
    return found


def shown(network: str) -> str:
    """As people write it: one address without its prefix."""
    found = ip_network(network)
    return str(found.network_address) if found.num_addresses == 1 else str(found)


def size(network: str) -> int:
    """How many addresses lie in it."""
    return ip_network(network).num_addresses


def contain(networks: Iterable[str], address: str) -> bool:
    """Whether the address lies in one of the networks; what is no address lies nowhere."""
    try:
        place = _plain(ip_address(address))
    except ValueError:
        return False
    return any(place in ip_network(network) for network in networks)


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """::ffff:203.0.113.10 is 203.0.113.10, as a server that listens on both writes it."""
    return getattr(address, "ipv4_mapped", None) or address


def common(some: Iterable[str], others: Iterable[str]) -> list[str]:
    """The networks in which an address lies that lies in one of both lists."""
    pairs = [(ip_network(one), ip_network(other)) for one in some for other in others]
    inner = [one if _within(one, other) else other for one, other in pairs if _meet(one, other)]
    return list(dict.fromkeys(str(network) for network in inner))


def outside(wanted: Iterable[str], stated: Iterable[str]) -> list[str]:
    """Those of the wanted networks that lie in none of the stated ones."""
    whole = [ip_network(network) for network in stated]
    return [network for network in wanted if not any(_within(ip_network(network), one) for one in whole)]


def _meet(one: Network, other: Network) -> bool:
    return _within(one, other) or _within(other, one)


def _within(inner: Network, outer: Network) -> bool:
    if isinstance(inner, IPv4Network) and isinstance(outer, IPv4Network):
        return inner.subnet_of(outer)
    return isinstance(inner, IPv6Network) and isinstance(outer, IPv6Network) and inner.subnet_of(outer)
