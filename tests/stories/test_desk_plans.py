"""A trainer's desk of the studio: offered by Ada, taken, failed and made good, paused, ended. It is never the
trainer's earnings, and every night the books are Stripe's.
"""

import re

from sqlalchemy import func, select

from domain.payments.agreed import Difference
from storage.work import SqlWork
from tests.stories.books import books
from tests.stories.cast import Cast
from tests.stories.conftest import Studio
from tests.stories.people import Shown, Trainer, eventually
from tests.stories.test_memberships import MONTH, books_are, card_fails, follows, pays_monthly, stripe_has

RENT = ["sold 12000 EUR: rent to rent_owed", "paid 12000 EUR: rent_owed to rent_card"]


def _link(shown: Shown, to: str) -> str:
    found = re.search(rf"http://[^\s'\"|>]+/{to}(?=['\"|>])", str(shown))
    assert found, shown
    return found[0]


def _differences(work: SqlWork) -> int:
    return work.session.scalars(select(func.count()).select_from(Difference)).one()


async def test_a_desk_plan_from_its_offer_to_its_end(studio: Studio, cast: Cast) -> None:
    ada = Trainer(studio.outside, "UADA")
    await ada.commands("desk plan Room 2, 120 EUR for Ana")
    await ada.is_told("Offered: Ana has a link to pay")
    offered = await cast.ana.sees("The studio’s offer: €120.00 is charged once you take it")
    assert "Paid" in await pays_monthly(studio, _link(offered, r"member/[\w-]+"))
    begun = await cast.ana.sees("Paid €120.00 by card for Room 2.")
    await ada.sees("Ana joined: €120.00 a month.")
    assert await books(studio) == RENT
    await _receipt_names_the_studio(studio, _link(begun, r"pay/[\w-]+/receipt"))
    await cast.ana.types("earnings")
    await cast.ana.is_told("Nothing came in")
    await card_fails(studio)
    await studio.outside.advance(hours=MONTH)
    unpaid = await cast.ana.sees("€120.00 could not be charged.")
    await ada.sees("Ana has a link to pay, and Stripe tries again.")
    _status, invoice = await follows(studio, _link(unpaid, r"member/[\w-]+"))
    await studio.outside.post("/sandbox/stripe/invoices", {"invoice": invoice})
    await cast.ana.sees("Next: €120.00 on Sat 23 Jan.")
    await books_are(studio, [*RENT, *RENT])
    await cast.ana.types("desk plan pause")
    await ada.sees("Ana has paused it.")
    await stripe_has(studio, "pause_collection", {"behavior": "void", "resumes_at": None})
    await cast.ana.types("desk plan on")
    await ada.sees("Ana takes it up again.")
    await cast.ana.types("desk plan off")
    await ada.sees("Ana ends it on Sat 23 Jan.")
    await stripe_has(studio, "cancel_at_period_end", True)
    await ada.commands("report subs")
    await ada.is_told("Desk plans\nActive: 1 · 1 about to end")
    await studio.outside.advance(hours=24 * 32)
    await cast.ana.sees("It is over, and nothing more is charged.")
    await ada.sees("Ana has no desk plan any more.")
    assert await books(studio) == [*RENT, *RENT]
    assert studio.bot
    assert await studio.bot.database.read(_differences) == 0


async def _receipt_names_the_studio(studio: Studio, link: str) -> None:
    async def numbered() -> bool:
        async with studio.outside.http.get(link) as answer:
            return (await answer.read()).startswith(b"%PDF")

    await studio.outside.advance(minutes=3)
    await eventually(numbered)
