"""A masked version of a record is published: approved by a person, drawn from the same source, taken down in time."""

from engine.minutes.publications.approving import (
    PUBLISH,
    Preview,
    as_seen,
    preview,
    public_file,
    publications_of,
    publish,
    publish_worker,
    published,
    withdraw,
)
from engine.minutes.publications.forms import MaskForm, PublishForm, WithdrawForm
from engine.minutes.publications.tables import Publication

__all__ = [
    "PUBLISH",
    "MaskForm",
    "Preview",
    "Publication",
    "PublishForm",
    "WithdrawForm",
    "as_seen",
    "preview",
    "public_file",
    "publications_of",
    "publish",
    "publish_worker",
    "published",
    "withdraw",
]
