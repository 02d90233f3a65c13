"""Every setting: its name in the environment (or .env), what it means, and its default."""

import re
from email.utils import parseaddr
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from babel.numbers import is_currency
from pydantic import AfterValidator, Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.errors import Unreadable
from domain.notifications.quiet_words import read_quiet
from domain.tax import LONGEST_NAME, LONGEST_NUMBER, Taxation, read_rate

TELEGRAM_API = "https://api.telegram.org"
SLACK_API = "https://slack.com/api/"
TWILIO_API = "https://api.twilio.com"
STRIPE_API = "https://api.stripe.com"
REAL_HOSTS = ("api.telegram.org", "slack.com", "api.twilio.com", "api.stripe.com")


def _database(url: str) -> str:
    if urlsplit(url).scheme.partition("+")[0] not in ("sqlite", "postgresql"):
        raise ValueError("it begins with sqlite:/// or postgresql://")
    return url


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"there is no time zone {name!r}; one is Europe/Lisbon")
    return name


def _quiet(words: str) -> str:
    try:
        read_quiet(words)
    except Unreadable as unread:
        raise ValueError("from when until when, such as 22-8, or off") from unread
    return words


def _tax(words: str) -> str:
    try:
        if words:
            read_rate(words)
    except Unreadable as unread:
        raise ValueError("per cent such as 20 or 5.5, or exempt; nothing where there is none") from unread
    return words


def _currency(code: str) -> str:
    if not is_currency(code):
        raise ValueError(f"there is no currency {code!r}; one is EUR")
    return code


def _telegram_token(token: str) -> str:
    if token and not re.fullmatch(r"\d+:\S+", token):
        raise ValueError("it looks like 123456:ABC…, as @BotFather wrote it")
    return token


def _begins(prefix: str, whose: str) -> AfterValidator:
    def begins(value: str) -> str:
        if value and not value.startswith(prefix):
            raise ValueError(f"it is {whose}, which begins with {prefix}")
        return value

    return AfterValidator(begins)


def _smtp(url: str) -> str:
    if url and (urlsplit(url).scheme not in ("smtp", "smtps") or not urlsplit(url).hostname):
        raise ValueError("it looks like smtp://user:password@mail.example.org:587, or begins with smtps://")
    return url


def _sender(address: str) -> str:
    if address and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", parseaddr(address)[1]):
        raise ValueError("it is who writes, such as: Studio <studio@example.org>")
    return address


def _phone(number: str) -> str:
    if number and not re.fullmatch(r"\+[1-9][0-9]{6,14}", number):
        raise ValueError("it is a number with its country, such as +447700900900")
    return number


class Settings(BaseSettings):
    """Read from the environment and from ``.env``. Raises pydantic's ValidationError with a sentence
    per mistake.
    """

    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    database_url: Annotated[str, AfterValidator(_database)] = Field(
        "sqlite:///var/trainerhub.db", description="SQLite file or PostgreSQL database"
    )
    public_url: str = Field("", description="where the outside world reaches this server; webhooks need it")
    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8080, ge=0, le=65535, description="port to listen on")
    studio_name: str = Field("TrainerHub", description="what clients know the studio as")
    studio_zone: Annotated[str, AfterValidator(_zone)] = Field(
        "Europe/London", description="IANA zone of the studio"
    )
    studio_currency: Annotated[str, AfterValidator(_currency)] = Field("EUR", description="ISO 4217 code")
    studio_quiet: Annotated[str, AfterValidator(_quiet)] = Field(
        "22-8", description="hours in which nothing rings for new people, on their clocks; off: none"
    )
    studio_tax: Annotated[str, AfterValidator(_tax)] = Field(
        "", description="tax in per cent that prices hold, such as 20 or 5.5, or exempt; empty: none"
    )
    studio_tax_name: str = Field(
        "VAT", min_length=1, max_length=LONGEST_NAME, description="what that tax is called"
    )
    studio_tax_number: str = Field(
        "", max_length=LONGEST_NUMBER, description="the studio's tax number, printed on papers"
    )
    studio_tax_fees: Literal["same", "exempt"] = Field(
        "same", description="same: fees for late cancelling have the session's tax; or exempt"
    )
    campaign_second_above: int = Field(
        100, ge=1, description="a campaign to more people than this needs a second admin"
    )
    banned_words: str = Field(
        "", description="words that no campaign may say, with commas between them; empty: none"
    )
    messages_a_week: int = Field(
        10,
        ge=1,
        description="messages unasked in a week, after which a person is spared more of them",
    )
    default_locale: Literal["en", "es"] = Field("en", description="language of those whose own is not known")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="DEBUG, INFO, WARNING or ERROR"
    )
    telegram_bot_token: Annotated[str, AfterValidator(_telegram_token)] = Field(
        "", description="from @BotFather; empty: Telegram is off"
    )
    telegram_api_url: str = Field(TELEGRAM_API, description="Telegram's API, without /bot")
    telegram_webhook_secret: str = Field("", description="turns polling into a webhook at PUBLIC_URL")
    slack_bot_token: Annotated[str, _begins("xoxb-", "the Bot User OAuth Token")] = Field(
        "", description="xoxb-…; empty: Slack is off"
    )
    slack_app_token: Annotated[str, _begins("xapp-", "an app-level token for connections:write")] = Field(
        "", description="xapp-… for Socket Mode, which wins over HTTP"
    )
    slack_signing_secret: str = Field("", description="for Slack over HTTP at PUBLIC_URL/slack/events")
    slack_api_url: str = Field(SLACK_API, description="Slack's API; ends in /api/")
    twilio_account_sid: Annotated[str, _begins("AC", "the Account SID")] = Field(
        "", description="AC…; empty: SMS is off"
    )
    twilio_auth_token: str = Field("", description="also signs Twilio's webhooks")
    twilio_from: Annotated[str, AfterValidator(_phone)] = Field(
        "", description="our number, such as +447700900900"
    )
    twilio_api_url: str = Field(TWILIO_API, description="Twilio's API")
    smtp_url: Annotated[str, AfterValidator(_smtp)] = Field(
        "", description="smtp://user:password@host:587 or smtps://…; empty: nothing goes by e-mail"
    )
    smtp_from: Annotated[str, AfterValidator(_sender)] = Field(
        "", description="who writes, such as Studio <studio@example.org>"
    )
    stripe_api_key: str = Field("", description="sk_… or rk_…; empty: nobody pays by card")
    stripe_webhook_secret: str = Field(
        "", description="whsec_… of the endpoint at PUBLIC_URL/stripe/webhook; without: news come late"
    )
    stripe_api_url: str = Field(STRIPE_API, description="Stripe's API")
    clock_url: str = Field("", description="a sandbox's business clock to follow; never with a real provider")
    failpoint: str = Field(
        "", description="for crash tests: the point at which to die; point:23, the 23rd time; point:23:STOP"
    )

    @model_validator(mode="after")
    def _no_foreign_clock_in_production(self) -> "Settings":
        real = [url for url in self._provider_urls() if urlsplit(url).hostname in REAL_HOSTS]
        if self.clock_url and real:
            raise ValueError(
                "CLOCK_URL is for the sandbox; unset it, or point every *_API_URL at the sandbox"
            )
        return self

    def _provider_urls(self) -> list[str]:
        """The providers that are on."""
        on = [
            (self.telegram_bot_token, self.telegram_api_url),
            (self.slack_bot_token, self.slack_api_url),
            (self.twilio_account_sid, self.twilio_api_url),
            (self.stripe_api_key, self.stripe_api_url),
        ]
        return [url for token, url in on if token]

    @property
    def texts(self) -> bool:
        """Whether SMS is on."""
        return bool(self.twilio_account_sid and self.twilio_auth_token and self.twilio_from)

    @property
    def mails(self) -> bool:
        """Whether e-mail is on."""
        return bool(self.smtp_url and self.smtp_from)

    @property
    def quiet(self) -> tuple[int, int] | None:
        """In minutes of the day."""
        return read_quiet(self.studio_quiet)

    @property
    def banned(self) -> tuple[str, ...]:
        return tuple(each.strip() for each in self.banned_words.split(",") if each.strip())

    @property
    def tax(self) -> Taxation:
        return Taxation(
            read_rate(self.studio_tax) if self.studio_tax else None,
            self.studio_tax_name,
            self.studio_tax_number,
            on_fees=self.studio_tax_fees == "same",
        )

    @property
    def base_url(self) -> str:
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"
