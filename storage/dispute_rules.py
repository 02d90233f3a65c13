"""What a bank's dispute holds back, as triggers. Of the migration that brought it."""

from collections.abc import Sequence

from storage.constraints import _calls as calls
from storage.constraints import _refuses as refuses

_TERMS = "payment_id, provider_id, amount_minor, currency, opened_at"
_BACK = """OLD.state IN ('won', 'lost') AND NEW.state <> OLD.state
    OR OLD.state = 'sent' AND NEW.state = 'open'"""
_ANEW = """OLD.proof_at IS NOT NULL AND (NEW.proof_at IS NULL OR NEW.proof_at <> OLD.proof_at
        OR NEW.proof_by <> OLD.proof_by OR {differs})
    OR OLD.proof_ended_at IS NOT NULL AND (NEW.proof_ended_at IS NULL
        OR NEW.proof_ended_at <> OLD.proof_ended_at)"""
# Credits that are not used: from where they are free to where they are promised or spent.
_SPENT = """EXISTS (SELECT 1 FROM ledger_account AS giver
    JOIN ledger_account AS taker ON taker.id = NEW.taker_id AND taker.kind IN ('reserved', 'used')
    JOIN payment ON payment.lot_id = giver.lot_id
    JOIN dispute ON dispute.payment_id = payment.id AND dispute.closed_at IS NULL
    WHERE giver.id = NEW.giver_id AND giver.kind = 'free')"""
_SPENT_GIFT = """EXISTS (SELECT 1 FROM ledger_account AS giver
    JOIN ledger_account AS taker ON taker.id = NEW.taker_id AND taker.kind IN ('reserved', 'used')
    JOIN dispute ON dispute.closed_at IS NULL AND dispute.payment_id IN (
        SELECT id FROM payment WHERE lot_id = giver.lot_id
        UNION ALL SELECT payment_id FROM gift WHERE lot_id = giver.lot_id)
    WHERE giver.id = NEW.giver_id AND giver.kind = 'free')"""
_RESTRICT = "'restrict_violation'"


def _refuse_frozen(spent: str) -> str:
    return f"""CREATE OR REPLACE FUNCTION refuse_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {spent} THEN
        RAISE EXCEPTION 'frozen' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$"""


def _freeze(of_it: str) -> str:
    return f"""CREATE OR REPLACE FUNCTION freeze() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    PERFORM 1 FROM ledger_account WHERE kind = 'free' AND {of_it} FOR NO KEY UPDATE;
    RETURN NEW;
END $$"""


DISPUTE_RULES: dict[str, Sequence[str]] = {
    "sqlite": (
        refuses("dispute_delete", "DELETE ON dispute", "", "only_added"),
        refuses("dispute_terms", f"UPDATE OF {_TERMS} ON dispute", "", "only_added"),
        refuses("dispute_back", "UPDATE OF state ON dispute", _BACK, "no_such_step"),
        refuses(
            "dispute_anew", "UPDATE ON dispute", _ANEW.format(differs="NEW.proof <> OLD.proof"), "only_added"
        ),
        refuses("entry_frozen", "INSERT ON ledger_entry", _SPENT, "frozen"),
    ),
    "postgresql": (
        calls(
            "only_added",
            f"DELETE OR UPDATE OF {_TERMS} ON dispute",
            f"EXECUTE FUNCTION refuse('only_added', {_RESTRICT})",
        ),
        calls(
            "no_such_step",
            "UPDATE OF state ON dispute",
            f"WHEN ({_BACK}) EXECUTE FUNCTION refuse('no_such_step', {_RESTRICT})",
        ),
        calls(
            "anew",
            "UPDATE ON dispute",
            f"WHEN ({_ANEW.format(differs='NEW.proof::text <> OLD.proof::text')}) "
            f"EXECUTE FUNCTION refuse('only_added', {_RESTRICT})",
        ),
        # After the one that holds the account from which credits are taken: whoever opens a dispute waits
        # for who spends, and the other way round.
        _refuse_frozen(_SPENT),
        calls("frozen", "INSERT ON ledger_entry", "EXECUTE FUNCTION refuse_frozen()"),
        _freeze("lot_id = (SELECT lot_id FROM payment WHERE id = NEW.payment_id)"),
        calls("freezes", "INSERT ON dispute", "EXECUTE FUNCTION freeze()"),
    ),
}
DISPUTE_RULES_END: dict[str, Sequence[str]] = {
    "sqlite": ("DROP TRIGGER entry_frozen",),
    "postgresql": (
        "DROP TRIGGER frozen ON ledger_entry",
        "DROP FUNCTION refuse_frozen",
    ),
}
# Of a later migration: those of a gift as well, whoever has redeemed it.
GIFT_RULES: dict[str, Sequence[str]] = {
    "sqlite": (
        "DROP TRIGGER entry_frozen",
        refuses("entry_frozen", "INSERT ON ledger_entry", _SPENT_GIFT, "frozen"),
    ),
    "postgresql": (
        _refuse_frozen(_SPENT_GIFT),
        _freeze(
            "lot_id IN (SELECT lot_id FROM payment WHERE id = NEW.payment_id"
            " UNION ALL SELECT lot_id FROM gift WHERE payment_id = NEW.payment_id)"
        ),
    ),
}
GIFT_RULES_END: dict[str, Sequence[str]] = {
    "sqlite": (
        "DROP TRIGGER entry_frozen",
        refuses("entry_frozen", "INSERT ON ledger_entry", _SPENT, "frozen"),
    ),
    "postgresql": (
        _refuse_frozen(_SPENT),
        _freeze("lot_id = (SELECT lot_id FROM payment WHERE id = NEW.payment_id)"),
    ),
}
