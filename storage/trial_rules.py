"""A campaign's trial of two texts, as triggers: the others get none of them before one is chosen, which is
done once. Of the migration that brought them.
"""

from collections.abc import Sequence

from storage.added_rules import only_added
from storage.campaign_rules import _asks as asks
from storage.constraints import _calls as calls
from storage.constraints import _refuses as refuses

_RESTRICT = "'restrict_violation'"
_PLAN = "UPDATE OF sample, trial_hours ON campaign"
_NO_PLAN = """OLD.status <> 'draft' OR (NEW.sample IS NULL) <> (NEW.trial_hours IS NULL)
    OR NEW.sample NOT BETWEEN 1 AND 50 OR NEW.trial_hours < 1
    OR NEW.sample > 0 AND NEW.follows IS NOT NULL"""
_SENT = "UPDATE OF status ON campaign"
_ONE_TEXT = "OLD.status = 'draft' AND NEW.status <> 'draft' AND NEW.sample > 0 AND NEW.second_words IS NULL"
_STAGE = "UPDATE OF stage ON campaign_recipient"
_NO_TEXT = """NEW.stage NOT IN ('waiting', 'left_out') AND NOT NEW.trial AND EXISTS (
    SELECT 1 FROM campaign WHERE id = NEW.campaign_id AND sample > 0
    AND NOT EXISTS (SELECT 1 FROM campaign_choice WHERE campaign_id = NEW.campaign_id)
)"""
_CHOICE = "INSERT ON campaign_choice"
_NO_TRIAL = """NOT EXISTS (
    SELECT 1 FROM campaign WHERE id = NEW.campaign_id AND sample > 0 AND status IN ('running', 'paused')
)"""
_ADDED = only_added("campaign_choice")

TRIAL_RULES: dict[str, Sequence[str]] = {
    "sqlite": (
        refuses("campaign_trial", _PLAN, _NO_PLAN, "only_added"),
        refuses("campaign_texts", _SENT, _ONE_TEXT, "no_such_step"),
        refuses("recipient_trial", "UPDATE OF trial ON campaign_recipient", "", "frozen"),
        refuses("recipient_text", _STAGE, _NO_TEXT, "undecided"),
        refuses("choice_insert", _CHOICE, _NO_TRIAL, "no_trial"),
        *_ADDED["sqlite"],
    ),
    "postgresql": (
        calls("trial", _PLAN, f"WHEN ({_NO_PLAN}) EXECUTE FUNCTION refuse('only_added', {_RESTRICT})"),
        calls("texts", _SENT, f"WHEN ({_ONE_TEXT}) EXECUTE FUNCTION refuse('no_such_step', {_RESTRICT})"),
        calls(
            "recipient_trial",
            "UPDATE OF trial ON campaign_recipient",
            f"EXECUTE FUNCTION refuse('frozen', {_RESTRICT})",
        ),
        asks("refuse_text", _NO_TEXT, "undecided"),
        calls("recipient_text", _STAGE, "EXECUTE FUNCTION refuse_text()"),
        asks("refuse_choice", _NO_TRIAL, "no_trial"),
        calls("choice", _CHOICE, "EXECUTE FUNCTION refuse_choice()"),
        *_ADDED["postgresql"],
    ),
}
TRIAL_RULES_END: dict[str, Sequence[str]] = {
    "sqlite": tuple(
        f"DROP TRIGGER {each}"
        for each in ("campaign_trial", "campaign_texts", "recipient_trial", "recipient_text")
    ),
    "postgresql": (
        "DROP TRIGGER trial ON campaign",
        "DROP TRIGGER texts ON campaign",
        "DROP TRIGGER recipient_trial ON campaign_recipient",
        "DROP TRIGGER recipient_text ON campaign_recipient",
        "DROP FUNCTION refuse_text",
    ),
}
