"""What a trainer pays for a desk is the studio's, as triggers. Of the migration that brought it."""

from collections.abc import Sequence

from storage.constraints import _calls as calls
from storage.constraints import _refuses as refuses
from storage.ledger_rules import FIRST_SOURCES, entry_rule

_SOURCES = "('issued', 'earned', 'rent')"
# Both accounts of an entry about rent are the studio's, and no others ever are.
_MIXED = """(SELECT count(*) FROM ledger_account
        WHERE id IN (NEW.giver_id, NEW.taker_id) AND kind LIKE 'rent%')
    <> (CASE (SELECT purpose FROM payment WHERE id = NEW.payment_id) WHEN 'rent' THEN 2 ELSE 0 END)"""
_NOT_THEIRS = """NEW.package_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM trainer WHERE id = NEW.trainer_id AND person_id = NEW.payer_id)"""
_CHECK = "USING ERRCODE = 'check_violation'"


def _function(name: str, when: str, says: str) -> str:
    return f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {when} THEN
        RAISE EXCEPTION '{says}' {_CHECK};
    END IF;
    RETURN NEW;
END $$"""


RENT_RULES: dict[str, Sequence[str]] = {
    "sqlite": (
        "DROP TRIGGER entry_below",
        entry_rule("sqlite", _SOURCES),
        refuses("entry_rent", "INSERT ON ledger_entry", _MIXED, "not_the_studio_s"),
        refuses("desk_insert", "INSERT ON membership", _NOT_THEIRS, "another_s_desk"),
    ),
    "postgresql": (
        entry_rule("postgresql", _SOURCES),
        _function("refuse_rent", _MIXED, "not_the_studio_s"),
        calls("rent", "INSERT ON ledger_entry", "EXECUTE FUNCTION refuse_rent()"),
        _function("refuse_desk", _NOT_THEIRS, "another_s_desk"),
        calls("desk", "INSERT ON membership", "EXECUTE FUNCTION refuse_desk()"),
    ),
}
RENT_RULES_END: dict[str, Sequence[str]] = {
    "sqlite": (
        "DROP TRIGGER desk_insert",
        "DROP TRIGGER entry_rent",
        "DROP TRIGGER entry_below",
        entry_rule("sqlite", FIRST_SOURCES),
    ),
    "postgresql": (
        "DROP TRIGGER desk ON membership",
        "DROP FUNCTION refuse_desk",
        "DROP TRIGGER rent ON ledger_entry",
        "DROP FUNCTION refuse_rent",
        entry_rule("postgresql", FIRST_SOURCES),
    ),
}
