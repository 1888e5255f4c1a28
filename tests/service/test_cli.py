"""The command line: what it prints, its exit codes, and a server that it really starts."""

from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from service.cli import cli, put_into_environment

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
MAIN = "models: [{type: main, engine: offline, model: offline}]\n"
CHECKING = (
    MAIN
    + """
rails:
  input: {flows: [self check input]}
prompts:
  - task: self_check_input
    content: 'Should this be blocked (Yes or No)? "{{ user_input }}"'
"""
)
COMMANDS = ("serve", "validate", "check", "models")


#: Taken away for the time of a command, and given back as they were whatever it does with them.
VARIABLES = (
    "BIND",
    "DEFAULT_CONFIG_ID",
    "MAIN_MODEL_BASE_URL",
    "MAIN_MODEL_ENGINE",
    "OPENAI_API_KEY",
    "RAILS_CONFIG_PATH",
    "THREADS",
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(tmp_path)

    def run_it(*args: str, **env: str) -> Result:
        own = {**dict.fromkeys(VARIABLES), **env}
        return CliRunner(env=own).invoke(cli, args, prog_name="switchyard")

    return run_it


def folder(name: str, text: str = MAIN, **files: str) -> str:
    path = Path(name)
    path.mkdir(parents=True)
    (path / "config.yml").write_text(text)
    for file, content in files.items():
        (path / file.replace("_", ".")).write_text(content)
    return name


def one_line(result: Result) -> str:
    """What it says in its only line of the error stream."""
    assert result.stderr.count("\n") == 1, result.stderr
    assert "Traceback" not in result.output
    return result.stderr.strip()


# -- the command line itself


def test_the_version_is_that_of_the_package(run: Any) -> None:
    assert re.fullmatch(r"switchyard \d+\.\d+\.\d+\n", run("--version").output)


@pytest.mark.parametrize("args", [(), *((command,) for command in COMMANDS)])
def test_every_help_tells_the_exit_codes(run: Any, args: tuple[str, ...]) -> None:
    result = run(*args, "--help")
    assert result.exit_code == 0
    for code in ("0 fine", "1 the answer is no", "2 wrong usage", "3 it could not be done"):
        assert code in result.output


@pytest.mark.parametrize(
    "args", [("nope",), ("--nope",), ("validate",), ("serve", "--port", "x"), ("check", ".")], ids=" ".join
)
def test_wrong_usage_is_one_line_and_a_2(run: Any, args: tuple[str, ...]) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert one_line(result).endswith("--help)")


def test_help_needs_no_web_framework() -> None:
    code = "import sys, service.cli; print({'flask', 'pydantic', 'gunicorn', 'jinja2'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


# -- validate


def test_a_good_configuration_is_a_0(run: Any) -> None:
    result = run("validate", folder("main"))
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "0 errors, 0 warnings, 0 notes in 1 configuration\n"


def test_an_unknown_key_is_an_error_with_its_place_and_the_nearest_name(run: Any) -> None:
    result = run("validate", folder("main", MAIN + "modles: []\n"))
    assert result.exit_code == 1
    assert result.stdout.startswith("main/config.yml:2:1: error: unknown key 'modles'")
    assert "Did you mean 'models'?" in result.stdout
    assert result.stdout.count("\n") == 1


def test_what_does_not_load_is_one_line_with_its_place(run: Any) -> None:
    result = run("validate", folder("main", MAIN + "rails:\n  inptu: {flows: []}\n"))
    assert result.exit_code == 1
    assert re.match(r"main/config\.yml:3:3: error: .*inptu.*Did you mean 'input'", result.stdout)
    assert result.stdout.count("\n") == 1


def test_flows_that_do_not_parse_have_their_place_too(run: Any) -> None:
    result = run("validate", folder("main", rails_co="define flow\n  user hi there\n    bot\n"))
    assert result.exit_code == 1
    assert re.match(r"main/rails\.co:\d+:\d+: error: ", result.stdout)


def test_warnings_and_notes_are_told_and_leave_a_0(run: Any) -> None:
    result = run(
        "validate", folder("main", rails_co='define user leave\n  "bye"\ndefine subflow dead\n  stop\n')
    )
    assert result.exit_code == 0
    assert "main/rails.co:1:1: note: no flow waits for 'user leave'" in result.stdout
    assert "main/rails.co:3:1: warning: nothing calls the subflow 'dead'" in result.stdout
    assert result.stderr == "0 errors, 1 warning, 1 note in 1 configuration\n"


def test_users_code_that_fails_is_an_error_in_one_line(run: Any) -> None:
    result = run(
        "validate", folder("main", config_py="def init(app):\n    raise ValueError('two\\nlines')\n")
    )
    assert result.exit_code == 1
    assert re.search(r"main/config\.py:2: error: ValueError: two lines", result.stdout)
    assert result.stdout.count("\n") == 1


def test_users_code_finds_the_names_of_the_originals_server(run: Any) -> None:
    code = "from nemoguardrails.server.api import register_challenges\n\n\ndef init(app): ...\n"
    assert run("validate", folder("main", config_py=code)).exit_code == 0


def test_a_folder_of_configurations_stands_for_all_of_them(run: Any) -> None:
    folder("configs/a")
    folder("configs/b", MAIN + "x: 1\n")
    folder("configs/_hidden", MAIN + "y: 1\n")
    result = run("validate", "configs")
    assert result.stdout.startswith("configs/b/config.yml:2:1: error: ")
    assert result.stderr == "1 error, 0 warnings, 0 notes in 2 configurations\n"


def test_several_paths_and_single_files_can_be_given(run: Any) -> None:
    file = Path(folder("one")) / "config.yml"
    result = run("validate", str(file), folder("two"))
    assert result.exit_code == 0
    assert "in 2 configurations" in result.stderr


def test_an_empty_folder_is_no_configuration(run: Any) -> None:
    Path("empty").mkdir()
    result = run("validate", "empty")
    assert result.exit_code == 1
    assert result.stdout.startswith("empty: error: the folder holds no configuration")


# -- check


def test_a_blocked_message_is_a_1_and_names_the_rail(run: Any) -> None:
    result = run("check", folder("safe", CHECKING), "You are stupid.")
    assert result.exit_code == 1
    assert re.search(r"^input: self check input: blocked.* \(\d+ ms\)$", result.stdout, re.MULTILINE)
    assert result.stdout.splitlines()[-1].startswith("blocked by self check input: ")


def test_a_message_that_passes_is_a_0(run: Any) -> None:
    result = run("check", folder("safe", CHECKING), "Hello")
    assert result.exit_code == 0
    assert re.fullmatch(r"input: self check input: passed \(\d+ ms\)\npassed\n", result.stdout)


def test_output_rails_judge_where_that_is_asked_for(run: Any) -> None:
    text = (
        CHECKING.replace("input:", "output:")
        .replace("_input", "_output")
        .replace("check input", "check output")
    )
    path = folder("safe", text.replace("user_output", "bot_response"))
    assert run("check", path, "You are stupid.").stdout == "passed\n"
    result = run("check", path, "You are stupid.", "--output")
    assert result.exit_code == 1
    assert "output: self check output: blocked" in result.stdout


def test_a_configuration_without_rails_says_so(run: Any) -> None:
    result = run("check", folder("main"), "Hello")
    assert (result.exit_code, result.stdout) == (0, "passed\n")
    assert one_line(result) == "The configuration has no input rails."


def test_a_configuration_that_does_not_load_is_one_line_and_a_3(run: Any) -> None:
    result = run("check", folder("main", "models: 5\n"), "Hello")
    assert result.exit_code == 3
    assert one_line(result).startswith("Error: main/config.yml:1:9: ")


def test_of_several_configurations_one_must_be_named(run: Any) -> None:
    folder("configs/a")
    folder("configs/b")
    result = run("check", "configs", "Hello")
    assert result.exit_code == 2
    assert one_line(result) == "Error: configs holds several configurations, name one of them: a, b"
    assert run("check", "configs/a", "Hello").exit_code == 0


# -- models


def test_models_are_listed_one_a_line(run: Any) -> None:
    result = run("models")
    assert (result.exit_code, result.stdout) == (0, "offline\n")


def test_a_provider_that_does_not_answer_is_one_line_and_a_3(run: Any) -> None:
    result = run("models", MAIN_MODEL_ENGINE="openai", MAIN_MODEL_BASE_URL="http://127.0.0.1:9/v1")
    assert result.exit_code == 3
    assert one_line(result).startswith("Error: ")
    assert "127.0.0.1" not in result.output


def test_a_wrong_setting_is_one_line_and_a_2(run: Any) -> None:
    result = run("models", THREADS="many")
    assert result.exit_code == 2
    assert one_line(result) == "Error: THREADS must be a whole number, not 'many'"


# -- serve


def test_every_option_is_the_variable_that_means_the_same() -> None:
    environ = {"THREADS": "3", "LOG_LEVEL": "error"}
    put_into_environment(
        environ,
        host="0.0.0.0",
        port=80,
        config="here",
        default_config_id="main",
        disable_chat_ui=True,
        auto_reload=True,
        prefix="/guard",
        workers=4,
        threads=5,
        verbose=True,
    )
    assert environ == {
        "BIND": "0.0.0.0:80",
        "RAILS_CONFIG_PATH": "here",
        "DEFAULT_CONFIG_ID": "main",
        "NEMO_GUARDRAILS_DISABLE_CHAT_UI": "true",
        "AUTO_RELOAD": "true",
        "URL_PREFIX": "/guard",
        "WEB_CONCURRENCY": "4",
        "THREADS": "5",
        "LOG_LEVEL": "debug",
    }


def test_what_is_not_said_changes_nothing() -> None:
    environ = {"BIND": "unix:/x", "THREADS": "3"}
    put_into_environment(environ, host=None, port=None, threads=None, verbose=False, auto_reload=False)
    assert environ == {"BIND": "unix:/x", "THREADS": "3"}


@pytest.mark.parametrize(
    ("given", "host", "port", "bind"),
    [
        (None, None, 9, "127.0.0.1:9"),
        (None, "::1", None, "[::1]:8000"),
        (None, "[::1]", 9, "[::1]:9"),
        ("0.0.0.0:7", None, 9, "0.0.0.0:9"),
        ("0.0.0.0:7", "localhost", None, "localhost:7"),
        ("[::]:7", None, 9, "[::]:9"),
        ("unix:/run/x.sock", None, 9, "127.0.0.1:9"),
        ("0.0.0.0:1,[::]:2", None, 9, "127.0.0.1:9"),
        ("fd://3", "localhost", None, "localhost:8000"),
    ],
)
def test_host_and_port_take_the_place_of_their_part_of_the_address(
    given: str | None, host: str | None, port: int | None, bind: str
) -> None:
    environ = {} if given is None else {"BIND": given}
    put_into_environment(environ, host=host, port=port)
    assert environ["BIND"] == bind


def test_serve_without_configurations_says_where_it_looked(run: Any) -> None:
    result = run("serve")
    assert result.exit_code == 2
    assert "'configs'" in one_line(result)


def test_a_misspelt_default_configuration_does_not_start(run: Any) -> None:
    folder("configs/main")
    result = run("serve", "--default-config-id", "mian")
    assert result.exit_code == 2
    assert one_line(result).endswith("Did you mean 'main'?")


def test_malformed_challenges_do_not_start(run: Any) -> None:
    folder("configs/main")
    Path("configs/challenges.json").write_text("[\n5]")
    result = run("serve")
    assert result.exit_code == 2
    assert one_line(result).startswith("Error: challenges.json must be ")


@contextmanager
def served(place: Path, *args: str) -> Iterator[subprocess.Popen[str]]:
    """``switchyard serve`` in a process of its own, on a port that is free."""
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from service.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", program, "serve", "--port", "0", *args],
        cwd=place,
        env={"HOME": str(place)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def port_of(output: IO[str] | None) -> int:
    assert output is not None
    for line in output:
        if match := re.search(r"Listening at: http://127\.0\.0\.1:(\d+)", line):
            return int(match[1])
    raise AssertionError("it does not listen")


def test_serve_starts_a_server_anywhere_and_stops_when_asked(tmp_path: Path) -> None:
    (tmp_path / "configs" / "main").mkdir(parents=True)
    (tmp_path / "configs" / "main" / "config.yml").write_text(MAIN)
    options = ("--default-config-id", "main", "--prefix", "/guard", "--workers", "1", "--threads", "4")
    with served(tmp_path, *options, "--disable-chat-ui") as process:
        connection = http.client.HTTPConnection("127.0.0.1", port_of(process.stdout), timeout=20)
        connection.request("GET", "/guard/")
        answer = connection.getresponse()
        assert (answer.status, json.loads(answer.read())) == (200, {"status": "ok"})
        body = json.dumps({"messages": [{"role": "user", "content": "Hello"}]})
        connection.request("POST", "/guard/v1/chat/completions", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        assert answer.status == 200
        assert json.loads(answer.read())["messages"][0]["role"] == "assistant"
        connection.close()
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def test_an_application_that_cannot_be_made_is_told_without_a_traceback_and_a_3(tmp_path: Path) -> None:
    (tmp_path / "configs" / "main").mkdir(parents=True)
    (tmp_path / "configs" / "main" / "config.yml").write_text(MAIN)
    (tmp_path / "configs" / "config.py").write_text("import no_such_module_anywhere\n")
    with served(tmp_path, "--workers", "1") as process:
        output = process.communicate(timeout=20)[0]
        assert process.returncode == 3
        assert "Traceback" not in output
        assert re.search(r"^Error: .*no_such_module_anywhere", output, re.MULTILINE)
