"""A rail that asks one service. A subclass says where it is and what its answers mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rails_engine.rails.base import Rail
from rails_engine.rails.remote.wiring import Wiring
from rails_engine.rails.runner import SUBJECTS

if TYPE_CHECKING:
    from rails_engine.actions.context import Scope
    from rails_engine.config.schema import RailsConfig
    from rails_engine.rails.remote.service import Service
    from rails_engine.transport import Transport


class RemoteRail(Rail):
    """Give the table of flows, the settings, ``find`` and the actions."""

    #: There once the rail is connected.
    service: Service

    def connect(self, config: RailsConfig, transport: Transport) -> None:
        """See ``Rail``."""
        self.service = self.find(Wiring(self, config, transport))

    def find(self, wiring: Wiring) -> Service:
        """The service, with its key."""
        raise NotImplementedError


def subject(scope: Scope, source: str, text: str | None = None) -> str:
    """The text to judge: the one that a flow hands over, else the one that its kind of rail is about."""
    value = scope.context.get(SUBJECTS[source]) if text is None else text
    return "" if value is None else str(value)


def bearer(key: str | None) -> dict[str, str]:
    """The header that most services want to see a key in."""
    return {"Authorization": f"Bearer {key}"} if key else {}
