"""What lies in the shared cache is JSON: nothing there can become code in the other door's process."""

import json
from typing import Any


class Json:
    """Serializer of Django's Redis cache. Whole numbers stay bare, so that they can be counted up there."""

    def dumps(self, value: Any) -> bytes | int:
        """To bytes, or the number itself."""
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        return json.dumps(value).encode()

    def loads(self, data: bytes | int) -> Any:
        """Back again."""
        return data if isinstance(data, int) else json.loads(data)
