"""What became of texts that Twilio took, and what follows for whom they were meant."""

from collections.abc import Mapping
from datetime import datetime

import structlog

from bot.channels.sms.errors import GONE, OPTED_OUT, OUR_ACCOUNT, OURS_TO_MEND
from domain.consent import service as consent
from domain.notifications.model import Delivery
from domain.people.model import Address, Channel
from domain.people.reached import came_back, lose
from domain.work import Work

LOST = ("undelivered", "failed")

log = structlog.get_logger()


def note(work: Work, form: Mapping[str, str], key: str, *, now: datetime) -> None:
    """Keep a signed report. A text that did not arrive is told elsewhere; a phone that takes none any more is
    dead to us, until it texts.
    """
    status, code = form.get("MessageStatus", ""), form.get("ErrorCode", "")
    sid = form.get("MessageSid", "")
    news = work.deliveries.report("sms", sid, key, status, problem=code or None, now=now)
    if news is None or status not in LOST:
        return
    number = int(code) if code.isdecimal() else 0
    tell = log.error if number in OUR_ACCOUNT | OURS_TO_MEND else log.warning  # somebody has to look at it
    tell("text_not_delivered", status=status, code=code, key=key)
    address = work.people.heard_at(Channel.SMS, form.get("To", ""))
    if address is not None and number in OPTED_OUT:
        consent.stop(work, address, f"refused: {code}", now=now)
    elif address is not None and number in GONE and not _heard_since(address, news):
        lose(work, address, now=now)
    if row := work.outbox.find(key):
        came_back(work, row, now=now)


def _heard_since(address: Address, news: Delivery) -> bool:
    """A report may come hours after its text; who has texted since is reached."""
    return bool(address.heard_at and news.since and news.since < address.heard_at)
