from django.urls import path

from conversations import views

app_name = "conversations"
urlpatterns = [
    path("", views.conversations, name="list"),
    path("ask/<uuid:conversation_id>/", views.ask, name="ask"),
    path("<uuid:conversation_id>/", views.detail, name="detail"),
    path("<uuid:conversation_id>/thread/", views.thread, name="thread"),
    path("<uuid:conversation_id>/messages/", views.bubbles, name="messages"),
    path("<uuid:conversation_id>/read/", views.read, name="read"),
    path("<uuid:conversation_id>/agree/", views.agree, name="agree"),
    path("<uuid:conversation_id>/leave/", views.leave, name="leave"),
    path("<uuid:conversation_id>/mute/", views.mute, name="mute"),
]
