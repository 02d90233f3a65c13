"""No statement of a turn reads a whole table that grows, on either engine."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import aliased

from domain.absences import service as absences
from domain.base import Role
from domain.bookings import service as bookings
from domain.bookings.model import Booking
from domain.bookings.rules import UPCOMING
from domain.bookings.undo import undo
from domain.classes import running
from domain.classes import service as classes
from domain.consent import service as consent
from domain.intervals import Interval
from domain.notifications.model import Purpose
from domain.people.model import Channel, Person
from domain.people.trips import call_off, plan_trip
from domain.policies.service import set_policy
from domain.policies.words import Terms
from domain.resources import service as resources
from domain.schedule.hours import draft_hours, end_season, save_draft
from domain.schedule.plan import Stretch
from domain.schedule.service import times
from domain.standing import service as standing
from domain.standing.moves import Shift
from domain.standing.plan import How
from domain.standing.upkeep import look_at
from domain.waitlist import service as waitlist
from domain.waitlist.chain import go_on
from storage.work import SqlWork
from tests.domain.classes.studio import WEEK, joined, spin
from tests.factories import NOON, booking, give_up, person, studio
from tests.storage.plans import scans, statements
from tests.turns import in_a_turn

DAY = timedelta(days=1)
TEN = NOON.replace(hour=10) + 2 * DAY


def own_tuesdays(work: SqlWork, cleo: Person, service: int, starts: datetime) -> None:
    """A standing slot from its first look to its end."""
    wished = standing.wish(work, cleo, service, starts, 1)
    seen = standing.preview(work, wished, now=NOON).seen
    slot = standing.make(work, cleo, wished, How.MOVE, seen, now=NOON).slot
    work.flush()
    standing.pause(work, cleo, slot.id, slot.version, slot.since, None, now=NOON)
    seen = standing.plan_resume(work, standing.see(work, cleo, slot.id), now=NOON).seen
    series = standing.resume(work, cleo, slot.id, slot.version, How.MOVE, seen, now=NOON)
    shift = Shift.of(series, slot.since, slot.rhythm.at(slot.since) + timedelta(hours=2))
    seen = standing.plan_move(work, series, shift, now=NOON).seen
    standing.move_all(work, cleo, slot.id, slot.version, shift, How.MOVE, seen, now=NOON)
    for due in work.standing.due(NOON + timedelta(days=14)):
        look_at(work, due, now=NOON + timedelta(days=14))
    work.standing.of_client(cleo.id)
    work.standing.of_trainer(slot.trainer_id)
    standing.end(work, cleo, slot.id, slot.version, now=NOON)


@in_a_turn
def test_a_client_s_whole_way_goes_by_index(work: SqlWork) -> None:
    here = studio(work)
    with statements(work) as ran:
        work.people.heard_at(Channel.TELEGRAM, "1001")
        row = work.inbox.store("telegram", "1", {}, owner="me", now=NOON)
        place = bookings.hold(work, here.cleo, here.training.id, TEN, now=NOON).booking
        bookings.confirm(work, here.cleo, place.id, 1, now=NOON)
        bookings.approve(work, here.ana.person, place.id, 2, now=NOON)
        bookings.move(work, here.cleo, place.id, 3, TEN + timedelta(hours=3), now=NOON)
        bookings.cancel(work, here.cleo, place.id, 4, now=NOON)
        bookings.expire_due(work, now=NOON)
        work.bookings.coming(here.cleo.id, NOON)
        work.bookings.over(here.cleo.id, NOON)
        work.bookings.gone(here.cleo.id)
        work.bookings.of_trainer(here.ana.id, NOON, TEN, UPCOMING)
        work.bookings.last_change(place.id)
        waitlist.join(work, here.sam, here.training.id, TEN.date(), now=NOON)
        again = bookings.hold(work, here.cleo, here.training.id, TEN, now=NOON).booking
        bookings.confirm(work, here.cleo, again.id, 1, now=NOON)
        work.bookings.kept_by(here.cleo.id, NOON)
        work.bookings.kept_of(here.ana.id, NOON)
        work.bookings.owed(place.id)
        work.bookings.last_move(place.id)
        give_up(work, here.cleo, again)
        (gap,) = work.waitlist.fillable(here.ana.id, TEN, TEN + timedelta(hours=1))
        waitlist.fill(work, here.ana.person, gap.id, gap.version, now=NOON)
        work.waitlist.due(NOON)
        work.waitlist.entries_of(here.sam.id, NOON)
        (offer,) = work.waitlist.offers(gap.id)
        waitlist.pass_on(work, here.sam, offer.booking_id, now=NOON)
        cleos = work.people.heard_at(Channel.TELEGRAM, "1001")
        assert cleos
        own_tuesdays(work, here.cleo, here.check_in.id, TEN)
        consent.ask(work, cleos, "News?", now=NOON)
        consent.stop(work, cleos, "STOP", now=NOON)
        consent.start(work, cleos, "START", now=NOON)
        work.consents.asked(cleos.id, Purpose.PROMOTIONAL)
        work.inbox.reply(row or 0, {}, now=NOON, owed=True)
        work.inbox.settle([row or 0], now=NOON)
        work.inbox.owed(owner="me")
    assert len(ran) > 40
    assert scans(work, ran) == []


@in_a_turn
def test_a_class_s_whole_way_goes_by_index(work: SqlWork) -> None:
    here = studio(work)
    spin_of, group = spin(work, here, 2)
    with statements(work) as ran:
        work.classes.due(NOON)
        work.classes.undecided(NOON)
        [*times(work, here.ana, spin_of, now=NOON, client_id=here.cleo.id)]
        cleos = joined(work, here.cleo, spin_of)
        work.classes.rosters(here.ana.id, NOON, NOON + WEEK)
        work.classes.roster(cleos.session.id)
        work.bookings.in_session(cleos.session.id, UPCOMING)
        bookings.move(work, here.cleo, cleos.id, cleos.version, cleos.starts + WEEK, now=NOON)
        joined(work, here.sam, spin_of, weeks=1)
        waitlist.join(work, here.mallory, spin_of.id, cleos.starts.date(), now=NOON)
        give_up(work, here.cleo, cleos)
        (gap,) = work.waitlist.running_in(cleos.session.id)
        go_on(work, gap.id, now=NOON)
        running.call_off(work, here.ana.person, cleos.session.id, 1, now=NOON)
        classes.extend(work, group.id, now=NOON + timedelta(days=1))
        classes.end(work, here.ana.person, group.id, now=NOON)
    assert len(ran) > 60
    assert scans(work, ran) == []


@in_a_turn
def test_rooms_and_things_are_found_by_index(work: SqlWork) -> None:
    here = studio(work)
    ada = person(work, "Ada", roles=Role.ADMIN)
    room, bikes = (resources.add(work, ada, name, n, now=NOON) for name, n in (("Studio 1", 1), ("Bikes", 3)))
    other = resources.add(work, ada, "Studio 2", 1, now=NOON)
    with statements(work) as ran:
        for what, owner in ((here.check_in, here.ana), (here.run, here.tom)):
            resources.set_needs(work, owner.person, what.id, {room.id: 1, bikes.id: 2}, now=NOON)
        [*times(work, here.tom, here.run, now=NOON, client_id=here.sam.id)]
        place = bookings.hold(work, here.cleo, here.check_in.id, TEN, now=NOON).booking
        bookings.confirm(work, here.cleo, place.id, 1, now=NOON)
        bookings.move(work, here.cleo, place.id, 2, TEN + timedelta(hours=1), now=NOON)
        (taken,) = work.resources.uses(room.id, TEN, TEN + timedelta(hours=3))
        bookings.hold(work, here.sam, here.run.id, TEN + timedelta(hours=3), now=NOON)
        resources.lacking(work, here.check_in, here.ana, now=NOON)
        resources.use_instead(work, here.ana.person, taken.session.id, room.id, other.id, now=NOON)
        work.resources.needed_by(room.id)
        work.resources.trainers_using([room.id], Interval(TEN, TEN + timedelta(hours=3)))
    assert len(ran) > 60
    assert scans(work, ran) == []


@in_a_turn
def test_policies_seasons_and_trips_are_found_by_index(work: SqlWork) -> None:
    here = studio(work)
    day, owner = TEN.date(), here.ana.person
    week = {weekday: [Stretch(540, 720)] for weekday in range(7)}
    with statements(work) as ran:
        set_policy(work, owner, here.ana, Terms(cancel_minutes=1440), now=NOON)
        draft = draft_hours(work, owner, here.ana, week, season="holidays", days=(day, day), now=NOON)
        save_draft(work, owner, draft.id)
        trip = plan_trip(work, owner, owner, "Asia/Tokyo", day + 2 * DAY, day + 4 * DAY, now=NOON)
        [*times(work, here.ana, here.check_in, now=NOON, client_id=here.cleo.id)]
        place = bookings.hold(work, here.cleo, here.check_in.id, TEN, now=NOON).booking
        bookings.confirm(work, here.cleo, place.id, 1, now=NOON)
        sheet = bookings.cancel(work, here.cleo, place.id, 2, now=TEN - 2 * DAY)
        undo(work, here.cleo, place.id, sheet.booking.version, now=TEN - 2 * DAY)
        bookings.cancel(work, here.cleo, place.id, 4, now=TEN - DAY / 2, at_cost=True)
        bookings.waive(work, owner, place.id, 5, now=TEN - DAY / 2, reason="ill")
        work.session.expire(owner, ["trips"])
        assert owner.trips == [trip]
        call_off(work, owner, trip.id)
        (dates,) = work.schedule.season_dates(here.ana.id, day, day)
        end_season(work, owner, dates.id)
    assert len(ran) > 60
    assert scans(work, ran) == []


@in_a_turn
def test_a_trainer_s_absence_goes_by_index(work: SqlWork) -> None:
    here = studio(work)
    for who, what, hours in ((here.cleo, here.check_in, 0), (here.sam, here.training, 2)):
        booking(work, who, what, TEN + timedelta(hours=hours))
    away = Interval(TEN - timedelta(hours=1), TEN + timedelta(hours=6))
    with statements(work) as ran:
        absence = absences.be_away(work, here.ana.person, here.ana, away, "flu", now=NOON)
        one, other = work.absences.replacements(absence.id)
        absences.take(work, here.cleo, one.id, 1, now=NOON)
        absences.suits_none(work, here.sam, other.id, now=NOON)
        work.absences.due(NOON + DAY)
        absences.tell_unanswered(work, absence.id, now=NOON + DAY)
        absences.cancel_rest(work, here.ana.person, absence.id, now=NOON + timedelta(hours=1))
    assert len(ran) > 40
    assert scans(work, ran) == []


@in_a_turn
def test_what_reads_a_whole_table_is_noticed(work: SqlWork) -> None:
    here = studio(work)
    booking(work, here.cleo, here.training, TEN)
    other = aliased(Booking)
    with statements(work) as ran:
        work.session.execute(select(Booking.id).where(Booking.price_minor == 4000)).all()
        work.session.execute(select(other.id).order_by(other.id)).all()
        work.session.execute(select(Booking.id).where(Booking.id == 1)).all()
    assert [statement for _step, statement in scans(work, ran)] == [ran[0][0], ran[1][0]]
