import pytest
from django.contrib import admin
from django.test import Client, RequestFactory

from accounts.models import User
from catalog.models import Category, Food
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of_staff(rf: RequestFactory):
    request = rf.get("/admin/catalog/food/")
    request.user = make_user(is_staff=True)
    return request


def test_foods_are_found_by_any_name(request_of_staff):
    rows = admin.site.get_model_admin(Food).get_search_results
    found, duplicates = rows(request_of_staff, Food.objects.all(), "jitomate")
    assert [food.slug for food in found] == ["tomato"]
    assert duplicates is False


@pytest.mark.parametrize("model", [Food, Category])
def test_catalog_is_read_but_not_written(request_of_staff, model):
    page = admin.site.get_model_admin(model)
    assert page.has_view_permission(request_of_staff)
    assert not page.has_add_permission(request_of_staff)
    assert not page.has_change_permission(request_of_staff)
    assert not page.has_delete_permission(request_of_staff)


def test_stranger_does_not_get_in(client: Client, stranger: User):
    client.force_login(stranger)
    assert client.get("/admin/catalog/food/").status_code == 302
