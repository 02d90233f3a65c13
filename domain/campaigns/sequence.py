"""A campaign and those that follow it, one after another: the steps of a sequence."""

from domain.campaigns.model import Campaign, Status
from domain.work import Work


def before(work: Work, campaign: Campaign) -> list[Campaign]:
    """The steps that come before it, in order."""
    earlier: list[Campaign] = []
    while campaign.follows is not None:
        campaign = work.campaigns.campaign(campaign.follows)
        earlier.insert(0, campaign)
    return earlier


def after(work: Work, campaign: Campaign) -> list[Campaign]:
    """The steps that come after it, in order."""
    later: list[Campaign] = []
    then = work.campaigns.next_of(campaign.id)
    while then is not None:
        later.append(then)
        then = work.campaigns.next_of(then.id)
    return later


def steps_of(work: Work, campaign: Campaign) -> list[Campaign]:
    """All of them; of a campaign that stands alone, itself."""
    return [*before(work, campaign), campaign, *after(work, campaign)]


def first_of(work: Work, campaign: Campaign) -> Campaign:
    return next(iter(before(work, campaign)), campaign)


def edited(work: Work, draft: Campaign) -> None:
    """What was drawn of it, or of the whole, is no longer as it is."""
    draft.version += 1
    if draft.follows is not None:
        first_of(work, draft).version += 1


def is_next(work: Work, campaign: Campaign) -> bool:
    """Whether nobody can come to it any more from the step before."""
    return campaign.follows is None or work.campaigns.campaign(campaign.follows).status is Status.FINISHED


def under_way(work: Work, campaign: Campaign) -> Campaign:
    """The first step that is not over, by which one sees how the whole stands; the last where all are."""
    steps = steps_of(work, campaign)
    return next((each for each in steps if each.ended_at is None), steps[-1])
