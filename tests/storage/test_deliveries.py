"""What became of a message is kept as its latest status, and not for ever."""

from datetime import timedelta

from storage.work import SqlWork
from tests.factories import NOON
from tests.turns import in_a_turn

LATER = NOON + timedelta(hours=1)


def _report(
    work: SqlWork, status: str, sid: str = "SM1", *, key: str = "k", problem: str | None = None
) -> bool:
    return work.deliveries.report("sms", sid, key, status, problem=problem, now=NOON) is not None


@in_a_turn
def test_only_what_tells_more_is_kept(work: SqlWork) -> None:
    assert _report(work, "sent")
    assert _report(work, "undelivered", problem="30003")
    assert not _report(work, "sent")
    assert not _report(work, "delivered"), "what is final stays"
    assert not _report(work, "something new")
    (known,) = work.deliveries.of("k")
    assert (known.status, known.problem) == ("undelivered", "30003")


@in_a_turn
def test_what_is_old_is_forgotten_some_at_a_time(work: SqlWork) -> None:
    for number in range(5):
        _report(work, "sent", f"SM{number}")
    work.deliveries.report("sms", "SM9", "k", "sent", now=LATER)
    assert [work.deliveries.forget(LATER, limit=3) for _ in range(3)] == [3, 2, 0]
    assert [each.message_id for each in work.deliveries.of("k")] == ["SM9"]
