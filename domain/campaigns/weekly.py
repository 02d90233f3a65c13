"""On Monday morning admins are told what the campaigns of the week before did."""

from datetime import date, datetime, time, timedelta

from domain.base import Role
from domain.campaigns.model import Campaign
from domain.campaigns.ports import Stats
from domain.intervals import Interval
from domain.notifications.service import tell
from domain.work import Work
from domain.zones import at, wall, whole_day

KIND = "admin_campaign_week"
MORNING = time(9)  # on the studio's clock
_WEEK = timedelta(weeks=1)


def last_monday(now: datetime, zone: str) -> date:
    """The Monday whose morning has come last."""
    today = wall(now, zone).date()
    monday = today - timedelta(days=today.weekday())
    return monday if at(zone, monday, MORNING) <= now else monday - _WEEK


def week_before(monday: date, zone: str) -> Interval:
    return whole_day(zone, monday - _WEEK, 7)


def did(work: Work, week: Interval) -> list[tuple[Campaign, Stats]]:
    """Its campaigns, with what came of each; a step that nobody has come to yet has nothing to say."""
    known = work.campaigns.of_week(week)
    came = work.campaigns.results([each.id for each in known])
    both = [(each, came[each.id]) for each in known]
    return [(each, stats) for each, stats in both if not each.follows or stats.sent or stats.failed]


def tell_week(work: Work, monday: date, zone: str, *, now: datetime) -> int:
    """Each admin once, and none where there was no campaign. Answers how many are told."""
    if not work.campaigns.of_week(week_before(monday, zone)):
        return 0
    told = [
        tell(
            work,
            admin.id,
            Role.ADMIN,
            KIND,
            f"campaign_week:{monday}:{admin.id}",
            due=now,
            subject=("campaign_week", int(f"{monday:%Y%m%d}")),
            data={"monday": monday.isoformat()},
        )
        for admin in work.people.admins()
    ]
    return sum(told)
