from django.urls import path

from foodcoord.styleguide import views

urlpatterns = [
    path("", views.guide, name="styleguide"),
    path("mails/", views.mail_list, name="styleguide_mails"),
    path("mails/<slug:name>/", views.mail, name="styleguide_mail"),
]
