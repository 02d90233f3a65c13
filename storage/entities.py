"""All entities in one place, so that ``METADATA`` is whole wherever a schema is made or compared."""

from domain.absences import model as absences
from domain.base import Entity
from domain.bookings import model as bookings
from domain.campaigns import model as campaigns
from domain.cashup import model as cashup
from domain.classes import model as classes
from domain.codes import model as codes
from domain.consent import model as consent
from domain.conversations import model as conversations
from domain.earnings import model as earnings
from domain.family import model as family
from domain.feedback import model as feedback
from domain.health import model as health
from domain.lateness import model as lateness
from domain.ledger import model as ledger
from domain.ledger import sealed
from domain.mailboxes import model as mailboxes
from domain.memberships import model as memberships
from domain.notifications import model as notifications
from domain.packages import model as packages
from domain.payments import agreed, disputed
from domain.payments import model as payments
from domain.people import model as people
from domain.pictures import model as pictures
from domain.policies import model as policies
from domain.resources import model as resources
from domain.schedule import model as schedule
from domain.standing import model as standing
from domain.templates import model as templates
from domain.trainers import model as trainers
from domain.waitlist import model as waitlist
from domain.wallets import model as wallets
from domain.wordings import model as wordings

SLICES = (
    people,
    policies,
    trainers,
    schedule,
    packages,
    standing,
    bookings,
    payments,
    codes,
    agreed,
    disputed,
    memberships,
    wallets,
    ledger,
    cashup,
    earnings,
    sealed,
    classes,
    resources,
    templates,
    waitlist,
    absences,
    lateness,
    feedback,
    family,
    health,
    notifications,
    pictures,
    campaigns,
    conversations,
    consent,
    mailboxes,
    wordings,
)
METADATA = Entity.metadata
