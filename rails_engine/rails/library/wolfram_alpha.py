"""The action ``wolfram alpha request``: a short answer of Wolfram Alpha, for flows that ask for one.

    define flow math
      user ask math question
      $answer = execute wolfram alpha request(query=$user_message)
      bot respond to math question

The key is in ``WOLFRAM_ALPHA_APP_ID``. Without ``query`` the user's last message is asked. Where Wolfram Alpha has
no short answer (501), the result is None; a call that fails is an error. In the original a missing key is said to
the user; here it is an error at load.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rails_engine.actions.registry import action
from rails_engine.errors import ProviderError
from rails_engine.rails.remote.rail import RemoteRail
from rails_engine.rails.remote.settings import RemoteSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from rails_engine.actions.context import Scope
    from rails_engine.rails.remote.service import Service
    from rails_engine.rails.remote.wiring import Wiring

NO_ANSWER = 501


@dataclass(frozen=True, slots=True, kw_only=True)
class WolframAlphaSettings(RemoteSettings):
    """``rails.config.wolfram_alpha``."""

    server_endpoint: str = "https://api.wolframalpha.com/v2/result"


class WolframAlpha(RemoteRail):
    """Has no flows: it is an action for those of a configuration."""

    name = "wolfram alpha"
    settings_key = "wolfram_alpha"
    settings_type = WolframAlphaSettings
    #: It goes into the query, as the service wants it.
    app_id: str

    def find(self, wiring: Wiring) -> Service:
        """See ``RemoteRail``."""
        self.app_id = wiring.need_variable("WOLFRAM_ALPHA_APP_ID")
        url, source = self.settings.server_endpoint, wiring.setting("server_endpoint")
        return wiring.service(url, source, secrets=(self.app_id,))

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The action."""
        return {"wolfram_alpha_request": self.request}

    @action(name="wolfram_alpha_request")
    def request(self, scope: Scope, query: str | None = None) -> str | None:
        """The short answer to a question."""
        asked = query if query is not None else scope.context.get("last_user_message")
        try:
            return self.service.get_text(scope, {"appid": self.app_id, "i": str(asked)})
        except ProviderError as error:
            if error.status == NO_ANSWER:
                return None
            raise
