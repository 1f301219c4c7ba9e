"""The endpoints that listings and requests share; each app says what differs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated, IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.asking import checked, person
from accounts.models import User
from core.api.cursors import keyset_page
from core.api.renderers import answer
from core.api.versions import tagged
from core.api.writes import perform
from posts.finding import found
from posts.models import Post
from posts.permissions import can_see_exact_place
from posts.querysets import PostQuerySet
from posts.shapes import NEWEST_FIRST, private_json

P = TypeVar("P", bound=Post)
Asked = dict[str, Any]
Body = type[serializers.Serializer[Any]]


@dataclass(frozen=True, kw_only=True)
class Endpoints(Generic[P]):
    """One kind of post over the API: its shapes and its verbs.

    Args:
        model: of the post.
        as_json: a post as others see it.
        private: names of fields told only to those who may know the exact place.
        parameters: of the list.
        new: body of a new one; `create` gets what it says, and tells whether the post is new.
        changes: body of an edit; `update` gets what of it was sent.
        more_time: body of an extension, for `extend`.
    """

    model: type[P]
    as_json: Callable[[P, User | AnonymousUser], Asked]
    private: tuple[str, ...] = ()
    parameters: Body
    new: Body
    changes: Body
    more_time: Body
    create: Callable[[User, Asked], tuple[P, bool]]
    update: Callable[[P, User, Asked], Any]
    extend: Callable[[P, User, Asked], Any]
    withdraw: Callable[[P, User], Any]
    undo: Callable[[P, User], Any]
    prepare: Callable[[list[P]], None] = lambda page: None  # reads for a whole page

    def visible(self, request: Request, post_id: UUID) -> P:
        """The post that the caller names and may know of.

        Raises:
            Http404: there is none.
        """
        return found(self.model, request.user, post_id)

    def answer(self, request: Request, post_id: UUID) -> Response:
        """The post as it is now."""
        post = self.visible(request, post_id)
        return tagged(Response(self.whole(post, request.user)), post)

    def whole(self, post: P, viewer: User | AnonymousUser) -> Asked:
        """All that the viewer may know of one post."""
        told = self.as_json(post, viewer)
        if can_see_exact_place(viewer, post):
            told |= private_json(post, *self.private)
        return told

    def own(self, post: P, viewer: User) -> Asked:
        """A post that speaks for the viewer, in a list of such."""
        return {**self.as_json(post, viewer), **private_json(post, *self.private)}


class PostsView(APIView):
    """The list, and making a new one."""

    permission_classes = (IsAuthenticatedOrReadOnly,)
    of: ClassVar[Endpoints[Any]]

    def get(self, request: Request) -> Response:
        asked = checked(self.of.parameters, request.query_params)
        rows = self.of.model.rows().with_party()
        if asked.get("mine"):
            viewer = person(request)
            own = rows.of(viewer).select_related("exact_place")
            return self._page(own, asked, lambda post: self.of.own(post, viewer))
        shown = rows.shown_to(request.user)
        return self._page(shown, asked, lambda post: self.of.as_json(post, request.user))

    def post(self, request: Request) -> Response:
        post, is_new = self.of.create(person(request), checked(self.of.new, request.data))
        whole = answer(self.of.whole(post, request.user), status=201 if is_new else 200)
        return tagged(whole, post)

    def _filtered(self, rows: PostQuerySet[Any], asked: Asked) -> PostQuerySet[Any]:
        """What the kind's own parameters leave."""
        return rows

    def _page(
        self, rows: PostQuerySet[Any], asked: Asked, as_json: Callable[[Any], Asked]
    ) -> Response:
        if state := asked.get("state"):
            rows = rows.in_state(state)
        rows = self._filtered(rows, asked)
        page, next_cursor = keyset_page(
            rows, order=NEWEST_FIRST, limit=asked["limit"], cursor=asked.get("cursor")
        )
        self.of.prepare(page)
        return answer({"items": [as_json(post) for post in page]}, next=next_cursor)


class PostView(APIView):
    """One, and changing it."""

    permission_classes = (IsAuthenticatedOrReadOnly,)
    of: ClassVar[Endpoints[Any]]

    def get(self, request: Request, id: UUID) -> Response:
        return self.of.answer(request, id)

    def patch(self, request: Request, id: UUID) -> Response:
        post = self.of.visible(request, id)
        asked = checked(self.of.changes, request.data, partial=True)
        perform(request, lambda: self.of.update(post, person(request), asked), to=post)
        return self.of.answer(request, id)


class ExtendView(APIView):
    """More time for one."""

    permission_classes = (IsAuthenticated,)
    of: ClassVar[Endpoints[Any]]

    def post(self, request: Request, id: UUID) -> Response:
        post = self.of.visible(request, id)
        asked = checked(self.of.more_time, request.data)
        perform(request, lambda: self.of.extend(post, person(request), asked), to=post)
        return self.of.answer(request, id)


class WithdrawView(APIView):
    """Taking one back."""

    permission_classes = (IsAuthenticated,)
    of: ClassVar[Endpoints[Any]]

    def post(self, request: Request, id: UUID) -> Response:
        post = self.of.visible(request, id)
        perform(request, lambda: self.of.withdraw(post, person(request)), to=post)
        return self.of.answer(request, id)


class UndoView(APIView):
    """Taking a withdrawal back, within a few minutes."""

    permission_classes = (IsAuthenticated,)
    of: ClassVar[Endpoints[Any]]

    def post(self, request: Request, id: UUID) -> Response:
        post = self.of.visible(request, id)
        perform(request, lambda: self.of.undo(post, person(request)), to=post)
        return self.of.answer(request, id)
