"""The command line: ``switchyard serve``, ``validate``, ``check`` and ``models``.

What is wrong is said in one line and by an exit code, never by a traceback. Each command imports what it
needs, so that ``--help`` does not wait for a web framework.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rails_engine import ConfigError, RailsError
from service.errors import ServiceError, SettingsError
from service.settings import from_environment

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping

    from rails_engine import Finding, RailRun, RailsConfig, RailsEngine
    from service.settings import Settings

NO, USAGE, FAILED = 1, 2, 3
CODES = """\b
Exit codes: 0 fine; 1 the answer is no (validate: an error was found, check: a rail blocked);
2 wrong usage, or a setting that cannot be used; 3 it could not be done: a configuration does
not load, a provider does not answer, the server does not start.
"""
DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", "8000"


class Failure(click.ClickException):
    """It could not be done."""

    exit_code = FAILED


class Unusable(click.ClickException):
    """A setting or an argument that cannot be used."""

    exit_code = USAGE


class Commands(click.Group):
    """A group whose commands may raise the errors of both packages. Each becomes one line."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """See ``Command``."""
        with in_one_line():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """See ``Command``."""
        with in_one_line():
            return super().invoke(ctx)


@contextmanager
def in_one_line() -> Iterator[None]:
    """Errors that are meant for people, as click shows them: in one line, with an exit code."""
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx is not None else "switchyard"
        raise Unusable(f"{error.format_message()} (see {command} --help)") from error
    except SettingsError as error:
        raise Unusable(describe(error)) from error
    except (RailsError, ServiceError) as error:
        raise Failure(describe(error)) from error


@click.group(cls=Commands, epilog=CODES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="switchyard", message="%(prog)s %(version)s")
def cli() -> None:
    """Guardrails for language models, on your own machines."""


def main() -> None:
    """Run the command that the arguments name."""
    cli(prog_name="switchyard")


# -- serve


@cli.command(epilog=CODES)
@click.option("--port", type=click.IntRange(0, 65535), help="Where to listen. Default: 8000.")
@click.option("--host", help="Where to listen. Default: 127.0.0.1, so that only this machine can ask.")
@click.option(
    "--config",
    type=click.Path(exists=True, file_okay=False),
    help="The folder of the configurations, or one configuration. Default: ./configs.",
)
@click.option("--default-config-id", help="The configuration of requests that name none.")
@click.option("--disable-chat-ui", is_flag=True, help="Answer with a sign of life at / instead of the page.")
@click.option("--auto-reload", is_flag=True, help="Load configurations again when their files change.")
@click.option("--prefix", help="The path under which the endpoints are, as /guard.")
@click.option("--workers", type=click.IntRange(min=1), help="How many processes. Default: 2.")
@click.option(
    "--threads", type=click.IntRange(min=1), help="How many requests at a time in each. Default: 512."
)
@click.option("--verbose", is_flag=True, help="Log what only somebody who looks for a fault wants to know.")
def serve(**options: Any) -> None:
    """Start the server.

    It is what `gunicorn wsgi:app` would start. What is not said here is taken from the environment:
    RAILS_CONFIG_PATH, BIND, WEB_CONCURRENCY and others.
    """
    environ = os.environ  # noqa: TID251 - where a process begins; the workers inherit it
    put_into_environment(environ, **options)
    settings = from_environment(environ)
    _refuse_what_cannot_serve(settings)
    from service.serving import gunicorn_settings

    _run_gunicorn(gunicorn_settings(environ))


def put_into_environment(
    environ: MutableMapping[str, str], *, host: str | None = None, port: int | None = None, **options: Any
) -> None:
    """Write the options down as the variables that mean the same; those that are not given change nothing."""
    if host is not None or port is not None:
        environ["BIND"] = _bind(environ.get("BIND", ""), host, port)
    names = {
        "config": "RAILS_CONFIG_PATH",
        "default_config_id": "DEFAULT_CONFIG_ID",
        "prefix": "URL_PREFIX",
        "workers": "WEB_CONCURRENCY",
        "threads": "THREADS",
    }
    flags = {
        "disable_chat_ui": ("NEMO_GUARDRAILS_DISABLE_CHAT_UI", "true"),
        "auto_reload": ("AUTO_RELOAD", "true"),
        "verbose": ("LOG_LEVEL", "debug"),
    }
    for option, variable in names.items():
        if options.get(option) is not None:
            environ[variable] = str(options[option])
    for option, (variable, value) in flags.items():
        if options.get(option):
            environ[variable] = value


def _bind(given: str, host: str | None, port: int | None) -> str:
    """The address. What the options leave open is as in the environment, if that says one host and port."""
    given_host, _, given_port = given.strip().rpartition(":")
    if not given_port.isdigit() or "," in given or given_host.startswith(("unix:", "fd:")):
        given_host, given_port = DEFAULT_HOST, DEFAULT_PORT
    if host is None:
        host = given_host
    elif ":" in host and not host.startswith("["):
        host = f"[{host}]"
    return f"{host}:{given_port if port is None else port}"


def _refuse_what_cannot_serve(settings: Settings) -> None:
    """Say here, once, what each worker would stumble over."""
    from rails_engine import did_you_mean
    from service.challenges import read_challenges
    from service.engines import EnginePool

    if not settings.configs.is_dir():
        raise Unusable(
            f"there is no folder {str(settings.configs)!r}: say where the configurations are (--config)"
        )
    read_challenges(settings.configs)
    name, known = settings.default_config_id, EnginePool(settings).ids()
    if name is not None and name not in known:
        hint = did_you_mean(name, known) or f"There are: {', '.join(known) or 'none'}."
        raise Unusable(f"there is no configuration {name!r} for requests that name none. {hint}")


def _run_gunicorn(values: dict[str, Any]) -> None:
    from gunicorn.app.base import BaseApplication
    from gunicorn.errors import AppImportError

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in values.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from service.app import create_app

            try:
                return create_app()
            except (RailsError, ServiceError) as error:
                # gunicorn shows this one without a traceback, and stops.
                raise AppImportError(f"Error: {describe(error)}") from error

    master = os.getpid()
    try:
        Server(prog="switchyard").run()
    except SystemExit as end:
        # A worker's process ends here too; its code is for the master.
        if end.code and os.getpid() == master:
            raise SystemExit(FAILED) from end
        raise


# -- validate


@cli.command(epilog=CODES)
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def validate(paths: tuple[Path, ...]) -> None:
    """Say what is wrong or odd in configurations.

    Each finding is a line, FILE:LINE:COLUMN: error, warning or note: what. Each of PATHS is a
    configuration, or a folder of several. Misspelt keys are errors here, and the code of the
    configurations is loaded as the server would. Warnings and notes alone leave the exit code 0.
    """
    settings = from_environment()
    places = [place for path in paths for place in configurations(path, settings)]
    count = {"error": 0, "warning": 0, "note": 0}
    for place in places:
        for level, text in examine(place, settings):
            count[level] += 1
            click.echo(text)
    found = ", ".join(f"{number} {level}{'s' * (number != 1)}" for level, number in count.items())
    several = "s" * (len(places) != 1)
    click.echo(f"{found} in {len(places)} configuration{several}", err=True)
    if count["error"]:
        raise SystemExit(NO)


def configurations(path: Path, settings: Settings) -> list[Path]:
    """The configuration itself, or those in the folder."""
    from service.engines import EnginePool

    if path.is_dir():
        pool = EnginePool(replace(settings, configs=path))
        if pool.single is None and (names := pool.ids()):
            return [path / name for name in names]
    return [path]


def examine(path: Path, settings: Settings) -> Iterator[tuple[str, str]]:
    """What there is to say of a configuration: level and line."""
    from rails_engine import RailsConfig, lint

    try:
        config = RailsConfig.from_path(path, environ=settings.environ)
        findings = lint(config)
        yield from ((finding.level, _line(finding, path)) for finding in findings)
        if not any(finding.level == "error" for finding in findings):
            _make_engine(config, settings)
    except RailsError as error:
        yield "error", _error_line(error, path)


def _line(finding: Finding, path: Path) -> str:
    at, hint = finding.at, f" ({finding.hint})" if finding.hint else ""
    place = str(path) if at is None else at.file if not at.line else f"{at.file}:{at.line}:{at.column}"
    return f"{place}: {finding.level}: {_one_line(finding.message)}{hint}"


def _error_line(error: RailsError, path: Path) -> str:
    place, message = _told(error)
    return f"{place or path}: error: {message}"


# -- check


@cli.command(epilog=CODES)
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.argument("message")
@click.option("--output", is_flag=True, help="The message is one of the assistant: run the output rails.")
def check(path: Path, message: str, *, output: bool) -> None:
    """Say what the rails decide of a message.

    The input rails of the configuration at PATH judge it, or with --output the output rails. The main model
    is not asked; models of the rails are.
    """
    from rails_engine import RailsConfig

    settings = from_environment()
    places = configurations(path, settings)
    if places != [path]:
        names = ", ".join(place.name for place in places)
        raise Unusable(f"{path} holds several configurations, name one of them: {names}")
    engine = _make_engine(RailsConfig.from_path(path, environ=settings.environ), settings)
    kind, role = ("output", "assistant") if output else ("input", "user")
    result = engine.check([{"role": role, "content": message}])
    runs = result.record.rails if result.record is not None else []
    for run in runs:
        click.echo(_decision(run))
    if not runs:
        click.echo(f"The configuration has no {kind} rails.", err=True)
    by = f" by {result.rail}" if result.rail else ""
    click.echo(f"{result.status}{by}: {result.content}" if result.status != "passed" else result.status)
    if result.status == "blocked":
        raise SystemExit(NO)


def _decision(run: RailRun) -> str:
    decided = (run.verdict or "passed") if run.status == "ran" else run.status
    why = "".join(f", {part}" for part in (run.reason, run.enforced) if part)
    spent = max(0.0, run.finished_at - run.started_at) * 1000
    return f"{run.kind}: {run.name}: {decided}{why} ({spent:.0f} ms)"


# -- models


@cli.command(epilog=CODES)
def models() -> None:
    """List the models of the provider.

    It is the one that MAIN_MODEL_ENGINE names, with MAIN_MODEL_BASE_URL and its key from the environment.
    """
    from service.catalog import ModelCatalog

    found = ModelCatalog(from_environment()).list()
    for model in found:
        click.echo(model["id"])
    if not found:
        click.echo("The provider lists no models.", err=True)


# -- in common


def _make_engine(config: RailsConfig, settings: Settings) -> RailsEngine:
    """The engine as the server makes it; what fails in the configuration's own code is told as such."""
    from service.engines import make_engine
    from service.main_model import fill_main_model

    try:
        return make_engine(fill_main_model(config, settings))
    except RailsError:
        raise
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        raise ConfigError(f"the configuration's own code failed: {said}") from error


def describe(error: Exception) -> str:
    """An error in one line."""
    place, message = _told(error)
    return f"{place}: {message}" if place else message


def _told(error: Exception) -> tuple[str, str]:
    """Where and what, each in one line."""
    if not isinstance(error, ConfigError):
        return "", _one_line(str(error))
    place = ":".join(str(part) for part in (error.file, error.line, error.column) if part is not None)
    hint = f" ({error.hint})" if error.hint else ""
    return place, _one_line(f"{error.message}{hint}")


def _one_line(text: str) -> str:
    return " ".join(text.split())
