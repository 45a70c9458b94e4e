-- The race's agreement in DuckDB's words. $FOLDER and $OUT are put in by race.py; rows stay in input order.
COPY (
WITH rules(type, points, half_life, most) AS (VALUES
  ('page_view', 1.0::DOUBLE, 14.0::DOUBLE, 10.0::DOUBLE), ('email_open', 1, 14, 8), ('email_click', 3, 21, 15),
  ('form_submit', 10, 30, 30), ('webinar_attended', 12, 45, 24), ('content_download', 6, 30, 18),
  ('pricing_page_view', 8, 14, 24), ('demo_request', 25, 60, 50), ('call_connected', 10, 30, 30),
  ('meeting_booked', 20, 60, 40), ('trial_signup', 30, 45, 30), ('unsubscribe', -15, 90, 0)),
touches AS (
  SELECT lead_id, type, epoch_us(TIMESTAMP '2026-09-01') - epoch_us("at") AS age
  FROM read_csv('$FOLDER/touches.csv', header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = {
    touch_id: 'VARCHAR', lead_id: 'VARCHAR', type: 'VARCHAR', "at": 'TIMESTAMP', channel: 'VARCHAR', campaign: 'VARCHAR',
    content: 'VARCHAR'})
  WHERE "at" > TIMESTAMP '2026-09-01' - INTERVAL 180 DAY AND "at" <= TIMESTAMP '2026-09-01'),
by_rule AS (
  SELECT lead_id, least(any_value(most), sum(points * pow(0.5, age / 86400e6 / half_life))) AS points
  FROM touches JOIN rules USING (type) GROUP BY lead_id, type),
engaged AS (SELECT lead_id, least(100.0, greatest(0.0, sum(points))) AS engagement FROM by_rule GROUP BY lead_id),
leads AS (
  SELECT *, row_number() OVER () AS number
  FROM read_csv('$FOLDER/leads.csv', header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = {
    lead_id: 'VARCHAR', email: 'VARCHAR', first_name: 'VARCHAR', last_name: 'VARCHAR', company: 'VARCHAR', title: 'VARCHAR',
    phone: 'VARCHAR', country: 'VARCHAR', industry: 'VARCHAR', employees: 'BIGINT', annual_revenue: 'BIGINT', source: 'VARCHAR',
    campaign: 'VARCHAR', created_at: 'VARCHAR', status: 'VARCHAR', owner: 'VARCHAR', website: 'VARCHAR', notes: 'VARCHAR'})),
fitting AS (
  SELECT *, least(100, greatest(0,
      coalesce((country IN ('United States', 'United Kingdom', 'Canada'))::INT * 10, 0)
    + coalesce((industry IN ('Software', 'Finance', 'Healthcare'))::INT * 12, 0)
    + coalesce((employees BETWEEN 50 AND 500)::INT * 10, 0) + coalesce((employees BETWEEN 501 AND 5000)::INT * 15, 0)
    + coalesce((annual_revenue >= 10000000)::INT * 10, 0)
    + coalesce(contains(lower(title), 'vp')::INT * 12, 0) + coalesce(contains(lower(title), 'director')::INT * 8, 0)
    + coalesce(contains(lower(title), 'intern')::INT * -20, 0)
    + coalesce((source = 'Referral')::INT * 10, 0) + coalesce((source IN ('Webinar', 'Trade Show'))::INT * 5, 0)
    + coalesce((status = 'Disqualified')::INT * -30, 0))) AS fit
  FROM leads)
SELECT fitting.* EXCLUDE (number), round(coalesce(engagement, 0.0), 6) AS engagement,
  round(fit + coalesce(engagement, 0.0), 6) AS score,
  CASE WHEN fit + coalesce(engagement, 0.0) >= 100 THEN 'A' WHEN fit + coalesce(engagement, 0.0) >= 70 THEN 'B'
       WHEN fit + coalesce(engagement, 0.0) >= 40 THEN 'C' WHEN fit + coalesce(engagement, 0.0) >= 20 THEN 'D' ELSE 'F' END AS grade
FROM fitting LEFT JOIN engaged USING (lead_id) ORDER BY number
) TO '$OUT' (HEADER, DELIMITER ',');
