# ruff: noqa: S105  # the secrets are invented, and printed by `trainerhub sandbox --env`
"""The people of the demo, and the tokens that stand for them: invented, fixed, worth nothing elsewhere."""

from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

TELEGRAM_BOT_ID = 123456789
TELEGRAM_BOT_USERNAME = "TrainerHubDemoBot"
TELEGRAM_TOKEN = f"{TELEGRAM_BOT_ID}:DEMO-telegram-token-of-the-sandbox-"
TELEGRAM_WEBHOOK_SECRET = "demo-telegram-webhook-secret"
SLACK_TEAM = "TDEMO"
SLACK_BOT_TOKEN = "xoxb-demo-sandbox"
SLACK_APP_TOKEN = "xapp-demo-sandbox"
SLACK_SIGNING_SECRET = "demo-slack-signing-secret"
TWILIO_ACCOUNT_SID = "AC" + "0" * 31 + "1"
TWILIO_AUTH_TOKEN = "demo-twilio-auth-token"
TWILIO_FROM = "+447700900900"
TWILIO_MESSAGING_SERVICE_SID = "MG" + "0" * 31 + "1"
MAIL_FROM = "Studio Demo <studio@trainerhub.example>"
STRIPE_API_KEY = "sk_test_demo_sandbox"
STRIPE_WEBHOOK_SECRET = "whsec_demo_sandbox"


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    role: str
    telegram: int | None = None
    phone: str | None = None
    slack: str | None = None
    zone: str = "Europe/London"
    language: str = "en"


PEOPLE = (
    Person("Ana", "trainer", slack="UANA", zone="Europe/Lisbon"),
    Person("Tom", "trainer", slack="UTOM"),
    Person("Ada", "admin", slack="UADA"),
    Person("Cleo", "client", telegram=1001),
    Person("Sam", "client", phone="+447700900123"),
)


def state() -> dict[str, Any]:
    """Who there is and the links that trainers hand out, as the demo seeds them."""
    shown = ("name", "role", "telegram", "phone", "slack")
    return {
        "people": [{key: asdict(person)[key] for key in shown} for person in PEOPLE],
        "links": [_link(person.name) for person in PEOPLE if person.role == "trainer"],
    }


def settings(base_url: str, bot_url: str, *, webhooks: bool = False) -> dict[str, str]:
    """What a bot at `bot_url` needs to live in the sandbox at `base_url`; it polls unless `webhooks`."""
    base = base_url.rstrip("/")
    polling = {"SLACK_APP_TOKEN": SLACK_APP_TOKEN}
    pushed = {"TELEGRAM_WEBHOOK_SECRET": TELEGRAM_WEBHOOK_SECRET}
    return {
        "PUBLIC_URL": bot_url.rstrip("/"),
        "TELEGRAM_BOT_TOKEN": TELEGRAM_TOKEN,
        "TELEGRAM_API_URL": f"{base}/telegram",
        "SLACK_BOT_TOKEN": SLACK_BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SLACK_SIGNING_SECRET,
        "SLACK_API_URL": f"{base}/slack/api/",
        "TWILIO_ACCOUNT_SID": TWILIO_ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": TWILIO_AUTH_TOKEN,
        "TWILIO_FROM": TWILIO_FROM,
        "TWILIO_API_URL": f"{base}/twilio",
        "STRIPE_API_KEY": STRIPE_API_KEY,
        "STRIPE_WEBHOOK_SECRET": STRIPE_WEBHOOK_SECRET,
        "STRIPE_API_URL": f"{base}/stripe",
        "SMTP_URL": f"smtp://127.0.0.1:{smtp_port(urlsplit(base).port or 80)}",
        "SMTP_FROM": MAIL_FROM,
        "CLOCK_URL": f"{base}/sandbox/clock",
        **(pushed if webhooks else polling),
    }


def smtp_port(port: int) -> int:
    """Where a sandbox that is served at this port takes mail."""
    return port + 1


def _link(name: str) -> dict[str, str]:
    payload = f"t_{name.lower()}"
    return {"name": name, "url": f"https://t.me/{TELEGRAM_BOT_USERNAME}?start={payload}", "payload": payload}
