"""The command line, as an operator meets it: plain words, right and wrong, and never a traceback."""

import json
import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from subprocess import PIPE, STDOUT, Popen, run
from typing import Any, Self

import pytest
from starlette.routing import Route

from bot.app import Bot
from bot.demo import settings_for
from bot.settings import Settings
from storage.sole import sole

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from bot.cli import main; main()"]


def _environment(settings: dict[str, str]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"PYTHONPATH": str(ROOT)} | settings


def trainerhub(folder: Path, *words: str, **settings: str) -> tuple[int, str]:
    """How the command ended, and all that it said, in an environment with nothing but these settings."""
    done = run(
        [*COMMAND, *words],
        env=_environment(settings),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def studio(tmp_path: Path, sqlite_template: Path) -> Path:
    """A folder as after ``trainerhub migrate``."""
    (tmp_path / "var").mkdir()
    shutil.copy(sqlite_template, tmp_path / "var" / "trainerhub.db")
    return tmp_path


@pytest.mark.timeout(180)  # seven processes, each of which loads everything
def test_an_operator_s_first_steps(tmp_path: Path) -> None:
    ended, said = trainerhub(tmp_path, "doctor")
    assert ended == 1
    assert "Its schema is not today's. Run: trainerhub migrate" in said
    assert "Run: trainerhub migrate" in trainerhub(tmp_path, "serve")[1]
    for _twice in range(2):
        assert trainerhub(tmp_path, "migrate") == (0, "The database has today's schema.\n")
    ended, said = trainerhub(tmp_path, "invite", "Ana Silva", "--zone", "Europe/Lisbon")
    assert ended == 0
    assert "/hub join " in said
    assert "https://t.me/YOUR_BOT?start=join-" in said
    assert "https://t.me/YOUR_BOT?start=t_ana" in said
    assert "YOUR_BOT stands for the name that you gave your bot at @BotFather" in said
    ended, said = trainerhub(tmp_path, "doctor")
    assert ended == 1
    assert "Ana Silva has no chat yet. Run: trainerhub invite 'Ana Silva'" in said


def test_clients_who_only_text_are_invited_too(studio: Path) -> None:
    texts = {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "x", "TWILIO_FROM": "+447700900900"}
    assert "or they text JOIN ANA to +447700900900" in trainerhub(studio, "invite", "Ana Silva", **texts)[1]
    assert "they text" not in trainerhub(studio, "invite", "Ada", "--admin", **texts)[1]
    assert "they text" not in trainerhub(studio, "invite", "Tom Reed", **texts | {"TWILIO_FROM": ""})[1]


@pytest.mark.parametrize("command", ["doctor", "serve"])
@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"TWILIO_ACCOUNT_SID": "AC1"}, "off. Set TWILIO_AUTH_TOKEN, TWILIO_FROM too."),
        ({"TWILIO_AUTH_TOKEN": "x", "TWILIO_FROM": "+447700900900"}, "off. Set TWILIO_ACCOUNT_SID too."),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "Slack can speak but not hear"),
    ],
)
def test_a_channel_that_is_half_set_up_is_said(
    studio: Path, command: str, settings: dict[str, str], words: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:  # so that it ends
        ended, said = trainerhub(studio, command, PORT=str(taken.getsockname()[1]), **settings)
    assert (ended, words in said) == (1, True), said


def test_a_file_is_served_by_one_bot(studio: Path) -> None:
    with sole(f"sqlite:///{studio / 'var' / 'trainerhub.db'}"):
        ended, said = trainerhub(studio, "serve", PORT="0")
    assert ended == 1
    assert "TrainerHub is running on var/trainerhub.db already." in said


def test_an_invitation_does_without_a_telegram_that_is_away(studio: Path) -> None:
    away = {"TELEGRAM_BOT_TOKEN": "123456789:token", "TELEGRAM_API_URL": "http://127.0.0.1:1"}
    ended, said = trainerhub(studio, "invite", "Ana Silva", **away)
    assert ended == 0
    assert "/hub join " in said
    assert said.endswith("Telegram did not say it.\n")


@pytest.mark.parametrize(
    ("command", "settings", "words"),
    [
        ("doctor", {"DATABASE_URL": "mysql://x"}, "DATABASE_URL: it begins with sqlite:/// or postgresql://"),
        ("doctor", {"DATABASE_URL": "postgresql://x@127.0.0.1:1/x"}, "Check DATABASE_URL."),
        ("serve", {"DATABASE_URL": "postgresql://x@127.0.0.1:1/x"}, "Check DATABASE_URL."),
        ("migrate", {"DATABASE_URL": "sqlite:////proc/x/y.db"}, "Check DATABASE_URL."),
        ("doctor", {"STUDIO_ZONE": "Mars"}, "STUDIO_ZONE: there is no time zone 'Mars'"),
        ("doctor", {"STUDIO_CURRENCY": "XXY"}, "STUDIO_CURRENCY: there is no currency 'XXY'"),
        ("doctor", {"STUDIO_TAX": "plenty"}, "STUDIO_TAX: per cent such as 20 or 5.5, or exempt"),
        ("doctor", {"DEFAULT_LOCALE": "fr"}, "DEFAULT_LOCALE: Input should be 'en' or 'es'"),
        ("doctor", {"LOG_LEVEL": "loud"}, "LOG_LEVEL: Input should be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
        (
            "doctor",
            {"SLACK_BOT_TOKEN": "xapp-1"},
            "SLACK_BOT_TOKEN: it is the Bot User OAuth Token, which begins with xoxb-",
        ),
        (
            "serve",
            {"SLACK_APP_TOKEN": "xoxb-1"},
            "SLACK_APP_TOKEN: it is an app-level token for connections:write, which begins with xapp-",
        ),
        ("serve", {"TWILIO_ACCOUNT_SID": "SK1"}, "TWILIO_ACCOUNT_SID: it is the Account SID, which begins"),
        ("serve", {"PORT": "abc"}, "PORT: Input should be a valid integer"),
        ("serve", {"CLOCK_URL": "http://127.0.0.1:1", "TELEGRAM_BOT_TOKEN": "1:x"}, "unset it, or point"),
    ],
)
def test_what_is_set_wrongly_is_said_in_a_sentence(
    tmp_path: Path, command: str, settings: dict[str, str], words: str
) -> None:
    ended, said = trainerhub(tmp_path, command, **settings)
    assert ended in (1, 2)
    assert words in said
    assert "Traceback" not in said


def test_a_port_that_is_taken_is_named(studio: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended, said = trainerhub(studio, "serve", PORT=str(port))
    assert ended == 1
    assert said == f"Can't listen on 127.0.0.1:{port}: Address already in use. Name another PORT.\n"


def test_an_invitation_into_no_zone_is_refused(studio: Path) -> None:
    ended, said = trainerhub(studio, "invite", "Bo", "--zone", "Mars/Olympus")
    assert ended == 1
    assert said == "I do not know the time zone “Mars/Olympus”. Try one like Europe/Lisbon.\n"


def test_ctrl_c_ends_the_demo_quietly_while_its_page_is_open(tmp_path: Path) -> None:
    with Running(tmp_path) as demo, closing(HTTPConnection("127.0.0.1", demo.port, timeout=5)) as page:
        page.request("GET", "/sandbox/live")
        page.getresponse()
        ended, said = demo.interrupted()
    assert ended == 0
    greeting, *meanwhile, farewell, hint = said.splitlines()
    assert greeting == f"TrainerHub's demo: http://127.0.0.1:{demo.port}  (Ctrl-C ends it)"
    assert [line for line in meanwhile if '"level": "info"' not in line] == []
    assert farewell == "TrainerHub has ended."
    assert hint == "To go on from here another time: make demo ARGS=--keep"


def test_a_demo_that_is_kept_goes_on_where_it_was(tmp_path: Path) -> None:
    with Running(tmp_path) as demo:
        demo.does("clock", advance_seconds=86_400)
        demo.does("telegram/1001/messages", start="t_ana")
        demo.does("telegram/1001/messages", text="in two days at 17:00")
        demo.until("telegram/1001/messages", "Held for you")
        demo.does("telegram/1001/presses", label="Request it")
        demo.until("slack/UANA", "Request from Cleo")
        before = demo.sees("telegram/1001/messages")
        assert demo.interrupted()[0] == 0
    with Running(tmp_path, "--keep") as demo:
        assert demo.sees("clock")["offset_seconds"] == 86_400
        assert demo.sees("telegram/1001/messages") == before
        demo.does("slack/UANA/presses", label="Approve")
        demo.until("telegram/1001/messages", "Ana approved your session")
        assert demo.interrupted()[0] == 0
    with Running(tmp_path) as demo:
        assert demo.sees("telegram/1001/messages") == []


def test_all_that_the_bot_serves_is_served_by_the_demo(tmp_path: Path) -> None:
    plain = Settings(_env_file=None)
    bot = Bot(settings_for(plain, tmp_path / "demo.db"))
    paths = {route.path for route in bot.routes() if isinstance(route, Route)}
    assert {"/pay/{token}", "/member/{token}", "/billing/{token}/back", "/stripe/webhook", "/readyz"} <= paths
    with Running(tmp_path) as demo:
        for path in paths:
            assert "Not Found" not in demo.asks("GET", path.format(token="nobody"))[1], path


def test_a_demo_kept_by_another_version_is_not_taken_up(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    for name, held in (("demo.db", ""), ("demo.world.json", '{"phones": []}')):
        (tmp_path / "var" / name).write_text(held)
    ended, said = trainerhub(tmp_path, "demo", "--keep", PORT="0")
    assert ended == 1
    assert said.endswith("What was kept is of another version. Start the demo without --keep.\n")


class Running:
    """`trainerhub demo` in a process of its own, ready for people."""

    def __init__(self, folder: Path, *words: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        self._process = Popen(
            [*COMMAND, "demo", *words],
            env=_environment({"PORT": str(self.port)}),
            cwd=folder,
            stdout=PIPE,
            stderr=STDOUT,
            text=True,
        )

    def __enter__(self) -> Self:
        self._eventually(lambda: self.asks("GET", "/readyz")[0] == 200)
        return self

    def __exit__(self, *_: object) -> None:
        with self._process as process:
            process.kill()

    def interrupted(self) -> tuple[int, str]:
        """How it ended after Ctrl-C, and all that it had said."""
        self._process.send_signal(signal.SIGINT)
        said = self._process.communicate(timeout=20)[0]
        return self._process.returncode, said

    def does(self, path: str, **asked: object) -> None:
        status, said = self.asks("POST", f"/sandbox/{path}", json.dumps(asked))
        assert status == 200, said

    def sees(self, path: str) -> Any:
        return json.loads(self.asks("GET", f"/sandbox/{path}")[1])

    def until(self, path: str, words: str) -> None:
        self._eventually(lambda: words in self.asks("GET", f"/sandbox/{path}")[1])

    def asks(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as asking:
            try:
                asking.request(method, path, body)
                answer = asking.getresponse()
                return answer.status, answer.read().decode()
            except (OSError, HTTPException) as away:
                return 0, str(away)

    def _eventually(self, holds: Callable[[], bool]) -> None:
        ends = time.monotonic() + 30
        while not holds():
            assert time.monotonic() < ends, "what should have come did not come"
            time.sleep(0.1)
