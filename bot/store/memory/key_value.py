"""Small named facts, in a dictionary."""

from collections.abc import Mapping


class MemoryKeyValue:
    """See ``bot.ports.key_value.KeyValue``."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    async def get(self, name: str) -> str | None:
        return self._values.get(name)

    async def put(self, name: str, value: str | None) -> None:
        if value is None:
            self._values.pop(name, None)
        else:
            self._values[name] = value

    async def named(self, prefix: str) -> Mapping[str, str]:
        return {name: self._values[name] for name in sorted(self._values) if name.startswith(prefix)}
