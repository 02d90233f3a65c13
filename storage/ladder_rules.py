"""What went on to another address never comes back to the one it began at, as triggers. The keys, which are
unique, see to all others.
"""

from collections.abc import Sequence

from storage.constraints import _calls as calls
from storage.constraints import _refuses as refuses

_BACK = """NEW.key LIKE '%>%' AND EXISTS (
    SELECT 1 FROM notification WHERE address_id = NEW.address_id AND key = {root}
)"""
_SQLITE = _BACK.format(root="substr(NEW.key, 1, instr(NEW.key, '>') - 1)")
_POSTGRESQL = _BACK.format(root="split_part(NEW.key, '>', 1)")
_REFUSE = f"""CREATE FUNCTION refuse_back() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {_POSTGRESQL} THEN
        RAISE EXCEPTION 'told_there' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$"""
_MOMENT = "UPDATE OF address_id, key ON notification"

LADDER_RULES: dict[str, Sequence[str]] = {
    "sqlite": (
        refuses("back_insert", "INSERT ON notification", _SQLITE, "told_there"),
        refuses("back_update", _MOMENT, _SQLITE, "told_there"),
    ),
    "postgresql": (_REFUSE, calls("back", f"INSERT OR {_MOMENT}", "EXECUTE FUNCTION refuse_back()")),
}
LADDER_RULES_END: dict[str, Sequence[str]] = {
    "sqlite": ("DROP TRIGGER back_insert", "DROP TRIGGER back_update"),
    "postgresql": ("DROP TRIGGER back ON notification", "DROP FUNCTION refuse_back"),
}
