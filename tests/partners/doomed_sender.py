"""`python -m tests.partners.doomed_sender`: sends what is due, and is killed meanwhile."""

import django

django.setup()

from partners.webhooks.sending import send_due  # noqa: E402

send_due()
