"""The rules of the ledger that a table cannot declare. Of the migration that brought it.

That debits equal credits needs no rule: a line names who gave and who took, in the commodity of both.
"""

# ruff: noqa: S608 - constants only, nothing from outside

from collections.abc import Sequence

from storage.constraints import _calls as calls
from storage.constraints import _refuses as refuses

BELOW = "below_zero"
FIRST_SOURCES = "('issued', 'earned')"
_BALANCE = """(SELECT coalesce(sum(CASE WHEN taker_id = NEW.giver_id THEN amount ELSE -amount END), 0)
    FROM ledger_entry WHERE taker_id = NEW.giver_id OR giver_id = NEW.giver_id)"""

# Neither from one lot to another, nor from one client to another.
_ELSEWHERE = """NOT EXISTS (SELECT 1 FROM ledger_account AS giver JOIN ledger_account AS taker
    ON taker.client_id = giver.client_id AND taker.trainer_id = giver.trainer_id
    AND coalesce(taker.lot_id, 0) = coalesce(giver.lot_id, 0)
    WHERE giver.id = NEW.giver_id AND taker.id = NEW.taker_id)"""
_NOT_THEIRS = """NEW.lot_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM credit_lot AS lot
    JOIN training_session AS session ON session.trainer_id = lot.trainer_id
    WHERE lot.id = NEW.lot_id AND lot.client_id = NEW.client_id AND session.id = NEW.session_id)"""
_PAYS = "UPDATE OF lot_id ON booking"
_ONLY_ADDED = ("ledger_entry", "ledger_account", "lot_extension", "lot_service")
_LOT = "client_id, trainer_id, package_id, name, price_minor, currency, given_at"


def _more_than_there_is(sources: str) -> str:
    return f"""(SELECT kind FROM ledger_account WHERE id = NEW.giver_id) NOT IN {sources}
    AND {_BALANCE} < NEW.amount"""


def entry_rule(dialect: str, sources: str) -> str:
    """What refuses an entry: only the sources may fall below zero."""
    if dialect == "sqlite":
        return refuses("entry_below", "INSERT ON ledger_entry", _more_than_there_is(sources), BELOW)
    # Whoever takes from an account holds it, so that the next one counts what is left.
    return f"""CREATE OR REPLACE FUNCTION refuse_entry() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    PERFORM 1 FROM ledger_account WHERE id = NEW.giver_id FOR NO KEY UPDATE;
    IF {_ELSEWHERE} THEN
        RAISE EXCEPTION 'another_s_account' USING ERRCODE = 'check_violation';
    END IF;
    IF {_more_than_there_is(sources)} THEN
        RAISE EXCEPTION '{BELOW}' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$"""


LEDGER_RULES: dict[str, Sequence[str]] = {
    "sqlite": (
        *(
            refuses(f"{table}_{moment.lower()}", f"{moment} ON {table}", "", "only_added")
            for table in _ONLY_ADDED
            for moment in ("UPDATE", "DELETE")
        ),
        refuses("lot_update", f"UPDATE OF {_LOT} ON credit_lot", "", "only_added"),
        refuses("lot_delete", "DELETE ON credit_lot", "", "only_added"),
        entry_rule("sqlite", FIRST_SOURCES),
        refuses("entry_elsewhere", "INSERT ON ledger_entry", _ELSEWHERE, "another_s_account"),
        refuses("their_credit_insert", "INSERT ON booking", _NOT_THEIRS, "not_their_credit"),
        refuses("their_credit_update", _PAYS, _NOT_THEIRS, "not_their_credit"),
    ),
    "postgresql": (
        *(
            calls(
                "only_added",
                f"UPDATE OR DELETE ON {table}",
                "EXECUTE FUNCTION refuse('only_added', 'restrict_violation')",
            )
            for table in _ONLY_ADDED
        ),
        calls(
            "only_added",
            f"UPDATE OF {_LOT} OR DELETE ON credit_lot",
            "EXECUTE FUNCTION refuse('only_added', 'restrict_violation')",
        ),
        entry_rule("postgresql", FIRST_SOURCES),
        calls("entry", "INSERT ON ledger_entry", "EXECUTE FUNCTION refuse_entry()"),
        f"""CREATE FUNCTION refuse_credit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {_NOT_THEIRS} THEN
        RAISE EXCEPTION 'not_their_credit' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$""",
        calls("their_credit", f"INSERT OR {_PAYS}", "EXECUTE FUNCTION refuse_credit()"),
    ),
}
LEDGER_RULES_END: dict[str, Sequence[str]] = {
    "sqlite": ("DROP TRIGGER their_credit_insert", "DROP TRIGGER their_credit_update"),
    "postgresql": ("DROP TRIGGER their_credit ON booking", "DROP FUNCTION refuse_credit"),
}
