"""Addresses of this part of the meeting at both doors."""

from django.urls import URLPattern, path

from support_meetings.views import copies, papers, room

AGENCY: list[URLPattern] = [
    path("agenda/<int:pk>/paper/", papers.paper, name="paper"),
    path("agenda/<int:pk>/paper/correct/", papers.paper_correct, name="paper_correct"),
    path("agenda/<int:pk>/paper/issue/", papers.paper_issue, name="paper_issue"),
    path("sessions/<int:pk>/copies/", copies.copy_table, name="copy_table"),
    path("sessions/<int:pk>/copies/table.pdf", copies.copy_table_pdf, name="copy_table_pdf"),
    path("sessions/<int:pk>/copies/hand-out/", copies.copies_hand_out, name="copies_hand_out"),
    path("sessions/<int:pk>/copies/return/", copies.copies_return, name="copies_return"),
    path("sessions/<int:pk>/copies/destroy/", copies.copies_destroy, name="copies_destroy"),
    path("sessions/<int:pk>/copies/give-up/", copies.copies_give_up, name="copies_give_up"),
    path("sessions/<int:pk>/copies/take-back/", copies.copies_take_back, name="copies_take_back"),
    path("sessions/<int:pk>/copies/print.pdf", copies.copies_print, name="copies_print"),
    path("copies/<uuid:pk>/print.pdf", copies.copy_print, name="copy_print"),
]
PORTAL: list[URLPattern] = [
    path("room/", room.room, name="room"),
    path("room/summons/<int:pk>/", room.summons_reply, name="summons_reply"),
    path("room/copies/<uuid:pk>/", room.copy, name="copy"),
    path("room/copies/<uuid:pk>/copy.pdf", room.copy_download, name="copy_download"),
]
