"""Values with the methods that callers of the original expect of its options and responses."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from rails_engine.jsontext import dumps


@dataclass
class Record:
    """A value that can be turned into plain data and made from it."""

    @classmethod
    def model_validate(cls, data: Any) -> Self:
        """Make it from plain data, or give it back."""
        return data if isinstance(data, cls) else cls(**data)

    def model_dump(self, *, exclude_none: bool = False) -> dict[str, Any]:
        """It as plain data."""
        data = asdict(self)
        return {key: value for key, value in data.items() if value is not None} if exclude_none else data

    def dict(self) -> dict[str, Any]:
        """It as plain data."""
        return self.model_dump()

    def model_dump_json(self, *, indent: int | None = None) -> str:
        """It as JSON."""
        if indent is None:
            return dumps(self.model_dump()).decode()
        import json

        return json.dumps(self.model_dump(), indent=indent)

    def json(self) -> str:
        """It as JSON."""
        return self.model_dump_json()

    def __iter__(self) -> Any:
        return iter((item.name, getattr(self, item.name)) for item in fields(self))
