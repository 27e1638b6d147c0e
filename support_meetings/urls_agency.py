"""Pages of the support meeting at the agency's door."""

from support_meetings.paths import PARTS

urlpatterns = [path for part in PARTS for path in part.AGENCY]
