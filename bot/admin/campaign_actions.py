"""What can be pressed on a campaign's card."""

from bot.dialogue.actions import Action
from bot.languages import Language
from domain.campaigns.segment import Credit, Visit
from domain.people.model import Level


class OpenCampaigns(Action, code="za"):
    """All of them, and a new one."""


class NewCampaign(Action, code="zb", acts=True):
    """A draft for all clients."""


class OpenCampaign(Action, code="zc"):
    campaign: int


class ByTrainer(Action, code="zd", acts=True):
    campaign: int
    version: int
    trainer: int


class ByVisit(Action, code="ze", acts=True):
    campaign: int
    version: int
    visit: Visit


class ByCredit(Action, code="zf", acts=True):
    campaign: int
    version: int
    credit: Credit


class ByLanguage(Action, code="zg", acts=True):
    campaign: int
    version: int
    language: Language


class ByLevel(Action, code="wa", acts=True):
    campaign: int
    version: int
    level: Level


class ByTag(Action, code="wb", acts=True):
    campaign: int
    version: int
    tag: str


class UseSaved(Action, code="zh", acts=True):
    campaign: int
    version: int
    segment: int


class SavePeople(Action, code="zi"):
    """Keep whom it is for under a name: a form."""

    campaign: int


class WriteText(Action, code="zj"):
    """What it says: a form."""

    campaign: int


class WriteSecond(Action, code="wh"):
    """A text that half of them get instead: a form."""

    campaign: int


class TryOn(Action, code="ga", acts=True):
    """Both texts first on so many of a hundred; 0: each half gets one."""

    campaign: int
    version: int
    share: int


class WaitFor(Action, code="gb", acts=True):
    """So many hours after the last of those, the better text goes to the others."""

    campaign: int
    version: int
    hours: int


class ChooseText(Action, code="gc", acts=True):
    """0 is the first, 1 the second: the others get it now."""

    campaign: int
    version: int
    text: int


class AddPicture(Action, code="p1"):
    """One above its text, or another: a form."""

    campaign: int


class TakePicture(Action, code="p2", acts=True):
    campaign: int


class Preview(Action, code="zk"):
    """As real people would read it."""

    campaign: int


class TestToMe(Action, code="zl", acts=True):
    campaign: int


class Rehearse(Action, code="zm"):
    """All but the sending of it."""

    campaign: int


class Send(Action, code="zn", acts=True):
    campaign: int
    version: int


class ApproveCampaign(Action, code="zo", acts=True):
    campaign: int
    version: int


class TakeBack(Action, code="zq", acts=True):
    campaign: int
    version: int


class Pause(Action, code="zp", acts=True):
    campaign: int


class Resume(Action, code="zr", acts=True):
    campaign: int


class StopCampaign(Action, code="zs", acts=True):
    campaign: int


class OpenStats(Action, code="zt"):
    campaign: int


class Discard(Action, code="zu", acts=True):
    campaign: int


class OpenSegments(Action, code="zx"):
    """The choices of people that were saved."""

    campaign: int


class RenameSegment(Action, code="zy"):
    """A form."""

    campaign: int
    segment: int


class AskDeleteSegment(Action, code="gd"):
    campaign: int
    segment: int


class DeleteSegment(Action, code="zz", acts=True):
    campaign: int
    segment: int
