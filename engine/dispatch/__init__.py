"""5 goes out: the extract is sent to each of those whom the decision names, and what became of each is kept."""

from engine.dispatch.forms import AgainForm, BounceForm, ReceiptForm, SendForm
from engine.dispatch.sending import note_bounce, note_receipt, send_again, send_extracts
from engine.dispatch.tables import Dispatch
from engine.dispatch.worker import dispatch_worker

__all__ = [
    "AgainForm",
    "BounceForm",
    "Dispatch",
    "ReceiptForm",
    "SendForm",
    "dispatch_worker",
    "note_bounce",
    "note_receipt",
    "send_again",
    "send_extracts",
]
