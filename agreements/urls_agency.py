"""Pages of agreements at the agency's door."""

from django.urls import path

from agreements import urls_criteria
from agreements.networks.paths import AGENCY as NETWORKS
from agreements.views import clauses, drafting, life, papers, reading, review, signing, texts

_ONE = "agreements/<str:number>/"

urlpatterns = [
    *urls_criteria.urlpatterns,
    *NETWORKS,
    path("agreements/", reading.agreement_list, name="agreement_list"),
    path("agreements/calendar/", reading.agreement_calendar, name="agreement_calendar"),
    path("agreements/new/", drafting.agreement_new, name="agreement_new"),
    path("agreements/clauses/", clauses.clause_list, name="clause_list"),
    path("agreements/clauses/new/", clauses.clause_new, name="clause_new"),
    path("agreements/clauses/<slug:key>/", clauses.clause, name="clause"),
    path("agreements/clauses/<slug:key>/offer/", clauses.clause_offer, name="clause_offer"),
    path("agreements/comments/<int:pk>/reply/", review.comment_reply, name="comment_reply"),
    path("agreements/notices/<int:pk>/back/", life.notice_back, name="notice_back"),
    path("agreements/notices/<int:pk>/notice.pdf", papers.notice_pdf, name="notice_pdf"),
    path("agreements/scans/<int:pk>/", signing.agreement_scan, name="agreement_scan"),
    path(_ONE, reading.agreement, name="agreement"),
    path(f"{_ONE}document.pdf", papers.agreement_pdf, name="agreement_pdf"),
    path(f"{_ONE}change.pdf", papers.agreement_change_pdf, name="agreement_change_pdf"),
    path(f"{_ONE}compare/", reading.agreement_compare, name="agreement_compare"),
    path(f"{_ONE}head/", drafting.agreement_head, name="agreement_head"),
    path(f"{_ONE}parties/", drafting.agreement_parties, name="agreement_parties"),
    path(f"{_ONE}edit/", texts.agreement_edit, name="agreement_edit"),
    path(f"{_ONE}drop/", drafting.agreement_drop, name="agreement_drop"),
    path(f"{_ONE}review/", review.agreement_review, name="agreement_review"),
    path(f"{_ONE}review/send/", review.agreement_send, name="agreement_send"),
    path(f"{_ONE}review/back/", review.agreement_back, name="agreement_back"),
    path(f"{_ONE}review/said/", review.agreement_said, name="agreement_said"),
    path(f"{_ONE}sign/", signing.agreement_sign, name="agreement_sign"),
    path(f"{_ONE}sign/parties/", signing.agreement_signatures, name="agreement_signatures"),
    path(f"{_ONE}sign/parties/<int:party>/back/", signing.agreement_signature_back, name="agreement_signature_back"),
    path(f"{_ONE}sign/scan/", signing.agreement_scan_add, name="agreement_scan_add"),
    path(f"{_ONE}sign/conclude/", signing.agreement_conclude, name="agreement_conclude"),
    path(f"{_ONE}notice/", life.agreement_notice, name="agreement_notice"),
    path(f"{_ONE}follow/", life.agreement_follow, name="agreement_follow"),
]
