"""Pages of the support meeting at the portal: a member's own papers, and requests to an organisation."""

from support_meetings.paths import PARTS

urlpatterns = [path for part in PARTS for path in part.PORTAL]
