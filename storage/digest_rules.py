"""What is gathered goes with a digest of its address that was not tried yet, and ends as that does: triggers.

Whoever gathers something for a digest holds it until they commit, so nobody takes it meanwhile.
"""

from collections.abc import Sequence

from storage.constraints import _calls as calls
from storage.constraints import _refuses as refuses

_OPEN = """SELECT 1 FROM notification AS digest WHERE digest.key = NEW.digest
    AND digest.address_id = NEW.address_id AND digest.state = 'pending' AND digest.attempts = 0"""
_GATHERED = "NEW.state = 'gathered'"
_MOMENT = "UPDATE OF state, digest, address_id ON notification"
_OVER = """NEW.kind IN ('client_digest', 'trainer_digest')
    AND OLD.state IN ('pending', 'claimed') AND NEW.state NOT IN ('pending', 'claimed')"""
_FOLLOWS = """UPDATE notification SET state = NEW.state, problem = NEW.problem, settled_at = NEW.settled_at
    WHERE address_id = NEW.address_id AND digest = NEW.key AND state = 'gathered'"""

DIGEST_RULES: dict[str, Sequence[str]] = {
    "sqlite": (
        refuses(
            "gathered_insert", "INSERT ON notification", f"{_GATHERED} AND NOT EXISTS ({_OPEN})", "no_digest"
        ),
        refuses("gathered_update", _MOMENT, f"{_GATHERED} AND NOT EXISTS ({_OPEN})", "no_digest"),
        f"""CREATE TRIGGER digest_over AFTER UPDATE OF state ON notification WHEN {_OVER}
        BEGIN {_FOLLOWS}; END""",
    ),
    "postgresql": (
        f"""CREATE FUNCTION refuse_gathered() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            PERFORM 1 FROM ({_OPEN} FOR SHARE) AS held;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'no_digest' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        END $$""",
        calls(
            "gathered_insert",
            "INSERT ON notification",
            f"WHEN ({_GATHERED}) EXECUTE FUNCTION refuse_gathered()",
        ),
        calls("gathered_update", _MOMENT, f"WHEN ({_GATHERED}) EXECUTE FUNCTION refuse_gathered()"),
        f"""CREATE FUNCTION end_gathered() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            {_FOLLOWS};
            RETURN NULL;
        END $$""",
        f"""CREATE TRIGGER digest_over AFTER UPDATE OF state ON notification FOR EACH ROW
        WHEN ({_OVER}) EXECUTE FUNCTION end_gathered()""",
    ),
}
DIGEST_RULES_END: dict[str, Sequence[str]] = {
    "sqlite": ("DROP TRIGGER gathered_insert", "DROP TRIGGER gathered_update", "DROP TRIGGER digest_over"),
    "postgresql": (
        "DROP TRIGGER digest_over ON notification",
        "DROP FUNCTION end_gathered",
        "DROP TRIGGER gathered_insert ON notification",
        "DROP TRIGGER gathered_update ON notification",
        "DROP FUNCTION refuse_gathered",
    ),
}
