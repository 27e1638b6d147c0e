"""How many requests are answered: so many in each span of time, counted in the cache that all processes share."""

import logging
import time
from collections.abc import Mapping

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def seconds_to_wait(who: str, limits: Mapping[int, int]) -> int:
    """Count one more request of `who`; 0, or the seconds until it may go on. `limits`: seconds → requests.

    A cache that does not answer stops nobody: a household's report weighs more than a limit.
    """
    now = int(time.time())
    try:
        waits = [seconds - now % seconds for seconds, most in limits.items() if _count(who, seconds, now) > most]
    except RedisError:
        logger.warning("requests of systems are not counted: the cache does not answer")
        return 0
    return max(waits, default=0)


def _count(who: str, seconds: int, now: int) -> int:
    key = f"machine:{who}:{seconds}:{now // seconds}"
    cache.add(key, 0, timeout=seconds)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out between the two
        return 1
