"""The command line: trainerhub demo | serve | sandbox | migrate | doctor | invite | bench."""

import asyncio
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from socket import AF_INET, AF_INET6, IPPROTO_TCP, TCP_NODELAY, create_server, socket
from typing import Annotated, Protocol, runtime_checkable

import typer
import uvicorn
from pydantic import ValidationError
from starlette.types import ASGIApp

from bot import logs
from bot.doctor import halves
from bot.settings import Settings
from domain.errors import Refusal


@contextmanager
def _in_words() -> Iterator[None]:
    """An end with a sentence, where a traceback would only tell us."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except Refusal as refusal:
        typer.echo(refusal.message.format(**refusal.facts), err=True)
    except (OSError, SQLAlchemyError) as error:
        said = str(error).splitlines()[0]
        typer.echo(f"The database can't be opened: {said}\nCheck DATABASE_URL.", err=True)
    else:
        return
    raise typer.Exit(1)


@runtime_checkable
class Closing(Protocol):
    async def close(self) -> None: ...


cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # they would show the values of variables, tokens too
    help="A personal trainer's front desk, in the chats.",
)

Port = Annotated[int, typer.Option(help="port to listen on")]


def _settings(**given: object) -> Settings:
    """The settings, or an end with a sentence for each mistake in them."""
    try:
        settings = Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        for line in error.errors():
            name = ".".join(str(part) for part in line["loc"]).upper()
            said = line["msg"].removeprefix("Value error, ")
            typer.echo(f"{name}: {said}" if name else said, err=True)
        raise typer.Exit(2) from None
    logs.set_up(settings.log_level)
    return settings


class _Server(uvicorn.Server):
    """Lets the app close while it can still be reached: its long polls would hold the server open."""

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        app: object = self.config.app
        if isinstance(app, Closing):
            await app.close()
        await super().shutdown(sockets)


def _migrated(settings: Settings) -> None:
    """An end with a sentence where the schema is an older one."""
    from bot import office

    with _in_words():
        behind = asyncio.run(office.is_behind(settings))
    if behind:
        typer.echo("The database has not today's schema. Run: trainerhub migrate", err=True)
        raise typer.Exit(1)


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """An end with a sentence where another serves the same file."""
    from bot import office

    with ExitStack() as held:
        try:
            held.enter_context(office.alone(settings))
        except office.ServedAlready as other:
            typer.echo(str(other), err=True)
            raise typer.Exit(1) from None
        yield


def _serve(app: ASGIApp, listener: socket) -> None:
    # What is loaded stays, and what a turn leaves needs no collector, which took a sixth of its time.
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()
    # Connections are kept for longer than a proxy keeps them, or its next request meets the end of one.
    config = uvicorn.Config(
        app, log_config=None, access_log=False, timeout_graceful_shutdown=3, timeout_keep_alive=75
    )
    server = _Server(config)
    with suppress(KeyboardInterrupt):  # uvicorn raises Ctrl-C once more, after everything was given back
        server.run(sockets=[listener])
    if not server.started:
        raise typer.Exit(1)
    typer.echo("TrainerHub has ended.")


def _listener(host: str, port: int) -> socket:
    try:
        listener = create_server((host, port), family=AF_INET6 if ":" in host else AF_INET, backlog=2048)
    except OSError as error:
        typer.echo(
            f"Can't listen on {host}:{port}: {os.strerror(error.errno or 0)}. Name another PORT.", err=True
        )
        raise typer.Exit(1) from None
    # asyncio sets it only where the socket names its protocol; without it the body of an answer waits until
    # its headers were acknowledged, which takes 40 ms on a connection that is kept.
    listener.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
    return listener


@cli.command()
def serve() -> None:
    """Run the bot on the settings of the environment and .env."""
    settings = _settings()
    _migrated(settings)
    for half in halves(settings):
        typer.echo(half.text, err=True)
    listener = _listener(settings.host, settings.port)
    from bot import app

    with _alone(settings):
        _serve(app.create(settings), listener)


@cli.command()
def migrate() -> None:
    """Bring the database to today's schema."""
    settings = _settings()
    from bot import office

    with _in_words():
        asyncio.run(office.migrate(settings))
    typer.echo("The database has today's schema.")


@cli.command()
def demo(keep: Annotated[bool, typer.Option(help="keep what happened last time")] = False) -> None:
    """Run the studio on the sandbox: no account, no token, no internet."""
    from bot import office
    from bot.demo import create, settings_for
    from sandbox.keeping import Unreadable

    plain = _settings(_env_file=None)
    listener = _listener(plain.host, plain.port)
    file, world = Path("var/demo.db"), Path("var/demo.world.json")
    settings = settings_for(plain, file)
    with _alone(settings):  # before the database of a demo that runs already is touched
        if not (keep and file.exists()):  # the one without the other would be another story
            for each in file.parent.glob("demo.*"):
                each.unlink()
        asyncio.run(office.migrate(settings))
        asyncio.run(office.seed_demo(settings, whole=True))
        typer.echo(f"TrainerHub's demo: http://{settings.host}:{settings.port}  (Ctrl-C ends it)")
        try:
            app = create(settings, world)
        except Unreadable:
            typer.echo("What was kept is of another version. Start the demo without --keep.", err=True)
            raise typer.Exit(1) from None
        _serve(app, listener)
    typer.echo("To go on from here another time: make demo ARGS=--keep")


@cli.command()
def sandbox(
    port: Port = 8081,
    bot: Annotated[str, typer.Option(help="where the bot listens")] = "http://127.0.0.1:8080",
    webhooks: Annotated[
        bool, typer.Option(help="have Telegram call the bot instead of being polled")
    ] = False,
    env: Annotated[
        bool, typer.Option(help="print the settings that `trainerhub serve` needs, and end")
    ] = False,
) -> None:
    """Run the outside world alone, for a bot in another process."""
    from sandbox.app import create
    from sandbox.people import settings as demo_settings
    from sandbox.people import smtp_port

    if env:
        needed = demo_settings(f"http://127.0.0.1:{port}", bot, webhooks=webhooks)
        typer.echo("\n".join(f"{name}={value}" for name, value in needed.items()))
        return
    logs.set_up("INFO")
    post = _listener("127.0.0.1", smtp_port(port))
    _serve(create(bot_url=bot, post=post), _listener("127.0.0.1", port))


@cli.command()
def doctor() -> None:
    """Say in plain words what is on, what is missing, and what is unsafe."""
    settings = _settings()
    from bot import office

    with _in_words():
        findings = asyncio.run(office.examine(settings))
    for finding in findings:
        typer.echo(f"{finding.mark:9} {finding.text}")
    raise typer.Exit(1 if any(finding.is_bad for finding in findings) else 0)


@cli.command()
def invite(
    name: str,
    zone: Annotated[str, typer.Option(help="IANA zone of the trainer's hours")] = "",
    admin: Annotated[bool, typer.Option(help="an admin instead of a trainer")] = False,
) -> None:
    """Make a trainer (or an admin), and print the code with which they join from Slack."""
    settings = _settings()
    if not name.strip():
        raise typer.BadParameter("a name is needed, such as: trainerhub invite 'Ana Silva'")
    _migrated(settings)
    from bot import office

    with _in_words():
        told = asyncio.run(office.invite(settings, name, zone=zone or settings.studio_zone, admin=admin))
    typer.echo(told)


@cli.command()
def bench() -> None:
    """Measure against peers in one run; the last line is one JSON object of ratios."""
    from subprocess import call

    raise typer.Exit(call([sys.executable, "-m", "bench"]))


def main() -> None:
    gc.disable()  # what is loaded stays: to look through it took a fifth of the start
    cli()
