"""What `trainerhub doctor` says: which channel is on, what is missing, what is unsafe."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from bot.settings import Settings
from domain.ledger.sealed import Seal
from domain.money import Money
from domain.payments.agreed import Reconciliation

# Older ones have a race between a WAL reset and a checkpoint of another connection; ours has one that writes.
MENDED = (3, 51, 3)


class Mark(StrEnum):
    ON = "on"
    OFF = "off"
    MISSING = "missing"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class Finding:
    mark: Mark
    text: str

    @property
    def is_bad(self) -> bool:
        return self.mark in (Mark.MISSING, Mark.UNSAFE)


def examine(
    settings: Settings,
    *,
    behind: bool,
    unreachable_trainers: list[str],
    last_night: Reconciliation | None = None,
    last_seal: Seal | None = None,
) -> Iterator[Finding]:
    """Findings in the order in which an operator would mend them."""
    yield from _database(settings, behind)
    yield from _telegram(settings)
    yield from _slack(settings)
    yield from _sms(settings)
    yield from _mail(settings)
    yield from _stripe(settings)
    if settings.stripe_api_key and last_night:
        yield _books(last_night)
    if last_seal:
        yield _sealed(last_seal)
    yield from _address(settings)
    if settings.clock_url:
        yield Finding(Mark.ON, f"The business clock follows the sandbox at {settings.clock_url}.")
    if settings.failpoint:
        yield Finding(Mark.UNSAFE, "FAILPOINT is for crash tests: the bot will die. Unset it.")
    for name in unreachable_trainers:
        yield Finding(
            Mark.MISSING, f"{name} has no chat yet. Run: trainerhub invite {name!r}, and hand over the code."
        )


def halves(settings: Settings) -> Iterator[Finding]:
    """What was begun and is not whole: a channel that can't work as it is set up."""
    channels = (*_telegram(settings), *_slack(settings), *_sms(settings), *_mail(settings))
    yield from (finding for finding in channels if finding.mark is Mark.MISSING)


def _database(settings: Settings, behind: bool) -> Iterator[Finding]:
    if settings.database_url.startswith("postgres"):
        yield Finding(Mark.ON, "The database is PostgreSQL.")
    else:
        old = (
            ""
            if sqlite3.sqlite_version_info >= MENDED
            else f"; {'.'.join(map(str, MENDED))} mends a rare race"
        )
        yield Finding(
            Mark.ON, f"The database is SQLite {sqlite3.sqlite_version}: one process, local disk{old}."
        )
    if behind:
        yield Finding(Mark.MISSING, "Its schema is not today's. Run: trainerhub migrate")


def _telegram(settings: Settings) -> Iterator[Finding]:
    if not settings.telegram_bot_token:
        yield Finding(Mark.OFF, "Telegram: TELEGRAM_BOT_TOKEN is not set. @BotFather gives one.")
    elif settings.telegram_webhook_secret:
        yield Finding(Mark.ON, f"Telegram: by webhook at {settings.base_url}/telegram/webhook.")
        if len(settings.telegram_webhook_secret) < 16:
            yield Finding(
                Mark.UNSAFE, "TELEGRAM_WEBHOOK_SECRET is short enough to guess. Use 32 random characters."
            )
    else:
        yield Finding(Mark.ON, "Telegram: by polling (TELEGRAM_WEBHOOK_SECRET would make it a webhook).")


def _slack(settings: Settings) -> Iterator[Finding]:
    if not settings.slack_bot_token:
        yield Finding(
            Mark.OFF, "Slack: SLACK_BOT_TOKEN is not set. See docs/operators.md for the app to create."
        )
    elif settings.slack_app_token:
        yield Finding(Mark.ON, "Slack: by Socket Mode.")
    elif settings.slack_signing_secret:
        yield Finding(Mark.ON, f"Slack: by HTTP at {settings.base_url}/slack/events.")
    else:
        yield Finding(
            Mark.MISSING,
            "Slack can speak but not hear: set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP).",
        )


def _sms(settings: Settings) -> Iterator[Finding]:
    named = {
        "TWILIO_ACCOUNT_SID": settings.twilio_account_sid,
        "TWILIO_AUTH_TOKEN": settings.twilio_auth_token,
        "TWILIO_FROM": settings.twilio_from,
    }
    missing = ", ".join(name for name, value in named.items() if not value)
    if settings.texts:
        yield Finding(
            Mark.ON,
            f"SMS: from {settings.twilio_from}. Set the number's webhook to {settings.base_url}/twilio/sms.",
        )
    elif any(named.values()):
        yield Finding(Mark.MISSING, f"SMS is half set up, and so it is off. Set {missing} too.")
    else:
        yield Finding(Mark.OFF, "SMS: TWILIO_ACCOUNT_SID is not set. Twilio's console shows it.")


def _mail(settings: Settings) -> Iterator[Finding]:
    named = {"SMTP_URL": settings.smtp_url, "SMTP_FROM": settings.smtp_from}
    if settings.mails:
        yield Finding(
            Mark.ON, f"E-mail: from {settings.smtp_from}, by {urlsplit(settings.smtp_url).hostname}."
        )
    elif any(named.values()):
        missing = ", ".join(name for name, value in named.items() if not value)
        yield Finding(Mark.MISSING, f"E-mail is half set up, and so it is off. Set {missing} too.")
    else:
        yield Finding(Mark.OFF, "E-mail: SMTP_URL is not set. Whoever hosts the studio's mail has one.")


def _stripe(settings: Settings) -> Iterator[Finding]:
    hook = f"{settings.base_url}/stripe/webhook"
    if not settings.stripe_api_key:
        yield Finding(
            Mark.OFF,
            "Cards: STRIPE_API_KEY is not set. Packages are paid at the desk; Stripe's dashboard has it.",
        )
    elif not settings.stripe_webhook_secret:
        yield Finding(
            Mark.MISSING,
            f"Stripe can't tell what was paid. Make an endpoint for {hook}, and set STRIPE_WEBHOOK_SECRET.",
        )
    else:
        yield Finding(Mark.ON, f"Cards: by Stripe, whose endpoint is {hook}.")


def _books(last: Reconciliation) -> Finding:
    """What was compared that night, each currency for itself."""
    if last.differences:
        said = "The books and Stripe differ: every admin was told where. Open those payments in Stripe."
        return Finding(Mark.UNSAFE, f"{said} (night of {last.night}, payments: {last.differences})")
    sums = (Money(sides["ours"], currency).typed for currency, sides in sorted(last.totals.items()))
    return Finding(
        Mark.ON, f"The books and Stripe agreed on {last.night}: {', '.join(sums) or 'nothing yet'}."
    )


def _sealed(last: Seal) -> Finding:
    entries = f"{last.entries} entries" if last.entries != 1 else "1 entry"
    return Finding(Mark.ON, f"The books were sealed on {last.night}: {entries}, digest {last.digest}.")


def _address(settings: Settings) -> Iterator[Finding]:
    by_http = bool(settings.slack_signing_secret) and not settings.slack_app_token
    needs_public = bool(settings.telegram_webhook_secret) or by_http or settings.texts
    needs_public = needs_public or bool(settings.stripe_api_key) or settings.mails
    public = urlsplit(settings.base_url)
    if needs_public and not settings.clock_url and public.scheme != "https":
        yield Finding(Mark.UNSAFE, "Webhooks need PUBLIC_URL to be the https:// address of this server.")
    if settings.host not in ("127.0.0.1", "localhost", "::1") and not settings.public_url:
        yield Finding(
            Mark.MISSING, "HOST listens to the network, but PUBLIC_URL does not say under which address."
        )
