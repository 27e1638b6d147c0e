"""How often somebody without a log-in may do something, counted in the cache that all processes share.

Who it is stands nowhere: an address on the network is counted under a digest that ends with the hour.
"""

import logging
import time
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
_BOTS = ("bot", "crawl", "spider", "slurp", "preview", "facebookexternalhit", "curl", "wget", "python", "httpclient")


def is_bot(request: HttpRequest) -> bool:
    """Whether the visitor says itself that it is a machine, or says nothing at all."""
    agent = request.headers.get("User-Agent", "").lower()
    return not agent or any(word in agent for word in _BOTS)


def address_of(request: HttpRequest) -> str:
    """From where, as a digest; our own proxy's word counts, a client's header does not."""
    address: Any = get_adapter().get_client_ip(request)
    return salted_hmac("outreach.limits", str(address)).hexdigest()[:24]


def within(what: str, who: str, *, most: int, seconds: int) -> bool:
    """Count one more; whether it is still allowed. A cache that does not answer stops nobody."""
    key = f"street:{what}:{who}:{int(time.time()) // seconds}"
    try:
        cache.add(key, 0, timeout=seconds)
        return int(cache.incr(key)) <= most
    except ValueError:  # it ran out between the two
        return True
    except RedisError:
        logger.warning("visits of the public page are not counted: the cache does not answer")
        return True
