"""What runs by the clock: one row a declaration, whatever was there before."""

from datetime import timedelta
from pydoc import locate

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_q.models import OrmQ, Schedule

from core import schedules
from core.checks import least_retry, queue_is_where_the_facts_are, queue_runs_nothing_twice
from core.derived.purge import purge_expired
from core.idempotency import IdempotencyKey
from core.tasks import purge
from insights.models import DayBucket
from tests.races import all_at_once


def rows() -> list[tuple[str, str, int, int]]:
    fields = ("name", "func", "minutes", "repeats")
    return sorted(Schedule.objects.values_list(*fields))


def declared() -> list[tuple[str, str, int, int]]:
    return sorted(
        (task.func, task.func, task.minutes, -1) for task in schedules._recurring.values()
    )


@pytest.mark.django_db
def test_after_migrating_the_table_is_what_was_declared():
    assert rows() == declared()


@pytest.mark.django_db
def test_migrating_again_changes_nothing():
    before = list(Schedule.objects.order_by("id").values())
    call_command("migrate", verbosity=0)
    assert list(Schedule.objects.order_by("id").values()) == before


@pytest.mark.django_db
def test_twins_strangers_and_changed_rhythms_are_put_right():
    first = Schedule.objects.order_by("id").first()
    assert first is not None
    Schedule.objects.create(name=first.name, func="os.system", schedule_type=Schedule.HOURLY)
    Schedule.objects.create(name="stranger", func="os.system", schedule_type=Schedule.HOURLY)
    Schedule.objects.create(name=None, func="os.system", schedule_type=Schedule.HOURLY)
    Schedule.objects.filter(pk=first.pk).update(minutes=999, func="os.system")
    schedules.install(sender=None, using="default")
    assert rows() == declared()
    assert Schedule.objects.filter(pk=first.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_four_migrations_at_once_make_each_row_once():
    Schedule.objects.all().delete()
    made = all_at_once(4, lambda n: schedules.install(sender=None, using="default"))
    assert made == [None] * 4
    assert rows() == declared()


def test_every_declared_task_exists():
    assert [
        task.func for task in schedules._recurring.values() if not callable(locate(task.func))
    ] == []


def test_the_settings_pass_their_own_check(settings):
    assert queue_runs_nothing_twice() + queue_is_where_the_facts_are() == []
    assert least_retry(settings.Q_CLUSTER) == 185


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"retry": 186}, []),
        ({"retry": 185}, ["core.E002"]),
        ({"workers": 1, "retry": 245}, ["core.E002"]),
        ({"workers": 1, "retry": 246}, []),
        ({"queue_limit": 10}, ["core.E002"]),
        ({"timeout": 120}, ["core.E002"]),
        ({"workers": 0}, ["core.E001"]),
        ({"orm": "replica"}, ["core.E003"]),
    ],
)
def test_a_queue_that_would_run_tasks_twice_does_not_start(settings, changed, found):
    settings.Q_CLUSTER = {**settings.Q_CLUSTER, **changed}
    errors = queue_runs_nothing_twice() + queue_is_where_the_facts_are()
    assert [error.id for error in errors] == found


@pytest.mark.django_db
def test_the_broker_finds_what_is_unlocked_by_an_index():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'core_ormq_key_lock'")
        assert cursor.fetchone()[0].endswith(f"{OrmQ._meta.db_table} USING btree (key, lock)")


@pytest.mark.django_db
def test_what_has_expired_is_deleted_and_the_rest_stays():
    now = timezone.now()
    for day, hours in enumerate((-1, 1)):
        expires = now + timedelta(hours=hours)
        DayBucket.objects.create(
            cell="u05k",
            category="fruit",
            day=(now - timedelta(days=day)).date(),
            computed_at=now - timedelta(days=2),
            expires_at=expires,
        )
    old = now - timedelta(days=8)
    IdempotencyKey.objects.create(
        actor="00000000-0000-4000-8000-000000000001", key="k", fingerprint="x", created_at=old
    )
    assert DayBucket.objects.fresh().count() == 1
    purge()
    assert list(DayBucket.objects.values_list("expires_at", flat=True)) == [
        now + timedelta(hours=1)
    ]
    assert not IdempotencyKey.objects.exists()
    assert purge_expired() == 0
