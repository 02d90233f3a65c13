"""The composition root: settings to storage to channels to jobs. The only file that knows every
concrete thing.
"""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import count
from typing import Any

import structlog
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot import pay, web
from bot.billing_page import billing_links
from bot.channels.mail.sends import Mail
from bot.channels.slack import listens as slack_listens
from bot.channels.slack.sends import Slack
from bot.channels.sms import listens as sms_listens
from bot.channels.sms.reports import note
from bot.channels.sms.sends import Sms
from bot.channels.telegram import listens as telegram_listens
from bot.channels.telegram.reads import read as read_telegram
from bot.channels.telegram.sends import Telegram
from bot.clock_follow import follow
from bot.dialogue.channel import Chat
from bot.dialogue.desk import Desk
from bot.dialogue.engine import Engine
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Studio
from bot.dialogue.words import LANGUAGES, N_, Voice, _, speaking
from bot.mail_page import mail_links
from bot.member_page import member_links
from bot.metrics import Metrics
from bot.papers import receipts_pdf
from bot.pictures import Shelf
from bot.screens import load
from bot.settings import TWILIO_API, Settings
from domain.clock import ShiftedClock
from domain.notifications.kinds import KINDS
from domain.notifications.model import Notification
from domain.people.model import Address, Channel
from domain.work import Work
from integrations.stripe.calls import Stripe
from integrations.stripe.verifies import verify
from jobs.absences import tell_unanswered
from jobs.campaigns import Weekly, advance
from jobs.classes import decide_classes, extend_classes
from jobs.clockwork import Tick, keep_time
from jobs.dispatch import Dispatcher
from jobs.family import grow_up
from jobs.fees import Fees
from jobs.holds import expire
from jobs.ladder import ask_on
from jobs.mailboxes import Postman
from jobs.memberships import Members
from jobs.pace import Rate
from jobs.packages import expire_credits, warn_of_expiry
from jobs.payments import Till, number_receipts
from jobs.reconciling import Reconciler
from jobs.reports import tell_reports
from jobs.retention import blank, forget
from jobs.sealing import Sealer
from jobs.standing import look_after
from jobs.trips import travel
from jobs.waitlist import offer_on
from storage.database import connect

COMMANDS = [
    ("book", N_("Book a session")),
    ("sessions", N_("What is booked")),
    ("move", N_("Move the next session")),
    ("cancel", N_("Cancel the next session")),
    ("packages", N_("Packages of sessions")),
    ("inbox", N_("What I told you")),
    ("settings", N_("Language, time zone, news")),
    ("stop", N_("No news and offers")),
    ("human", N_("Talk to a person")),
    ("help", N_("How this works")),
]
ONE_A_SECOND = Rate(per_second=1)  # what a long number may send
SWEEP = 1.0  # seconds between looks at what has lapsed
FORGET = 3600.0
BLANK = 30.0  # seconds for which health answers stand where they were heard
RECOVER = 3.0  # seconds between looks for answers that are still owed

log = structlog.get_logger()


class Bot:
    """One running bot: what it listens to, what it sends, and what the clock makes it do."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = ShiftedClock()
        routes, self._notices = load()
        if unsaid := self._notices.missing(KINDS):
            raise RuntimeError(f"no notice says {', '.join(unsaid)}")
        self.database = connect(settings.database_url, settings.tax)
        self.studio = Studio(
            settings.studio_name,
            settings.studio_zone,
            settings.default_locale,
            settings.studio_currency,
            settings.base_url,
            phone=settings.twilio_from if settings.texts else "",
            takes_cards=bool(settings.stripe_api_key),
            mails=settings.mails,
            quiet=settings.quiet,
            second_above=settings.campaign_second_above,
            most_a_week=settings.messages_a_week,
            banned=settings.banned,
        )
        shelf = Shelf(self.database)
        self.telegram = (
            Telegram(settings.telegram_bot_token, settings.telegram_api_url, shelf)
            if settings.telegram_bot_token
            else None
        )
        self._listening = {name: asyncio.Event() for name in _channels(settings)}
        self._tasks: list[asyncio.Task[None]] = []
        self.slack = (
            Slack(settings.slack_bot_token, settings.slack_api_url, shelf)
            if settings.slack_bot_token
            else None
        )
        self.sms = _sms(settings) if settings.texts else None
        chats: dict[Channel, Chat] = {}
        if self.telegram:
            chats[Channel.TELEGRAM] = self.telegram
        if self.slack:
            chats[Channel.SLACK] = self.slack
        if self.sms:
            chats[Channel.SMS] = self.sms
        if settings.mails:
            chats[Channel.MAIL] = Mail(settings.smtp_url, settings.smtp_from, shelf)
        engine = Engine(
            routes,
            self.studio,
            native_forms=[Channel.SLACK],
            open_to_all=[Channel.TELEGRAM, Channel.SMS],
            by_text=[Channel.SMS],
        )
        self.metrics = Metrics()
        self.desk = Desk(
            self.database,
            engine,
            self.clock,
            chats,
            metrics=self.metrics,
            reached=_failpoint(settings.failpoint),
        )
        rates = {self.sms.lane: ONE_A_SECOND} if self.sms else {}
        self.dispatcher = Dispatcher(
            self.database,
            chats.values(),
            self.clock,
            self.draw,
            rates=rates,
            reached=_failpoint(settings.failpoint),
        )
        self.database.woken = self.dispatcher.wake
        self._slack_receiver = slack_listens.Receiver(self.desk)
        self.stripe, self.till = None, None
        if settings.stripe_api_key:
            self.stripe = Stripe(settings.stripe_api_key, settings.stripe_api_url)
            reached, billing = _failpoint(settings.failpoint), self.stripe.billing
            where = (self.clock, settings.base_url, reached)
            members = Members(self.database, billing, billing, *where)
            self.till = Till(self.database, self.stripe, *where, members)

    def routes(self) -> list[BaseRoute]:
        """Webhooks are not mounted without their secret."""
        hooks: list[BaseRoute] = []
        if self.telegram and self.settings.telegram_webhook_secret:
            hooks.append(web.telegram_webhook(self.settings.telegram_webhook_secret, self._telegram_update))
        if self.slack and self.settings.slack_signing_secret and not self.settings.slack_app_token:
            hooks.append(slack_listens.webhook(self.settings.slack_signing_secret, self._slack_receiver))
        if self.sms:
            token, url = self.settings.twilio_auth_token, self.settings.base_url
            hooks += sms_listens.Webhooks(
                token, url, self.sms.lane, self.desk.receive, self._reported
            ).routes()
        hooks.append(pay.receipt_links(self._receipt, self.studio))
        hooks += mail_links(Postman(self.database, self.clock), self.studio)
        if self.till:
            hooks += pay.pay_links(self.till.open, self.studio)
            members = self.till.members
            hooks += member_links(members.open, self.studio)
            hooks += billing_links(members.billing, members.back_from_billing, self.studio)
            if secret := self.settings.stripe_webhook_secret:
                hooks.append(
                    pay.stripe_webhook(
                        lambda body, signature: verify(body, signature, secret), self.till.hear
                    )
                )
        return [*hooks, *web.health(self.waiting_for), web.metrics(self._measured)]

    def asgi(self) -> Starlette:
        @asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            await self.start()
            yield
            await self.stop()

        return Starlette(routes=self.routes(), lifespan=lifespan)

    async def start(self) -> None:
        """Begin everything and return; channels that are away are tried until they answer."""
        self._begin("settling", self.desk.settling())
        self._begin("database", self.database.listen())
        if self.settings.clock_url:
            self._begin("clock", follow(self.clock, self.settings.clock_url, self._clock_moved))
        if self.telegram:
            await self.telegram.open()
        if self.slack:
            await self.slack.open()
        if self.sms:
            await self.sms.open()
        self._begin("live", self._live())

    async def _live(self) -> None:
        """Hear, send and look at the clock: only once the clock is the right one."""
        if self.settings.clock_url:
            await self._channel("clock").wait()
        if self.telegram:
            self._begin("telegram", self._hear_telegram(self.telegram, self._channel("telegram")))
        if self.slack and self.settings.slack_app_token:
            socket = slack_listens.listen(
                self.slack, self.settings.slack_app_token, self._slack_receiver, self._channel("slack")
            )
            self._begin("slack", socket)
        elif self.slack and self.settings.slack_signing_secret:
            self._channel("slack").set()
        if self.sms:
            new = not await self.database.read(lambda work: work.inbox.knows("sms"))
            hearing = sms_listens.catch_up(
                self.sms, self.desk.receive, self._texts_known, self._channel("sms"), new=new
            )
            self._begin("sms", hearing)
        if self.till:
            self._begin("payments", self.till.catch_up())
        self._begin("dispatcher", self.dispatcher.run())
        reached = _failpoint(self.settings.failpoint)
        ticks = [
            Tick("expire", SWEEP, lambda: expire(self.database, self.clock)),
            Tick("credits", SWEEP, lambda: expire_credits(self.database, self.clock)),
            Tick("seal", SWEEP, Sealer(self.database, self.clock, self.settings.studio_zone).look),
            Tick("reports", SWEEP, lambda: tell_reports(self.database, self.clock)),
            Tick("warnings", SWEEP, lambda: warn_of_expiry(self.database, self.clock)),
            Tick("receipts", SWEEP, lambda: number_receipts(self.database, self.clock)),
            Tick("ladder", SWEEP, lambda: ask_on(self.database, self.clock)),
            Tick("waitlist", SWEEP, lambda: offer_on(self.database, self.clock)),
            Tick("absences", SWEEP, lambda: tell_unanswered(self.database, self.clock)),
            Tick("classes", SWEEP, lambda: extend_classes(self.database, self.clock)),
            Tick("minimum", SWEEP, lambda: decide_classes(self.database, self.clock)),
            Tick("standing", SWEEP, lambda: look_after(self.database, self.clock)),
            Tick("grow_up", SWEEP, lambda: grow_up(self.database, self.clock)),
            Tick("campaigns", SWEEP, lambda: advance(self.database, self.clock, reached)),
            Tick("week", SWEEP, Weekly(self.database, self.clock, self.settings.studio_zone).look),
            Tick("travel", SWEEP, lambda: travel(self.database, self.clock)),
            Tick("recover", RECOVER, self.desk.recover),
            Tick("blank", BLANK, lambda: blank(self.database)),
            Tick("forget", FORGET, lambda: forget(self.database, self.clock)),
        ]
        if self.till:
            ticks += self._of_money(self.till)
        self._begin("clockwork", keep_time(ticks))
        await self.desk.recover()

    def _of_money(self, till: Till) -> list[Tick]:
        """What looks after cards."""
        books = Reconciler(self.database, till, self.clock, self.settings.studio_zone)
        ticks = [
            Tick("charges", SWEEP, till.charge),
            Tick("refunds", SWEEP, till.give_back),
            Tick("proofs", SWEEP, till.prove),
            Tick("surplus", SWEEP, till.give_surplus_back),
            Tick("memberships", SWEEP, till.members.obey),
            Tick("books", SWEEP, books.look),
        ]
        if self.stripe:
            ticks.append(Tick("fees", SWEEP, Fees(self.database, self.stripe, self.clock).look))
        return ticks

    def _clock_moved(self) -> None:
        self._channel("clock").set()
        self.dispatcher.wake()

    async def stop(self) -> None:
        """Stop hearing, let what is under way arrive, and give everything back."""
        for task in reversed(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.desk.close()
        if self.telegram:
            await self.telegram.close()
        if self.slack:
            await self.slack.close()
        if self.sms:
            await self.sms.close()
        if self.stripe:
            await self.stripe.close()
        await self.database.close()

    def _channel(self, name: str) -> asyncio.Event:
        return self._listening[name]

    def waiting_for(self) -> list[str]:
        return [name for name, event in self._listening.items() if not event.is_set()]

    async def _measured(self) -> bytes:
        now = self.clock.now()
        return self.metrics.page(await self.database.read(lambda work: work.lanes.backlog(now)))

    def _begin(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work, name=name)
        task.add_done_callback(_ended)
        self._tasks.append(task)

    async def _hear_telegram(self, telegram: Telegram, listening: asyncio.Event) -> None:
        username = await telegram_listens.introduce(telegram)
        self.studio.bot_link = f"https://t.me/{username}"
        for language in ("", *LANGUAGES):  # "" is for everybody whose language is none of ours
            with speaking(Voice(language or self.settings.default_locale)):
                commands = [(name, _(said)) for name, said in COMMANDS]
            await telegram_listens.set_commands(telegram, commands, language)
        secret = self.settings.telegram_webhook_secret
        if secret:
            await telegram_listens.set_webhook(telegram, f"{self.settings.base_url}/telegram/webhook", secret)
            listening.set()
        else:
            await telegram_listens.poll(telegram, self.desk.receive, listening)

    async def _telegram_update(self, update: dict[str, Any]) -> None:
        event = read_telegram(update, self.telegram.lane) if self.telegram else None
        if event is not None:
            await self.desk.receive(event)

    async def _texts_known(self, sids: list[str]) -> set[str]:
        return await self.database.read(lambda work: work.inbox.known("sms", sids))

    async def _reported(self, form: Mapping[str, str], key: str) -> None:
        """What became of a text of ours, as Twilio says."""
        now = self.clock.now()
        await self.database.run(lambda work: note(work, form, key, now=now))

    async def _receipt(self, token: str) -> bytes | None:
        return await self.database.read(lambda work: receipts_pdf(work, token, self.studio.name))

    def draw(self, work: Work, row: Notification, address: Address, now: datetime) -> Screen | None:
        return self._notices.draw(work, row, address, now, self.studio)


def _channels(settings: Settings) -> list[str]:
    """What has to be up before the bot is ready."""
    on = {
        "clock": settings.clock_url,
        "telegram": settings.telegram_bot_token,
        "slack": settings.slack_bot_token and (settings.slack_app_token or settings.slack_signing_secret),
        "sms": settings.texts,
    }
    return [name for name, wanted in on.items() if wanted]


def _sms(settings: Settings) -> Sms:
    # Twilio sends nothing whose callback it could never call.
    reachable = settings.public_url or settings.twilio_api_url != TWILIO_API
    return Sms(
        settings.twilio_account_sid,
        settings.twilio_auth_token,
        settings.twilio_from,
        settings.twilio_api_url,
        f"{settings.base_url}/twilio/status" if reachable else "",
    )


def _failpoint(point: str) -> Callable[[str], None]:
    """Kill the process at a named point, as a power cut would; "point:23": when it comes there the 23rd time;
    "point:23:STOP": pause it there.
    """
    name, *more = point.split(":")
    nth, how = (*more, *("1", "KILL")[len(more) :])
    times = count(1)

    def reached(here: str) -> None:
        if here == name and next(times) == int(nth):
            os.kill(os.getpid(), signal.Signals[f"SIG{how}"])

    return reached


def _ended(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        log.error("stopped_working", part=task.get_name(), exc_info=error)


def create(settings: Settings) -> Starlette:
    """The bot as an ASGI app. The database has to be migrated."""
    return Bot(settings).asgi()
