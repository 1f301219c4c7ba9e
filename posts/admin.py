"""What the admin pages of listings and requests share. The exact place is on none of them."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.views.asking import person
from core.admin_pages import ReadOnlyAdmin
from core.errors import Refused
from posts import services
from posts.evenings import evening_after
from posts.models import Post
from posts.pages import reason

P = TypeVar("P", bound=Post)


class PostAdmin(ReadOnlyAdmin[P]):
    """Found by what, by whom and by id; changed by the verbs alone, in the operator's name."""

    list_display: tuple[str, ...] = (
        "__str__",
        "state",
        "owner_name",
        "quantity",
        "remaining",
        "unit",
        "cell",
        "created_at",
    )
    list_filter = ("state", ("hidden_at", admin.EmptyFieldListFilter), "category")
    list_select_related = ("owner", "organization", "food", "category")
    search_fields: ClassVar[tuple[str, ...]] = (
        "=id",
        "=geohash",
        "owner__email",
        "owner__display_name",
        "organization__name",
        "food__name_en",
        "food__name_es",
        "food__name_fr",
    )
    ordering = ("-created_at", "-id")
    actions = ("withdraw", "expire", "extend", "hide", "unhide")
    hidden = frozenset({"exact_place", "location", "fingerprint"})

    def get_fields(self, request: HttpRequest, obj: P | None = None) -> Any:
        """Every column but the exact place; the cell stands for it."""
        names = [field.name for field in self.model._meta.fields if field.name not in self.hidden]
        return [*names, "cell", "what_happened"]

    def get_readonly_fields(self, request: HttpRequest, obj: P | None = None) -> Any:
        return self.get_fields(request, obj)

    @admin.display(description=_("cell"))
    def cell(self, post: P) -> str:
        return post.cell

    @admin.display(description=_("what happened"))
    def what_happened(self, post: P) -> SafeString:
        """The way to its events."""
        address = reverse("admin:core_domainevent_changelist")
        return format_html('<a href="{}?q={}">{}</a>', address, post.pk, _("Its events"))

    @admin.action(description=_("Take back"), permissions=["moderate"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[P]) -> None:
        self._each(request, queryset, self.take_back)

    @admin.action(description=_("Close what is over"), permissions=["moderate"])
    def expire(self, request: HttpRequest, queryset: QuerySet[P]) -> None:
        self._each(request, queryset, lambda post, by: self.close(post))

    @admin.action(description=_("Extend by a day"), permissions=["moderate"])
    def extend(self, request: HttpRequest, queryset: QuerySet[P]) -> None:
        self._each(request, queryset, self.give_a_day)

    @admin.action(description=_("Hide"), permissions=["moderate"])
    def hide(self, request: HttpRequest, queryset: QuerySet[P]) -> None:
        self._each(request, queryset, lambda post, by: _at_once(services.hide, post, by))

    @admin.action(description=_("Show again"), permissions=["moderate"])
    def unhide(self, request: HttpRequest, queryset: QuerySet[P]) -> None:
        self._each(request, queryset, lambda post, by: _at_once(services.unhide, post, by))

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")

    def take_back(self, post: P, by: User) -> Any:
        raise NotImplementedError

    def close(self, post: P) -> Any:
        raise NotImplementedError

    def give_a_day(self, post: P, by: User) -> Any:
        raise NotImplementedError

    def _each(
        self, request: HttpRequest, posts: QuerySet[P], verb: Callable[[P, User], Any]
    ) -> None:
        """Run a verb on each; say which refused and why, and how many are done."""
        by, done = person(request), 0
        for post in posts:
            try:
                changed = verb(post, by)
            except Refused as refused:
                self.message_user(request, f"{post}: {reason(refused)}", messages.WARNING)
            else:
                done += bool(changed)
        message = ngettext("%d is changed.", "%d are changed.", done) % done
        self.message_user(request, message, messages.SUCCESS)


def _at_once(verb: Callable[..., bool], post: Post, by: User) -> bool:
    with transaction.atomic():
        return verb(post, by=by)


def day_after(post: Post) -> Any:
    """The evening after its end, or after now; what has no end needs none."""
    if post.is_until_gone:
        return getattr(post, post.END)
    return evening_after(getattr(post, post.END))
