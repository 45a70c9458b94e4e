-- The race's agreement in ClickHouse's words. $FOLDER and $OUT are put in by race.py; rows stay in input order.
INSERT INTO FUNCTION file('$OUT', 'CSVWithNames')
WITH
  ['page_view', 'email_open', 'email_click', 'form_submit', 'webinar_attended', 'content_download', 'pricing_page_view',
   'demo_request', 'call_connected', 'meeting_booked', 'trial_signup', 'unsubscribe'] AS types,
  [1., 1, 3, 10, 12, 6, 8, 25, 10, 20, 30, -15] AS points,
  [14., 14, 21, 30, 45, 30, 14, 60, 30, 60, 45, 90] AS half_lives,
  [10., 8, 15, 30, 24, 18, 24, 50, 30, 40, 30, 0] AS most,
  engaged AS (
    SELECT lead_id, sum(least(given, transform(type, types, most, 0.))) AS sum FROM (
      SELECT lead_id, type, sum(transform(type, types, points, 0.) *
             exp2(-dateDiff('second', at, toDateTime('2026-09-01 00:00:00', 'UTC')) / 86400 / transform(type, types, half_lives, 1.))) AS given
      FROM file('$FOLDER/touches.csv', 'CSVWithNames', 'touch_id String, lead_id String, type LowCardinality(String),
                at DateTime(\'UTC\'), channel String, campaign String, content String')
      WHERE at > toDateTime('2026-03-05 00:00:00', 'UTC') AND at <= toDateTime('2026-09-01 00:00:00', 'UTC') AND has(types, type)
      GROUP BY lead_id, type) GROUP BY lead_id),
  lower(title) AS words
SELECT leads.* EXCEPT (number), least(100, greatest(0,
    (country IN ('United States', 'United Kingdom', 'Canada')) * 10 + (industry IN ('Software', 'Finance', 'Healthcare')) * 12
  + ifNull(employees BETWEEN 50 AND 500, 0) * 10 + ifNull(employees BETWEEN 501 AND 5000, 0) * 15
  + ifNull(annual_revenue >= 10000000, 0) * 10
  + (position(words, 'vp') > 0) * 12 + (position(words, 'director') > 0) * 8 - (position(words, 'intern') > 0) * 20
  + (source = 'Referral') * 10 + (source IN ('Webinar', 'Trade Show')) * 5 - (status = 'Disqualified') * 30)) AS fit,
  round(least(100., greatest(0., sum)), 6) AS engagement, round(fit + engagement, 6) AS score,
  multiIf(score >= 100, 'A', score >= 70, 'B', score >= 40, 'C', score >= 20, 'D', 'F') AS grade
FROM (SELECT *, _row_number AS number FROM file('$FOLDER/leads.csv', 'CSVWithNames', 'lead_id String, email String,
      first_name String, last_name String, company String, title String, phone String, country String, industry String,
      employees Nullable(Int64), annual_revenue Nullable(Int64), source String, campaign String, created_at String, status String,
      owner String, website String, notes String')) AS leads
LEFT JOIN engaged ON leads.lead_id = engaged.lead_id ORDER BY leads.number
SETTINGS max_threads = $THREADS, date_time_input_format = 'best_effort', engine_file_truncate_on_insert = 1,
  format_csv_null_representation = ''
