"""The Sunday report: told once a week on the trainer's clock, tallied from the ledger, payers apart."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from bot.papers import receipts_pdf
from domain.bookings.attendance import complete
from domain.bookings.undo import undo
from domain.earnings.model import Payer
from domain.earnings.payers import Kind, PaidBy, company_of, name_payer
from domain.earnings.weekly import report, tell_due
from domain.errors import NotYours
from domain.family.service import add_child
from domain.notifications.model import Notification
from domain.packages import service as packages
from domain.packages.errors import NotTraining
from domain.payments import receipts
from domain.payments.model import Way
from domain.payments.service import sell
from storage.tables import table
from storage.work import SqlWork
from tests.domain.packages.given import DAY, HOUR, TEN, booked, credited, pack
from tests.factories import NOON, Studio, address, studio
from tests.storage.plans import scans, statements
from tests.storage.test_ledger import refused
from tests.turns import in_a_turn

SUNDAY = date(2026, 11, 29)


def told(work: SqlWork) -> list[str]:
    rows = select(Notification.key).where(Notification.kind == "trainer_report").order_by(Notification.id)
    return list(work.session.scalars(rows))


def looks(work: SqlWork, here: Studio, now: datetime) -> None:
    if here.ana.id in work.earnings.reports_due(now):
        tell_due(work, here.ana.id, now=now)


@in_a_turn
def test_once_each_sunday_at_six_where_the_clocks_change_too(work: SqlWork) -> None:
    here = studio(work)
    begun = datetime(2027, 3, 15, 9, tzinfo=UTC)  # Lisbon's clocks go forward on Sunday 28 March
    credited(work, here, 3, now=begun)
    seen: list[tuple[str, str]] = []
    for half in range(21 * 48):
        now = begun + half * HOUR / 2
        looks(work, here, now)
        if len(told(work)) > len(seen):
            seen.append((told(work)[-1], f"{now:%d %H:%M}"))
    ana = here.ana.id, here.ana.person.id
    assert seen == [
        (f"trainer_report:{ana[0]}:2027-03-21:{ana[1]}", "21 18:00"),
        (f"trainer_report:{ana[0]}:2027-03-28:{ana[1]}", "28 17:00"),
        (f"trainer_report:{ana[0]}:2027-04-04:{ana[1]}", "04 17:00"),
    ]


@in_a_turn
def test_who_was_away_for_weeks_tells_the_last_one(work: SqlWork) -> None:
    here = studio(work)
    credited(work, here)
    looks(work, here, NOON)
    looks(work, here, NOON + 23 * DAY)
    looks(work, here, NOON + 23 * DAY + HOUR)
    assert [key.split(":")[2] for key in told(work)] == ["2026-12-13"]


@in_a_turn
def test_nothing_is_told_of_a_week_in_which_nothing_was(work: SqlWork) -> None:
    here = studio(work)
    looks(work, here, NOON)
    looks(work, here, NOON + 7 * DAY)
    assert told(work) == []
    assert here.ana.id not in work.earnings.reports_due(NOON + 7 * DAY)


@in_a_turn
def test_a_block_names_the_days_that_used_it_and_forgets_what_was_undone(work: SqlWork) -> None:
    here = studio(work)
    credited(work, here, 5)
    first, second = booked(work, here), booked(work, here, TEN + DAY)
    for each in (first, second):
        complete(work, here.ana.person, each.id, _approved(work, here, each.id), now=TEN + 2 * DAY)
    undo(work, here.ana.person, second.id, second.version, now=TEN + 2 * DAY)
    (block,) = report(work, here.ana.person, here.ana, SUNDAY, now=TEN + 3 * DAY).blocks
    assert (block.client, block.bought, block.used) == ("Cleo", 5, (TEN.date(),))
    assert (block.free, block.reserved) == (3, 1)


def _approved(work: SqlWork, here: Studio, booking_id: int) -> int:
    from domain.bookings import service as bookings
    from domain.bookings.model import Status

    booking = work.bookings.sheet(booking_id).booking
    if booking.status is Status.REQUESTED:
        bookings.approve(work, here.ana.person, booking_id, booking.version, now=NOON)
    return booking.version


@in_a_turn
def test_a_company_a_guardian_and_the_client_stand_apart(work: SqlWork) -> None:
    here = studio(work)
    address(work, here.cleo, "1009")
    leo = add_child(work, here.cleo, "Leo", date(2016, 5, 1), shown="yes", said="yes", now=NOON).person
    for each in (here.cleo, here.sam, leo):
        credited(work, here, to=each)
    name_payer(work, here.ana.person, here.sam, here.ana, "Acme  Ltd", now=NOON)
    found = report(work, here.ana.person, here.ana, SUNDAY, now=NOON + HOUR)
    assert found.payers == {
        here.cleo.id: PaidBy(Kind.CLIENT),
        here.sam.id: PaidBy(Kind.COMPANY, "Acme Ltd"),
        leo.id: PaidBy(Kind.GUARDIAN, "Cleo"),
    }
    with pytest.raises(NotYours):
        report(work, here.tom.person, here.ana, SUNDAY, now=NOON)


@in_a_turn
def test_who_paid_then_stays_who_paid_then(work: SqlWork) -> None:
    here = studio(work)
    with pytest.raises(NotTraining):
        name_payer(work, here.ana.person, here.cleo, here.ana, "Acme", now=NOON)
    credited(work, here)
    with pytest.raises(NotYours):
        name_payer(work, here.tom.person, here.cleo, here.ana, "Acme", now=NOON)
    name_payer(work, here.ana.person, here.cleo, here.ana, "Acme", now=NOON)
    name_payer(work, here.ana.person, here.cleo, here.ana, "", now=NOON + DAY)
    who = [
        company_of(work, here.cleo.id, here.ana.id, NOON + timedelta(hours=hours)) for hours in (-1, 1, 25)
    ]
    assert who == ["", "Acme", ""]
    refused(work, update(table(Payer)).values(name="Other"), "only_added")
    refused(work, delete(table(Payer)), "only_added")


@in_a_turn
def test_a_report_is_found_by_index_in_few_statements(work: SqlWork) -> None:
    here = studio(work)
    credited(work, here)
    ten = pack(work, here, "days=90")
    packages.give_package(work, here.ana.person, here.cleo, ten.id, reason="paid", now=NOON)
    with statements(work) as ran:
        report(work, here.ana.person, here.ana, SUNDAY, now=NOON)
    assert len(ran) == 5
    assert scans(work, ran) == []


@in_a_turn
def test_a_receipt_names_the_company_that_paid_then_and_goes_on_to(work: SqlWork) -> None:
    here = studio(work)
    credited(work, here)
    ten = pack(work, here)
    papers = []
    for hours, payer in ((0, ""), (1, "Acme Ltd"), (2, "")):
        now = NOON + hours * HOUR
        name_payer(work, here.ana.person, here.cleo, here.ana, payer, now=now)
        sold = sell(work, here.ana.person, here.cleo, ten.id, Way.CASH, now=now)
        receipts.number_due(work, now=now + HOUR / 2)
        papers.append((sold.token, receipts_pdf(work, sold.token, "Studio")))
    assert [receipts_pdf(work, token, "Studio") for token, _paper in papers] == [each for _t, each in papers]
    sizes = [len(paper or b"") for _token, paper in papers]
    assert sizes[1] > sizes[0]
    assert sizes[1] > sizes[2]
