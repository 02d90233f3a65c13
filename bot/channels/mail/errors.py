"""What a mail server's replies mean for whoever was to be told. Sources: RFC 5321, 4.2; RFC 3463."""

import re

from bot.dialogue.channel import NotSent

_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
# No such mailbox or domain; one that moved, is closed, or takes no mail.
GONE = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"}
OURS = 60.0  # seconds until a server that takes nothing from us is asked again: somebody has to mend it


def meaning(code: int, said: str, *, handing: bool) -> NotSent:
    """Of a reply to RCPT or, ``handing`` it over, to DATA. What is put off waits alone: a busy mailbox
    holds no other back.
    """
    found = _STATUS.search(said)
    status = found.group() if found else ""
    problem = f"SMTP {code} {status}".strip()  # its own words may name the address
    if code < 400:
        return NotSent("SMTP: no reply that can be read", certain=not handing)
    if code == 421:
        return NotSent(problem)
    if code >= 500:
        return NotSent(problem, permanent=True, gone=status in GONE)
    return NotSent(problem, alone=True)


def ours(code: int) -> NotSent:
    """Of a reply to a greeting, a login or MAIL: it is about us, whoever the mail is for."""
    return NotSent(f"SMTP {code}", retry_after=OURS if code >= 500 else None)
