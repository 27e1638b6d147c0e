"""Reports and feedback that are there already find their row in the ledger, for from now on none is without."""

from django.db import migrations

# Row security is forced on the owner too (rule 21), so it steps aside for the length of this transaction.
FILL = """
ALTER TABLE referrals_referral NO FORCE ROW LEVEL SECURITY;
ALTER TABLE referrals_feedback NO FORCE ROW LEVEL SECURITY;
ALTER TABLE consent_disclosure NO FORCE ROW LEVEL SECURITY;
UPDATE referrals_referral r SET disclosure_id = d.id
  FROM consent_disclosure d WHERE d.subject = r.submission AND d.kind = 'report';
UPDATE referrals_feedback f SET disclosure_id = d.id
  FROM (SELECT id, referral_id, row_number() OVER (PARTITION BY referral_id ORDER BY at, id) AS place
        FROM referrals_feedback) g
  JOIN referrals_referral r ON r.id = g.referral_id
  JOIN (SELECT id, subject, row_number() OVER (PARTITION BY subject ORDER BY at, id) AS place
        FROM consent_disclosure WHERE kind = 'feedback') d ON d.subject = r.submission AND d.place = g.place
 WHERE f.id = g.id;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE referrals_referral FORCE ROW LEVEL SECURITY;
ALTER TABLE referrals_feedback FORCE ROW LEVEL SECURITY;
ALTER TABLE consent_disclosure FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    """Data only; the columns are closed in the next step."""

    dependencies = [("referrals", "0003_ways_in")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
