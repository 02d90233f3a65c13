"""What a campaign that follows another may be, as triggers. Of the migration that brought it."""

# ruff: noqa: S608 - constants only, nothing from outside

from collections.abc import Sequence

from storage.campaign_rules import _STARTED, _asks
from storage.constraints import _calls as calls
from storage.constraints import _refuses as refuses

_BEFORE = "(SELECT status FROM campaign WHERE id = NEW.follows)"
_OUT_OF_TURN = f"""NEW.follows IS NOT NULL AND (
    NEW.status = 'awaiting' AND {_BEFORE} <> 'awaiting'
    OR NEW.status = 'running' AND {_BEFORE} IN ('draft', 'awaiting')
    OR NEW.status = 'finished' AND {_BEFORE} <> 'finished'
)"""
_STEP = "follows, days, unless"
_MADE_LATE = "NEW.follows IS NOT NULL AND NEW.status <> 'draft'"
_FOLLOWS = "(SELECT follows FROM campaign WHERE id = NEW.campaign_id)"
# Whoever got the step before, and that so many days ago at least: never two on one day.
_NOT_THEIRS = f"""{_STARTED} AND NOT EXISTS (
    SELECT 1 FROM campaign_recipient AS earlier JOIN campaign AS step ON step.follows = earlier.campaign_id
    WHERE step.id = NEW.campaign_id AND earlier.person_id = NEW.person_id
    AND {{later}}
)"""
_LATER = {
    "sqlite": ("strftime('%s', NEW.due_at) - strftime('%s', earlier.handed_at) >= 86400 * step.days"),
    "postgresql": "NEW.due_at >= earlier.handed_at + step.days * interval '24 hours'",
}
_SOONER = f"NEW.due_at < OLD.due_at AND {_FOLLOWS} IS NOT NULL"


def _refuse_late(when: str) -> str:
    return _asks("refuse_late", when, "frozen").replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


SEQUENCE_RULES: dict[str, Sequence[str]] = {
    "sqlite": (
        refuses("campaign_turn", "UPDATE OF status ON campaign", _OUT_OF_TURN, "out_of_turn"),
        refuses("campaign_follow", f"UPDATE OF {_STEP} ON campaign", "OLD.status <> 'draft'", "only_added"),
        refuses("campaign_begun", "INSERT ON campaign", _MADE_LATE, "out_of_turn"),
        "DROP TRIGGER recipient_late",
        refuses(
            "recipient_late",
            "INSERT ON campaign_recipient",
            _NOT_THEIRS.format(later=_LATER["sqlite"]),
            "frozen",
        ),
        refuses("recipient_sooner", "UPDATE OF due_at ON campaign_recipient", _SOONER, "too_soon"),
    ),
    "postgresql": (
        _asks("refuse_turn", _OUT_OF_TURN, "out_of_turn"),
        calls("turn", "UPDATE OF status ON campaign", "EXECUTE FUNCTION refuse_turn()"),
        calls(
            "follow",
            f"UPDATE OF {_STEP} ON campaign",
            "WHEN (OLD.status <> 'draft') EXECUTE FUNCTION refuse('only_added', 'restrict_violation')",
        ),
        calls(
            "begun",
            "INSERT ON campaign",
            f"WHEN ({_MADE_LATE}) EXECUTE FUNCTION refuse('out_of_turn', 'restrict_violation')",
        ),
        _refuse_late(_NOT_THEIRS.format(later=_LATER["postgresql"])),
        _asks("refuse_sooner", _SOONER, "too_soon"),
        calls("sooner", "UPDATE OF due_at ON campaign_recipient", "EXECUTE FUNCTION refuse_sooner()"),
    ),
}
SEQUENCE_RULES_END: dict[str, Sequence[str]] = {
    "sqlite": (
        *(f"DROP TRIGGER {each}" for each in ("campaign_turn", "campaign_follow", "campaign_begun")),
        *(f"DROP TRIGGER {each}" for each in ("recipient_late", "recipient_sooner")),
        refuses("recipient_late", "INSERT ON campaign_recipient", _STARTED, "frozen"),
    ),
    "postgresql": (
        *(f"DROP TRIGGER {each} ON campaign" for each in ("turn", "follow", "begun")),
        "DROP TRIGGER sooner ON campaign_recipient",
        *(f"DROP FUNCTION {each}" for each in ("refuse_turn", "refuse_sooner")),
        _refuse_late(_STARTED),
    ),
}
