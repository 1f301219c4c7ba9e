"""Who talks with whom, and what was said. It knows people only: others hold a key to it."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, User
from conversations.enums import ConversationKind, Phrase
from conversations.querysets import ConversationQuerySet, MessageQuerySet, ParticipantQuerySet
from core import clock
from core.events.subjects import Subject

MAX_TEXT = 2000


class Conversation(models.Model):
    """Between two parties. That of a commitment has the commitment's own id."""

    subject_type: ClassVar[str] = "conversation"

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=ConversationKind)
    # Made of both parties' ids: two people keep in touch in one conversation at a time.
    pair = models.UUIDField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("opened at"), default=clock.now, editable=False)
    # Its opening, until something is said. Times of messages only grow, whatever the clocks say.
    last_message_at = models.DateTimeField(_("last message at"), editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ConversationKind.values), name="conversation_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=ConversationKind.COMMITMENT, pair=None)
                | Q(kind=ConversationKind.PEOPLE, pair__isnull=False),
                name="conversation_of_people_has_its_pair",
            ),
            models.UniqueConstraint(
                fields=["pair"],
                condition=Q(closed_at=None, kind=ConversationKind.PEOPLE),
                name="conversation_once_a_pair",
            ),
        ]
        indexes = [
            models.Index(fields=["-last_message_at", "-id"], name="conversation_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("conversations:detail", args=[self.pk])

    @property
    def topic(self) -> str:
        """Where its screens listen (`core.live`)."""
        return f"conversation:{self.pk}"


class Participant(models.Model):
    """One party: a person, or an organization, for which whoever acts for it reads and writes."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="participants"
    )
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="conversation_parts"
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conversation_parts",
    )
    joined_at = models.DateTimeField(_("since"), default=clock.now, editable=False)
    last_read_at = models.DateTimeField(_("has read up to"), null=True, blank=True)
    muted = models.BooleanField(_("muted"), default=False)
    agreed_at = models.DateTimeField(_("agreed at"), null=True, blank=True)
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True) ^ Q(organization__isnull=True),
                name="participant_is_one_party",
            ),
            models.UniqueConstraint(
                fields=["conversation", "user"], name="participant_person_once"
            ),
            models.UniqueConstraint(
                fields=["conversation", "organization"], name="participant_organization_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def party(self) -> User | Organization:
        """The person, or the organization."""
        party = self.organization or self.user
        assert party is not None  # noqa: S101  # the constraint above
        return party

    @property
    def name(self) -> str:
        return self.party.name

    @property
    def pseudonym(self) -> UUID:
        return self.party.pseudonym

    @property
    def topic(self) -> str:
        """Where the screens of the party listen."""
        return f"{'organization' if self.organization_id else 'person'}:{self.pseudonym}"


class Message(Subject):
    """Something said once, under the client's own id. Its event holds no word of it.

    A moderator hides it without an event: nothing is counted, and the text stays as evidence.
    """

    subject_type: ClassVar[str] = "message"

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    sender = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="messages")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="messages")
    text = models.TextField(_("message"), max_length=MAX_TEXT, blank=True)
    phrase = models.CharField(_("quick phrase"), max_length=16, choices=Phrase, blank=True)
    hidden_at = models.DateTimeField(_("hidden at"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.CheckConstraint(
                condition=Q(phrase="") | Q(phrase__in=Phrase.values, text=""),
                name="message_text_or_known_phrase",
            ),
            # Two at one moment would have no order, and a page between them would lose one.
            models.UniqueConstraint(
                fields=["conversation", "created_at"], name="message_moment_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author}, {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def author_organization(self) -> Organization | None:
        """In whose name it was said, where it was not the person's own."""
        return self.sender.organization

    @property
    def words(self) -> str:
        """What was said, a quick phrase in the reader's language; "" when it was erased."""
        return str(Phrase(self.phrase).label) if self.phrase else self.text
