"""`commitments`: promises over the API, each seen from the caller's side."""

from django.urls import path

from commitments.api import verbs
from commitments.api.rows import CommitmentsView, CommitmentView
from commitments.api.secrets import CalendarView, CodeView

ONE = "commitments/<uuid:commitment_id>"
api_urls = [
    path("commitments", CommitmentsView.as_view()),
    path(ONE, CommitmentView.as_view()),
    path(f"{ONE}/accept", verbs.AcceptView.as_view()),
    path(f"{ONE}/decline", verbs.DeclineView.as_view()),
    path(f"{ONE}/cancel", verbs.CancelView.as_view()),
    path(f"{ONE}/offer-windows", verbs.OfferWindowsView.as_view()),
    path(f"{ONE}/choose-window", verbs.ChooseWindowView.as_view()),
    path(f"{ONE}/code", CodeView.as_view()),
    path(f"{ONE}/hand-over", verbs.HandOverView.as_view()),
    path(f"{ONE}/confirm", verbs.ConfirmView.as_view()),
    path(f"{ONE}/dispute", verbs.DisputeView.as_view()),
    path(f"{ONE}/missed", verbs.MissedView.as_view()),
    path(f"{ONE}/undo", verbs.UndoView.as_view()),
    path(f"{ONE}/thank", verbs.ThankView.as_view()),
    path("me/calendar", CalendarView.as_view()),
]
