"""The way of a campaign and of each of its people, as triggers. Of the migration that brought them."""

from collections.abc import Sequence

from storage.constraints import _calls as calls
from storage.constraints import _refuses as refuses

_RESTRICT = "'restrict_violation'"
# As FOLLOWS in domain/campaigns/rules.py.
_NO_STEP = """NEW.status <> OLD.status AND NOT (
    OLD.status = 'draft' AND NEW.status IN ('awaiting', 'running')
    OR OLD.status = 'awaiting' AND NEW.status IN ('draft', 'running')
    OR OLD.status = 'running' AND NEW.status IN ('paused', 'finished', 'stopped')
    OR OLD.status = 'paused' AND NEW.status IN ('running', 'stopped')
)"""
_SENT_ALREADY = "OLD.status <> 'draft'"
_SAID = "words, segment, opens, closes, at_best, made_by"
_NOT_THROUGH = """NEW.status = 'finished' AND EXISTS (
    SELECT 1 FROM campaign_recipient WHERE campaign_id = NEW.id AND stage IN ('waiting', 'queued')
)"""
_STARTED = "(SELECT started_at FROM campaign WHERE id = NEW.campaign_id) IS NOT NULL"
_OVER = "NEW.stage <> OLD.stage AND OLD.stage NOT IN ('waiting', 'queued')"
_FROZEN = "campaign_id, person_id, address_id, consent_id, lane"


def _asks(name: str, when: str, says: str) -> str:
    """A function of PostgreSQL's that looks at another table, too."""
    return f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {when} THEN
        RAISE EXCEPTION '{says}' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$"""


CAMPAIGN_RULES: dict[str, Sequence[str]] = {
    "sqlite": (
        refuses("campaign_step", "UPDATE OF status ON campaign", _NO_STEP, "no_such_step"),
        refuses("campaign_said", f"UPDATE OF {_SAID} ON campaign", _SENT_ALREADY, "only_added"),
        refuses("campaign_delete", "DELETE ON campaign", _SENT_ALREADY, "only_added"),
        refuses("campaign_finish", "UPDATE OF status ON campaign", _NOT_THROUGH, "still_pending"),
        refuses("recipient_late", "INSERT ON campaign_recipient", _STARTED, "frozen"),
        refuses("recipient_over", "UPDATE OF stage ON campaign_recipient", _OVER, "no_such_step"),
        refuses("recipient_frozen", f"UPDATE OF {_FROZEN} ON campaign_recipient", "", "frozen"),
        refuses("recipient_delete", "DELETE ON campaign_recipient", "", "only_added"),
    ),
    "postgresql": (
        calls(
            "step",
            "UPDATE OF status ON campaign",
            f"WHEN ({_NO_STEP}) EXECUTE FUNCTION refuse('no_such_step', {_RESTRICT})",
        ),
        calls(
            "said",
            f"DELETE OR UPDATE OF {_SAID} ON campaign",
            f"WHEN ({_SENT_ALREADY}) EXECUTE FUNCTION refuse('only_added', {_RESTRICT})",
        ),
        _asks("refuse_finish", _NOT_THROUGH, "still_pending"),
        calls("finish", "UPDATE OF status ON campaign", "EXECUTE FUNCTION refuse_finish()"),
        _asks("refuse_late", _STARTED, "frozen"),
        calls("late", "INSERT ON campaign_recipient", "EXECUTE FUNCTION refuse_late()"),
        calls(
            "over",
            "UPDATE OF stage ON campaign_recipient",
            f"WHEN ({_OVER}) EXECUTE FUNCTION refuse('no_such_step', {_RESTRICT})",
        ),
        calls(
            "frozen",
            f"DELETE OR UPDATE OF {_FROZEN} ON campaign_recipient",
            f"EXECUTE FUNCTION refuse('frozen', {_RESTRICT})",
        ),
    ),
}


_SECOND = "UPDATE OF second_words ON campaign"
_NO_SECOND = "NEW.second_words = '' OR NEW.second_words = NEW.words"
# Of a later migration: the second text is as frozen as the first, and is another.
SECOND_TEXT: dict[str, Sequence[str]] = {
    "sqlite": (refuses("campaign_second", _SECOND, f"{_SENT_ALREADY} OR {_NO_SECOND}", "only_added"),),
    "postgresql": (
        calls(
            "second",
            _SECOND,
            f"WHEN ({_SENT_ALREADY} OR {_NO_SECOND}) EXECUTE FUNCTION refuse('only_added', {_RESTRICT})",
        ),
    ),
}
SECOND_TEXT_END: dict[str, Sequence[str]] = {
    "sqlite": ("DROP TRIGGER campaign_second",),
    "postgresql": ("DROP TRIGGER second ON campaign",),
}
