"""Each payment and refund has a number of its own, in each year from one on, and a paper that says it all."""

import asyncio
from datetime import timedelta

from bot.papers import receipts_pdf
from bot.screens import load
from domain.packages.service import add_package
from domain.payments import receipts, refunds
from domain.payments.model import PageState, Way
from domain.payments.pages import hear
from domain.payments.ports import Returned
from domain.payments.service import sell, undo_sale
from domain.people.model import Channel
from domain.work import Work
from storage.database import Database
from storage.work import SqlWork
from tests.domain.packages.given import booked, pack
from tests.domain.payments.given import opened, seen, told, wanted
from tests.factories import NOON, address, studio
from tests.gallery.stage import STUDIO
from tests.turns import in_a_turn

MINUTE = timedelta(minutes=1)


@in_a_turn
def test_what_is_undone_takes_no_number_and_a_new_year_counts_anew(work: Work) -> None:
    here = studio(work)
    ten = pack(work, here)
    booked(work, here)
    undone = sell(work, here.ana.person, here.cleo, ten.id, Way.CASH, now=NOON)
    assert receipts.number_due(work, now=NOON) == 0  # it may still be taken back
    undo_sale(work, here.ana.person, undone.id, now=NOON)
    first = sell(work, here.ana.person, here.cleo, ten.id, Way.CASH, now=NOON)
    receipts.number_due(work, now=NOON + MINUTE)
    assert [each.name for each in work.payments.receipts(first.id)] == ["2026-0001"]
    payment = wanted(work, here)
    hear(work, told(1, seen(opened(work, payment), PageState.PAID, payment)), now=NOON)
    receipts.number_due(work, now=NOON + timedelta(days=60))
    assert [each.name for each in work.payments.receipts(payment.id)] == ["2027-0001"]


@in_a_turn
def test_a_refund_has_a_credit_note_and_the_paper_holds_both(work: Work) -> None:
    here = studio(work)
    ten = pack(work, here)
    booked(work, here)
    sold = sell(work, here.ana.person, here.cleo, ten.id, Way.CASH, now=NOON)
    assert receipts_pdf(work, sold.token, "Studio") is None
    receipts.number_due(work, now=NOON + MINUTE)
    alone = receipts_pdf(work, sold.token, "Studio")
    asked = refunds.ask(work, here.cleo, sold.id, reason="I move", now=NOON + MINUTE)
    refunds.approve(work, here.ana.person, asked.id, 9, now=NOON + MINUTE)
    receipts.number_due(work, now=NOON + MINUTE)
    assert [each.name for each in work.payments.receipts(sold.id)] == ["2026-0001", "2026-0002"]
    both = receipts_pdf(work, sold.token, "Studio")
    assert alone
    assert both
    assert (alone[:5], alone.count(b"/Type /Page\n"), both.count(b"/Type /Page\n")) == (b"%PDF-", 1, 2)
    assert receipts_pdf(work, "nobody", "Studio") is None


@in_a_turn
def test_a_refund_that_fails_after_its_credit_note_has_a_second_paper(work: Work) -> None:
    here = studio(work)
    payment = wanted(work, here)
    hear(work, told(1, seen(opened(work, payment), PageState.PAID, payment)), now=NOON)
    asked = refunds.ask(work, here.cleo, payment.id, reason="I move", now=NOON)
    refunds.approve(work, here.ana.person, asked.id, 10, now=NOON)
    refunds.learn(work, Returned(asked.key, "re_1"), now=NOON)
    assert receipts.number_due(work, now=NOON) == 2
    refunds.learn(work, Returned(asked.key, "re_1", failed=True), now=NOON)
    assert [receipts.number_due(work, now=NOON) for _twice in range(2)] == [1, 0]
    first, note, void = work.payments.receipts(payment.id)
    assert (void.voids_id, void.refund_id, void.name) == (note.id, None, "2026-0003")
    paper = receipts_pdf(work, payment.token, "Studio")
    assert paper
    assert (first.name, paper.count(b"/Type /Page\n")) == ("2026-0001", 3)


async def test_two_that_number_at_once_leave_no_gap(database: Database) -> None:
    def furnish(work: SqlWork) -> None:
        here = studio(work)
        booked(work, here)
        for name in range(12):
            said = {"name": f"Pack {name}", "sessions": "1", "price": "10"}
            package = add_package(work, here.ana.person, here.ana, said, currency="EUR", now=NOON)
            sell(work, here.ana.person, here.cleo, package.id, Way.CASH, now=NOON)

    await database.run(furnish)
    later = NOON + MINUTE
    done = await asyncio.gather(
        *(database.run(lambda work: receipts.number_due(work, now=later)) for _ in range(4))
    )
    assert sum(done) >= 12

    def numbers(work: SqlWork) -> list[int]:
        return [each.number for id_ in range(1, 13) for each in work.payments.receipts(id_)]

    assert await database.read(numbers) == list(range(1, 13))


@in_a_turn
def test_who_has_given_a_mail_address_gets_each_paper_there_once(work: SqlWork) -> None:
    here = studio(work)
    mail = address(work, here.cleo, "cleo@example.org", Channel.MAIL)
    ten = pack(work, here)
    booked(work, here)
    sold = sell(work, here.ana.person, here.cleo, ten.id, Way.CASH, now=NOON)
    receipts.number_due(work, now=NOON + MINUTE)
    receipts.number_due(work, now=NOON + MINUTE)
    asked = refunds.ask(work, here.cleo, sold.id, reason="I move", now=NOON + MINUTE)
    refunds.approve(work, here.ana.person, asked.id, 9, now=NOON + MINUTE)
    receipts.number_due(work, now=NOON + MINUTE)
    mailed = [row for row in work.outbox.waiting_for(here.cleo.id) if row.kind == "client_receipt"]
    assert [(row.address_id, row.subject_id) for row in mailed] == [(mail.id, sold.id)] * 2
    drawn = [load()[1].draw(work, row, mail, NOON, STUDIO) for row in mailed]
    assert [(each.title, each.file.name) for each in drawn if each and each.file] == [
        ("Receipt 2026-0001 · Studio Demo", "2026-0001.pdf"),
        ("Credit note 2026-0002 · Studio Demo", "2026-0002.pdf"),
    ]


@in_a_turn
def test_nobody_is_written_to_who_gave_no_address_or_has_not_proven_it(work: SqlWork) -> None:
    here = studio(work)
    unproven = address(work, here.cleo, "cleo@example.org", Channel.MAIL)
    unproven.unproven = True
    work.flush()
    ten = pack(work, here)
    booked(work, here)
    sell(work, here.ana.person, here.cleo, ten.id, Way.CASH, now=NOON)
    assert receipts.number_due(work, now=NOON + MINUTE) == 1
    assert not [row for row in work.outbox.waiting_for(here.cleo.id) if row.kind == "client_receipt"]
