"""What campaigns are called: each as no other, so that one can be told from another in lists and cards."""

from itertools import count

from domain.campaigns.model import Campaign
from domain.errors import Refusal
from domain.work import Work

LONGEST = 60  # characters


class NameTaken(Refusal):
    """There is a campaign “{name}” already. Call this one otherwise, such as “{other}”."""

    field = "name"


def require_free(work: Work, name: str, campaign: Campaign | None = None) -> None:
    """For a new one, or for this. Raises NameTaken."""
    if name and _is_taken(work, name, campaign):
        tries = (f"{name[: LONGEST - 4]} {n}" for n in count(2))
        raise NameTaken(name=name, other=next(each for each in tries if not _is_taken(work, each, campaign)))


def _is_taken(work: Work, name: str, campaign: Campaign | None) -> bool:
    known = work.campaigns.called(name)
    return known is not None and known is not campaign
