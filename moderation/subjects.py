"""What can be reported: found as far as the reporter may know of it, and kept as it was."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model

from accounts.models import Organization, User
from accounts.services.blocking import known_to
from catalog.units import quantity_text
from commitments.models import Commitment
from conversations.models import Conversation, Message
from listings.models import Listing
from moderation.enums import SubjectType
from posts.models import Post
from requests_app.models import FoodRequest

MODELS: dict[str, type[Model]] = {
    SubjectType.LISTING: Listing,
    SubjectType.REQUEST: FoodRequest,
    SubjectType.PERSON: User,
    SubjectType.MESSAGE: Message,
    SubjectType.ORGANIZATION: Organization,
}
MESSAGES_AROUND = 5


@dataclass(frozen=True)
class Subject:
    """A thing that was found, who answers for it, and its texts at this moment."""

    thing: Model
    title: str
    person: User | None
    organization: Organization | None
    texts: dict[str, Any] = field(default_factory=dict)

    def snapshot(self) -> dict[str, Any]:
        return {"title": self.title, **self.texts}

    def is_of(self, user: User) -> bool:
        """Whether it is the person's own."""
        return self.person is not None and self.person.pk == user.pk


def find(subject_type: str, subject_id: UUID, *, reader: User) -> Subject | None:
    """What a person can report; None where there is nothing, or nothing for them to know of."""
    return FINDERS[subject_type](subject_id, reader)


def load(subject_type: str, subject_id: UUID) -> Model | None:
    """The thing itself, for moderators; None when it is gone."""
    found: Model | None = MODELS[subject_type]._default_manager.filter(pk=subject_id).first()
    return found


def _post(model: type[Post], link: str) -> Callable[[UUID, User], Subject | None]:
    def find_post(post_id: UUID, reader: User) -> Subject | None:
        rows = model.rows().with_party()
        post: Post | None = rows.visible_to(reader).filter(pk=post_id).first()
        if post is None:
            promised = Commitment.objects.visible_to(reader).filter(**{link: post_id})
            post = rows.filter(pk__in=promised.values(link)).first()
        if post is None:
            return None
        words = {"title": "title", "pickup_note": "pick-up note", "note": "note"}
        said = {label: getattr(post, name, "") for name, label in words.items()}
        texts = {
            **{label: text for label, text in said.items() if text},
            "food": post.subject_name,
            "quantity": quantity_text(post.quantity, post.unit),
            "area": post.cell,
            "posted by": post.owner_name,
        }
        title = getattr(post, "title", "") or post.subject_name
        return Subject(post, title, post.owner, post.organization, {"texts": texts})

    return find_post


def _person(person_id: UUID, reader: User) -> Subject | None:
    person = known_to(reader, person_id)
    if person is None:
        return None
    texts = {"name": person.name, "about": getattr(person, "bio", "")}
    return Subject(person, person.name, person, None, {"texts": texts})


def _message(message_id: UUID, reader: User) -> Subject | None:
    readable = Conversation.objects.visible_to(reader)
    rows = Message.objects.with_author().filter(conversation__in=readable, hidden_at=None)
    message = rows.filter(pk=message_id).first()
    if message is None:
        return None
    around = (
        Message.objects.with_author()
        .filter(conversation=message.conversation_id, created_at__lt=message.created_at)
        .order_by("-created_at")[:MESSAGES_AROUND]
    )
    before = [f"{row.author.name}: {row.words}" for row in reversed(around)]
    texts = {"message": message.words, "by": message.author.name}
    return Subject(
        message,
        message.words[:80],
        message.author,
        message.author_organization,
        {"texts": texts, "before": before, "conversation": str(message.conversation_id)},
    )


def _organization(organization_id: UUID, reader: User) -> Subject | None:
    rows = Organization.objects.visible_to(reader)
    organization = rows.filter(pk=organization_id).first()
    if organization is None:
        return None
    texts = {"name": organization.name, "about": organization.description}
    return Subject(organization, organization.name, None, organization, {"texts": texts})


FINDERS: dict[str, Callable[[UUID, User], Subject | None]] = {
    SubjectType.LISTING: _post(Listing, "listing"),
    SubjectType.REQUEST: _post(FoodRequest, "request"),
    SubjectType.PERSON: _person,
    SubjectType.MESSAGE: _message,
    SubjectType.ORGANIZATION: _organization,
}
