"""What an operator does beside the running bot: the schema, the demo's people, the doctor, invitations.

It knows no chat, so that a command answers before the libraries of the chats would be loaded.
"""

from contextlib import AbstractContextManager

from bot import doctor
from bot.doctor import Finding
from bot.seed import seed, sell
from bot.settings import Settings
from domain.base import Role
from domain.clock import WallClock
from domain.people import service as people
from domain.people.model import Person
from domain.trainers.service import take_on
from domain.work import Work
from storage.database import connect
from storage.migrate import pending, upgrade
from storage.sole import ServedAlready as ServedAlready  # noqa: PLC0414 - for the command line
from storage.sole import sole


def alone(settings: Settings) -> AbstractContextManager[None]:
    """For as long as a bot runs. Raises ServedAlready where the database allows but one."""
    return sole(settings.database_url)


async def migrate(settings: Settings) -> None:
    await upgrade(settings.database_url)


async def is_behind(settings: Settings) -> bool:
    """Whether the database waits for a migration."""
    database = connect(settings.database_url)
    try:
        return await pending(database)
    finally:
        await database.close()


async def seed_demo(settings: Settings, *, whole: bool = False) -> None:
    """The demo's people; the ``whole`` of it has packages for sale and quiet hours, too."""
    database, now = connect(settings.database_url), WallClock().now()
    await database.run(lambda work: seed(work, quiet=settings.quiet if whole else None, now=now))
    if whole:
        await database.run(lambda work: sell(work, now=now))
    await database.close()


async def examine(settings: Settings) -> list[Finding]:
    """What `trainerhub doctor` has to say."""
    behind = await is_behind(settings)
    if behind:
        return list(doctor.examine(settings, behind=True, unreachable_trainers=[]))
    database = connect(settings.database_url)
    unreachable = await database.read(_unreachable_trainers)
    last = await database.read(lambda work: work.payments.last_night())
    seal = await database.read(lambda work: work.ledger.last_seal())
    await database.close()
    return list(
        doctor.examine(
            settings, behind=False, unreachable_trainers=unreachable, last_night=last, last_seal=seal
        )
    )


def _unreachable_trainers(work: Work) -> list[str]:
    return [
        trainer.person.name
        for trainer in work.trainers.active()
        if work.people.reach(trainer.person_id, Role.TRAINER) is None
    ]


async def invite(settings: Settings, name: str, *, zone: str, admin: bool) -> str:
    """Make a person who can join with a code; answers what to hand over."""

    def unit(work: Work) -> tuple[str, str]:
        now = WallClock().now()
        if admin:
            prefers = people.begins_with(settings.quiet)
            person = Person(name=name, zone=zone, roles=Role.ADMIN, prefers=prefers, created_at=now)
            work.add(person)
            work.flush()
            return people.invite(work, person, now=now), ""
        known = next((each for each in work.trainers.active() if each.person.name == name), None)
        trainer = known or take_on(work, name, zone, settings.studio_currency, quiet=settings.quiet, now=now)
        return people.invite(work, trainer.person, now=now), trainer.slug

    database = connect(settings.database_url)
    code, slug = await database.run(unit)
    await database.close()
    bot, why = await _telegram_bot(settings)
    told = [
        f"{name} joins within 7 days, by typing in Slack:\n  /hub join {code}",
        f"or by this link to Telegram:\n  https://t.me/{bot}?start=join-{code}",
        f"Clients come by this link: https://t.me/{bot}?start=t_{slug}" if slug else "",
        f"or they text JOIN {slug.upper()} to {settings.twilio_from}" if slug and settings.texts else "",
        why,
    ]
    return "\n".join(line for line in told if line)


async def _telegram_bot(settings: Settings) -> tuple[str, str]:
    """The bot's name, which only Telegram knows; where it does not say it, a stand-in and why."""
    name = None
    if settings.telegram_bot_token:
        from bot.channels.telegram import listens as telegram_listens
        from bot.channels.telegram.sends import Telegram

        name = await telegram_listens.username(
            Telegram(settings.telegram_bot_token, settings.telegram_api_url)
        )
    if name:
        return name, ""
    reason = (
        "Telegram did not say it" if settings.telegram_bot_token else "there is no TELEGRAM_BOT_TOKEN yet"
    )
    return "YOUR_BOT", f"YOUR_BOT stands for the name that you gave your bot at @BotFather; {reason}."
