from django.urls import path, register_converter

from photos import views
from photos.kinds import SIZES


class SizeConverter:
    regex = "|".join(SIZES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SizeConverter, "photo_size")

app_name = "photos"
urlpatterns = [
    path("incoming/<str:token>", views.incoming, name="incoming"),
    path("<uuid:stem>/<photo_size:name>.webp", views.size, name="size"),
]
