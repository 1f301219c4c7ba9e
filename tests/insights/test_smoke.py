import pytest
from tests.insights.conftest import *
from insights.models import *
from datetime import timedelta
@pytest.mark.django_db
def test_x(today):
    absorb(*[event("request.created", on=today, by=p, grams=2000, category="eggs-dairy") for p in PEOPLE[:6]],
      event("listing.created", on=today, by=PEOPLE[7], grams=1000, category="eggs-dairy"))
    for a in Aggregate.objects.order_by("cell","window_days"): print(a, a.requests, a.requested_g, a.participants, a.shown)
    for s in InsightSignal.objects.all(): print(s, s.severity, s.confidence, s.numbers)
    drain_now("explanations")
    for e in Explanation.objects.all(): print(e.text)
    print(Delivery.objects.values("consumer","last_error"))
    from django.core.management import call_command
    call_command("rebuild_insights", "--verify")
