"""The trigger that numbers and chains access records within an organisation."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION audit_chain() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    head audit_chainhead%ROWTYPE;
BEGIN
    INSERT INTO audit_chainhead (organization_id, number, hash)
        VALUES (NEW.organization_id, 0, '') ON CONFLICT (organization_id) DO NOTHING;
    SELECT * INTO head FROM audit_chainhead WHERE organization_id = NEW.organization_id FOR UPDATE;
    NEW.number := head.number + 1;
    NEW.previous_hash := head.hash;
    NEW.hash := audit_digest(NEW);
    UPDATE audit_chainhead SET number = NEW.number, hash = NEW.hash WHERE organization_id = NEW.organization_id;
    RETURN NEW;
END $$;
"""

# One function for writing and for checking, so that the two cannot drift apart.
DIGEST = """
CREATE FUNCTION audit_digest(r audit_accessrecord) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(
        r.previous_hash, r.number, r.id, extract(epoch FROM r.at), r.municipality_id, r.organization_id, r.user_id,
        r.role, r.kind, r.subject, r.subject_ids, r.purpose)::text, 'UTF8')), 'hex')
$$;
"""

TRIGGER = """
CREATE TRIGGER audit_chain BEFORE INSERT ON audit_accessrecord FOR EACH ROW EXECUTE FUNCTION audit_chain();
"""

BACKWARD = """
DROP TRIGGER audit_chain ON audit_accessrecord;
DROP FUNCTION audit_chain();
DROP FUNCTION audit_digest(audit_accessrecord);
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunSQL(DIGEST + FORWARD + TRIGGER, BACKWARD)]
