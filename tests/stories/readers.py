"""Many people who asked for news, on every channel, some of whom train soon; and what the providers took for
them, which is what counts.
"""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.base import Role
from domain.campaigns import service as campaigns
from domain.consent.service import agree
from domain.mailboxes.model import LANE as MAIL_LANE
from domain.mailboxes.model import Mailbox
from domain.notifications.service import tell
from domain.people.model import Address, Channel, Person
from domain.work import Work
from sandbox import people as demo
from tests import factories
from tests.stories.people import Outside

WORDS, REMINDED = "autumn is here", "Your next session"
OTHERS = {3: Channel.SMS, 7: Channel.SLACK, 11: Channel.MAIL}  # of each sixteen; all the rest are on Telegram
LANES = {
    Channel.TELEGRAM: f"telegram:{demo.TELEGRAM_BOT_ID}",
    Channel.SMS: f"sms:{demo.TWILIO_FROM}",
    Channel.SLACK: "slack",
    Channel.MAIL: MAIL_LANE,
}
PROVIDERS = {
    Channel.TELEGRAM: "telegram",
    Channel.SMS: "twilio",
    Channel.SLACK: "slack",
    Channel.MAIL: "mail",
}


def place(number: int) -> tuple[Channel, str]:
    """Where a reader is reached."""
    match OTHERS.get(number % 16, Channel.TELEGRAM):
        case Channel.SMS:
            return Channel.SMS, f"+1{201 + number // 1600}55501{number // 16 % 100:02}"
        case Channel.SLACK:
            return Channel.SLACK, f"UREADER{number}"
        case Channel.MAIL:
            return Channel.MAIL, f"reader{number}@example.org"
    return Channel.TELEGRAM, str(50_000 + number)


def is_reminded(number: int) -> bool:
    """One in nine, so that all channels have some."""
    return number % 9 == 3


async def arrive(outside: Outside, people: int) -> None:
    """All open a chat with us, as they once did, and have long been answered."""

    async def opens(number: int) -> None:
        channel, where = place(number)
        if channel is Channel.TELEGRAM:
            await outside.post(f"/sandbox/telegram/{where}/messages", {"start": ""})
        elif channel is Channel.SLACK:
            await outside.post(f"/sandbox/slack/{where}/home", {})

    for first in range(0, people, 50):  # a crowd that all come at once would be the load itself
        await asyncio.gather(*map(opens, range(first, min(first + 50, people))))
    await outside.get(f"/telegram/bot{demo.TELEGRAM_TOKEN}/getUpdates?offset=-1")
    await outside.get(f"/telegram/bot{demo.TELEGRAM_TOKEN}/getUpdates?offset={2**31}")


def write_down(work: Work, people: int, *, now: datetime, over: timedelta) -> int:
    """The readers, their reminders, which fall due within so long, and a campaign to all; answers its id."""
    tom = work.trainers.by_slug("tom")
    assert tom
    what = factories.service(work, tom, minutes=30)
    for number in range(people):
        channel, where = place(number)
        reader = Person(name=f"Reader {number}", zone="Europe/London", zone_told=True, created_at=now)
        address = Address(person=reader, channel=channel, external_id=where, lane=LANES[channel])
        work.add(reader, address)
        work.flush()
        agree(work, address, "Yes", shown="News?", now=now)
        if channel is Channel.MAIL:
            box = Mailbox(
                address_id=address.id,
                leave=f"leave{number}",
                claimed_by=reader.id,
                asked_at=now,
                said="email",
                shown="News?",
            )
            work.add(box)
        if is_reminded(number):
            starts = (now + timedelta(days=9)).replace(minute=0, second=0, microsecond=0)
            booked = factories.booking(work, reader, what, starts + timedelta(hours=number), now=now)
            due, about = now + over * (number / people), ("booking", booked.id)
            tell(work, reader.id, Role.CLIENT, "reminder_24h", f"soon:{number}", due=due, subject=about)
    ada = next(each for each in work.people.admins() if each.roles & Role.ADMIN)
    draft = campaigns.begin(work, ada, now=now)
    campaigns.write(work, ada, draft.id, f"Hi {{name}}, {WORDS}", most=9, now=now)
    return campaigns.send(work, ada, draft.id, draft.version, above=10**6, most=9, now=now).id


@dataclass(slots=True)
class Taken:
    """How often each provider took the campaign and a reminder for each reader, as far as was looked."""

    outside: Outside
    told: Counter[tuple[Channel, str]] = field(default_factory=Counter)
    reminded: Counter[tuple[Channel, str]] = field(default_factory=Counter)
    _seen: Counter[Channel] = field(default_factory=Counter)
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def look(self) -> int:
        """Answers how many were told of the campaign so far."""
        async with self._looking:
            await self._look()
        return self.told.total()

    async def _look(self) -> None:
        for channel, provider in PROVIDERS.items():
            taken = await self.outside.get(f"/sandbox/accepted/{provider}?after={self._seen[channel]}")
            self._seen[channel] += len(taken)
            for each in taken:
                who = channel, str(each["to"])
                self.told[who] += WORDS in (each["text"] or "") and each["to"] != "UADA"
                self.reminded[who] += REMINDED in (each["text"] or "")
