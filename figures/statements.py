"""The statements that count a fiscal year: each one SELECT over sets, for one municipality.

Parameters of all: `municipality`, and the year as two moments (`since`, `until`) and two days (`first`, `next_first`).
Days and months are Japan's. Row security is in force beside the condition on the municipality.
"""

#: Reports that stand, each once, in the month in which its first version arrived, saying what its last version says.
_STANDING = """
WITH RECURSIVE told AS (
    SELECT r.id, r.submitted_at AS arrived FROM referrals_referral r
    WHERE r.municipality_id = %(municipality)s AND r.submitted_at >= %(since)s AND r.submitted_at < %(until)s
      AND NOT EXISTS (SELECT 1 FROM referrals_referral e
                      WHERE e.id = r.corrects_id AND e.municipality_id = %(municipality)s)
    UNION ALL
    SELECT r.id, told.arrived FROM told
    JOIN referrals_referral r ON r.corrects_id = told.id AND r.municipality_id = %(municipality)s
), standing AS (
    SELECT r.id, told.arrived, r.utility_id, r.office_id, r.source, r.channel, r.supply_kind, r.route,
           r.danger_to_life, t.status, t.case_id, t.close_reason
    FROM told
    JOIN referrals_referral r ON r.id = told.id
    JOIN referrals_triage t ON t.referral_id = r.id
    WHERE t.close_reason NOT IN ('duplicate', 'withdrawn', 'corrected')
      AND NOT EXISTS (SELECT 1 FROM referrals_referral n
                      WHERE n.corrects_id = r.id AND n.municipality_id = %(municipality)s)
      AND NOT EXISTS (SELECT 1 FROM referrals_retraction x WHERE x.referral_id = r.id)
)
"""

#: The first talk with the person or the family after a report arrived, by visit or by note.
_CONTACT = """
    SELECT happened, how FROM (
        SELECT v.visited_at AS happened, 'visit' AS how FROM outreach_visit v
        WHERE v.case_id = s.case_id AND v.outcome = 'met' AND v.cancelled_at IS NULL AND v.visited_at >= s.arrived
        UNION ALL
        SELECT n.happened_at, 'note' FROM cases_casenote n
        WHERE n.case_id = s.case_id AND n.kind = 'contact' AND n.happened_at >= s.arrived
    ) every_contact ORDER BY happened, how DESC LIMIT 1
"""

#: One row for each value of each breakdown and stage, and one for everything with the days to the first contact.
_REPORTS = """
{standing}, judged AS (
    SELECT s.*, to_char(s.arrived AT TIME ZONE 'Asia/Tokyo', 'YYYY-MM') AS month,
           (c.happened AT TIME ZONE 'Asia/Tokyo')::date - (s.arrived AT TIME ZONE 'Asia/Tokyo')::date AS days,
           CASE WHEN s.status = 'accepted' AND c.how IS NOT NULL THEN 'met_' || c.how
                WHEN s.status = 'accepted' AND k.status = 'closed' THEN 'no_contact_closed'
                WHEN s.status = 'accepted' THEN 'no_contact_open'
                WHEN s.status = 'closed' THEN s.close_reason ELSE 'waiting' END AS outcome
    FROM standing s
    LEFT JOIN cases_case k ON k.id = s.case_id
    LEFT JOIN LATERAL ({contact}) c ON true
), staged AS (
    SELECT *, CASE WHEN outcome IN ('met_visit', 'met_note', 'passed_to_welfare') THEN 'reached'
                   WHEN status = 'accepted' THEN 'taken' ELSE 'other' END AS stage
    FROM judged
), named AS (
    SELECT staged.*, u.name AS company, o.name AS place FROM staged
    LEFT JOIN organizations_organization u ON u.id = staged.utility_id
    LEFT JOIN organizations_office o ON o.id = staged.office_id
)
SELECT CASE WHEN GROUPING(month) = 0 THEN 'month' WHEN GROUPING(office_id) = 0 THEN 'office'
            WHEN GROUPING(source) = 0 THEN 'sender' WHEN GROUPING(channel) = 0 THEN 'channel'
            WHEN GROUPING(supply_kind) = 0 THEN 'supply' WHEN GROUPING(route) = 0 THEN 'route'
            WHEN GROUPING(outcome) = 0 THEN 'outcome' ELSE 'all' END AS breakdown,
       coalesce(month, office_id::text, utility_id::text, source, channel, supply_kind, route, outcome, '') AS key,
       coalesce(min(company), '') AS name,
       CASE WHEN GROUPING(office_id) = 0 THEN coalesce(min(place), '') ELSE '' END AS office,
       coalesce(stage, '') AS stage,
       count(*) AS times, count(*) FILTER (WHERE danger_to_life) AS danger,
       count(DISTINCT case_id) FILTER (WHERE outcome LIKE 'met_%%') AS households, count(days) AS contacts,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY days) AS median,
       percentile_cont(0.9) WITHIN GROUP (ORDER BY days) AS ninetieth
FROM named
GROUP BY GROUPING SETS (
    (month, stage), (utility_id, source, stage), (utility_id, office_id, stage), (channel, stage), (supply_kind, stage),
    (route, stage), (outcome, stage), ()
)
"""
REPORTS = _REPORTS.format(standing=_STANDING, contact=_CONTACT)

#: What arrived in the year and is not counted as a report of its own, each under the first of the reasons that holds.
SET_ASIDE = """
SELECT CASE WHEN x.id IS NOT NULL OR t.close_reason = 'withdrawn' THEN 'withdrawn'
            WHEN n.id IS NOT NULL OR t.close_reason = 'corrected' THEN 'corrected' ELSE 'duplicate' END AS why,
       count(DISTINCT r.id) AS times
FROM referrals_referral r
JOIN referrals_triage t ON t.referral_id = r.id
LEFT JOIN referrals_retraction x ON x.referral_id = r.id
LEFT JOIN referrals_referral n ON n.corrects_id = r.id AND n.municipality_id = %(municipality)s
WHERE r.municipality_id = %(municipality)s AND r.submitted_at >= %(since)s AND r.submitted_at < %(until)s
  AND (x.id IS NOT NULL OR n.id IS NOT NULL OR t.close_reason IN ('duplicate', 'withdrawn', 'corrected'))
GROUP BY 1
"""

GUIDANCE = """
SELECT CASE WHEN GROUPING(g.month) = 0 THEN 'month' WHEN GROUPING(g.office_id) = 0 THEN 'office'
            WHEN GROUPING(g.utility_id) = 0 THEN 'utility' WHEN GROUPING(g.language) = 0 THEN 'language'
            ELSE 'channel' END AS breakdown,
       coalesce(g.month, g.office_id::text, g.utility_id::text, g.language, g.channel) AS key,
       coalesce(min(u.name), '') AS name, coalesce(min(o.name), '') AS office, sum(g.count) AS times
FROM (SELECT *, to_char("on", 'YYYY-MM') AS month FROM referrals_guidancerecord
      WHERE municipality_id = %(municipality)s AND "on" >= %(first)s AND "on" < %(next_first)s) g
LEFT JOIN organizations_organization u ON u.id = g.utility_id
LEFT JOIN organizations_office o ON o.id = g.office_id
GROUP BY GROUPING SETS ((g.month), (g.utility_id), (g.utility_id, g.office_id), (g.language), (g.channel))
"""

#: By the code on the leaflet; a code that is no office's and no place's is the agency's own.
CODES = """
SELECT c.code, coalesce(min(u.name), '') AS name, coalesce(min(o.name), min(h.place), '') AS office,
       sum(c.opened) AS opened, sum(c.called_back) AS called_back
FROM documents_channelcount c
LEFT JOIN documents_channelcode h ON h.code = c.code AND h.municipality_id = %(municipality)s
LEFT JOIN organizations_office o ON o.id = h.office_id
LEFT JOIN organizations_organization u ON u.id = o.utility_id
WHERE c.municipality_id = %(municipality)s AND c."on" >= %(first)s AND c."on" < %(next_first)s
GROUP BY c.code
"""

CALLBACKS = """
SELECT coalesce(nullif(outcome, ''), 'waiting') AS outcome, count(*) AS times FROM outreach_callbackrequest
WHERE municipality_id = %(municipality)s AND received_at >= %(since)s AND received_at < %(until)s
GROUP BY 1
"""

REFUSALS = """
SELECT code, sum(count) AS times FROM consent_refusalcount
WHERE municipality_id = %(municipality)s AND hour >= %(since)s AND hour < %(until)s
GROUP BY code
"""

#: Sessions whose minutes are closed, by the day on which they began; requests by the day of issue.
MEETINGS = """
WITH held AS (
    SELECT s.id, m.kind FROM support_meetings_session s
    JOIN support_meetings_supportmeeting m ON m.id = s.meeting_id
    WHERE s.municipality_id = %(municipality)s AND s.state = 'closed'
      AND s.starts_at >= %(since)s AND s.starts_at < %(until)s
), asked AS (
    SELECT r.id, EXISTS (SELECT 1 FROM support_meetings_cooperationanswer a WHERE a.request_id = r.id) AS answered
    FROM support_meetings_cooperationrequest r
    WHERE r.municipality_id = %(municipality)s AND r.issued_on >= %(first)s AND r.issued_on < %(next_first)s
)
SELECT (SELECT count(*) FROM held WHERE kind = 'support'), (SELECT count(*) FROM held WHERE kind <> 'support'),
       (SELECT count(*) FROM support_meetings_agendaitem i JOIN held ON held.id = i.session_id
        WHERE i.taken_off_at IS NULL),
       (SELECT count(*) FROM asked), (SELECT count(*) FROM asked WHERE answered)
"""

#: The first day with anything to count: of a report, a leaflet, an opened code.
BEGINNING = """
SELECT least(
    (SELECT min(submitted_at AT TIME ZONE 'Asia/Tokyo')::date FROM referrals_referral
     WHERE municipality_id = %(municipality)s),
    (SELECT min("on") FROM referrals_guidancerecord WHERE municipality_id = %(municipality)s),
    (SELECT min("on") FROM documents_channelcount WHERE municipality_id = %(municipality)s))
"""
