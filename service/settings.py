"""What the environment says, read once. This is the only place of the service that reads it.

Every value is checked here, so that a misspelt number stops the start with its name and not a request
hours later. ``NAME_FILE`` names a file that holds the value of ``NAME``, for secrets.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from service.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"", "0", "false", "no", "off"})
MIB = 1024 * 1024
#: A shorter secret could be guessed from a seal.
LEAST_SECRET = 16
#: What may come from a file: names of this form, beside our own.
SECRET_NAME = re.compile(r"[A-Z0-9_]+_(?:KEY|SECRET|TOKEN|PASSWORD|URL)")
#: Those that the service itself reads; a file that is named for one of them must be there.
OWN_SECRET = re.compile(r"STATE_SECRET|THREAD_STORE_URL|REDIS_URL|[A-Z0-9_]+_API_KEY")
LONGEST_SECRET = 64 * 1024
ADDRESS = re.compile(r"(?:unix:.+|fd://\d+|(?:\[[0-9a-fA-F:.]+\]|[^\s:/,]*):(?P<port>\d{1,5}))")
LARGEST_PORT = 65535


@dataclass(frozen=True, slots=True)
class Settings:
    """The service's settings. What may hold a secret is not in its ``repr``."""

    configs: Path = Path("configs")
    data_dir: Path = Path(".switchyard")
    default_config_id: str | None = None
    main_model_engine: str | None = None
    main_model_base_url: str | None = field(default=None, repr=False)
    thread_store_url: str | None = field(default=None, repr=False)
    thread_ttl: float | None = None
    state_secret: str | None = field(default=None, repr=False)
    max_state_bytes: int = MIB
    #: ``ERROR_STYLE=http``: failures are statuses, not the documented sentences.
    http_errors: bool = False
    blocked_finish_reason: str = "content_filter"
    maintenance: bool = False
    maintenance_file: Path | None = None
    request_timeout: float = 120.0
    connect_timeout: float = 5.0
    read_timeout: float = 60.0
    client_timeout: float = 30.0
    #: Kubernetes kills after 30 s unless told otherwise.
    graceful_timeout: float = 25.0
    max_body_bytes: int = 8 * MIB
    max_messages: int = 4000
    engines_max: int = 64
    workers: int = 2
    threads: int = 512
    bind: str = "127.0.0.1:8000"
    log_level: str = "info"
    cors: bool = False
    cors_origins: tuple[str, ...] = ("*",)
    chat_ui: bool = True
    auto_reload: bool = False
    prefix: str = ""
    #: What engines see: their keys are in it.
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)


def from_environment(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings. The process's own environment is the default."""
    return _Reader(os.environ if environ is None else environ).settings()  # noqa: TID251 - the one reader


class _Reader:
    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = _with_files(environ)

    def settings(self) -> Settings:
        text, flag, number, integer = self._text, self._flag, self._number, self._integer
        maintenance_file = text("MAINTENANCE_FILE")
        return Settings(
            configs=Path(text("RAILS_CONFIG_PATH") or "configs"),
            data_dir=Path(text("DATA_DIR") or ".switchyard"),
            default_config_id=text("DEFAULT_CONFIG_ID"),
            main_model_engine=text("MAIN_MODEL_ENGINE"),
            main_model_base_url=text("MAIN_MODEL_BASE_URL"),
            thread_store_url=text("THREAD_STORE_URL") or text("REDIS_URL"),
            thread_ttl=number("THREAD_TTL", 0.0, least=1.0) or None,
            state_secret=self._secret("STATE_SECRET"),
            max_state_bytes=integer("MAX_STATE_BYTES", MIB, least=1024),
            http_errors=self._choice("ERROR_STYLE", ("documented", "http")) == "http",
            blocked_finish_reason=self._choice("BLOCKED_FINISH_REASON", ("content_filter", "stop")),
            maintenance=flag("MAINTENANCE"),
            maintenance_file=Path(maintenance_file) if maintenance_file else None,
            request_timeout=number("REQUEST_TIMEOUT", 120.0, least=0.1),
            connect_timeout=number("UPSTREAM_CONNECT_TIMEOUT", 5.0, least=0.01),
            read_timeout=number("UPSTREAM_READ_TIMEOUT", 60.0, least=0.01),
            client_timeout=number("CLIENT_TIMEOUT", 30.0, least=0.1),
            graceful_timeout=number("GRACEFUL_TIMEOUT", 25.0, least=0.1),
            max_body_bytes=integer("MAX_BODY_BYTES", 8 * MIB, least=1024),
            max_messages=integer("MAX_MESSAGES", 4000, least=1),
            engines_max=integer("ENGINES_MAX", 64, least=1),
            workers=integer("WEB_CONCURRENCY", 2, least=1),
            threads=integer("THREADS", 512, least=1),
            bind=self._bind(),
            log_level=self._choice("LOG_LEVEL", ("info", "debug", "warning", "error", "critical")),
            cors=flag("NEMO_GUARDRAILS_SERVER_ENABLE_CORS"),
            cors_origins=self._origins(),
            chat_ui=not flag("NEMO_GUARDRAILS_DISABLE_CHAT_UI"),
            auto_reload=flag("AUTO_RELOAD"),
            prefix=self._prefix(),
            environ=self._environ,
        )

    def _text(self, name: str) -> str | None:
        return self._environ.get(name, "").strip() or None

    def _flag(self, name: str) -> bool:
        value = self._environ.get(name, "").strip().lower()
        if value in TRUE:
            return True
        if value in FALSE:
            return False
        raise SettingsError(name, value, "true or false")

    def _number(self, name: str, default: float, *, least: float) -> float:
        value = self._text(name)
        if value is None:
            return default
        try:
            number = float(value)
        except ValueError:
            raise SettingsError(name, value, "a number") from None
        if not least <= number < float("inf"):
            raise SettingsError(name, value, f"a number of at least {least:g}")
        return number

    def _integer(self, name: str, default: int, *, least: int) -> int:
        value = self._text(name)
        if value is None:
            return default
        try:
            number = int(value)
        except ValueError:
            raise SettingsError(name, value, "a whole number") from None
        if number < least:
            raise SettingsError(name, value, f"at least {least}")
        return number

    def _choice(self, name: str, known: tuple[str, ...]) -> str:
        value = self._text(name)
        if value is None:
            return known[0]
        if value.lower() not in known:
            raise SettingsError(name, value, " or ".join(known))
        return value.lower()

    def _secret(self, name: str) -> str | None:
        value = self._text(name)
        if value is not None and len(value) < LEAST_SECRET:
            raise SettingsError(name, None, f"at least {LEAST_SECRET} characters")
        return value

    def _origins(self) -> tuple[str, ...]:
        listed = self._environ.get("NEMO_GUARDRAILS_SERVER_ALLOWED_ORIGINS", "*")
        return tuple(origin for part in listed.split(",") if (origin := part.strip())) or ("*",)

    def _bind(self) -> str:
        value = self._text("BIND") or "127.0.0.1:8000"
        for address in value.split(","):
            match = ADDRESS.fullmatch(address.strip())
            if match is None or int(match["port"] or 0) > LARGEST_PORT:
                raise SettingsError("BIND", value, "HOST:PORT or unix:PATH")
        return value

    def _prefix(self) -> str:
        prefix = (self._text("URL_PREFIX") or "").strip("/")
        return f"/{prefix}" if prefix else ""


def _with_files(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment with the content of every ``NAME_FILE`` as ``NAME``, where that is not set itself."""
    found = dict(environ)
    for name, path in environ.items():
        plain = name.removesuffix("_FILE")
        if plain == name or not path.strip() or found.get(plain, "").strip():
            continue
        if SECRET_NAME.fullmatch(plain):
            try:
                found[plain] = _read_secret(Path(path.strip()))
            except (OSError, ValueError) as error:
                # Somebody else's variable may look like one of ours; only ours must be right.
                if OWN_SECRET.fullmatch(plain):
                    wanted = f"a file that holds the value ({type(error).__name__})"
                    raise SettingsError(name, Path(path.strip()).name, wanted) from None
    return found


def _read_secret(path: Path) -> str:
    with path.open("rb") as file:
        text = file.read(LONGEST_SECRET + 1)
    if len(text) > LONGEST_SECRET or not text.strip():
        raise ValueError("empty, or no secret")
    return text.decode().strip()
