from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse


@login_required
def exchanges(request: HttpRequest) -> HttpResponse:
    """One's own promises, by what they wait for."""
    raise Http404


@login_required
def propose(request: HttpRequest) -> HttpResponse:
    """Propose a hand-over on a listing or a request."""
    raise Http404


@login_required
def detail(request: HttpRequest, commitment_id: UUID) -> HttpResponse:
    """One promise, for its two sides."""
    raise Http404
