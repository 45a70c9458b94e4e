-- What happened in the ninety nights, case by case: part | case | how often | first night | a lead.
-- Reads the ledger, and what the last night's reports and all runs said, which nights.sh lays beside it.
.mode csv
.import oddities.csv oddity
.import clocks.csv clock
.import tasks.csv task
.import stays.csv stay
.import waits.csv wait
.import goals.csv goal
.import past.csv past_goal
.import said.csv said
.mode list

CREATE TEMP TABLE known (id INTEGER PRIMARY KEY, part TEXT, name TEXT, seen TEXT);
CREATE TEMP TABLE happened (id INTEGER, times INTEGER, night INTEGER, lead TEXT);
CREATE TEMP VIEW night_of AS SELECT id AS run, CAST((as_of / 1000000 - strftime('%s', '2026-08-22 23:00:00')) / 86400 AS INTEGER) AS night FROM run;
CREATE TEMP VIEW lead_of AS SELECT person, min(value) AS lead FROM key WHERE kind = 'lead_id' GROUP BY person;
CREATE TEMP VIEW answer AS SELECT * FROM outcome JOIN night_of USING (run) LEFT JOIN lead_of USING (person);
CREATE TEMP VIEW given AS SELECT * FROM assignment JOIN night_of USING (run) LEFT JOIN lead_of USING (person);
CREATE TEMP VIEW held AS SELECT * FROM pause JOIN night_of USING (run) LEFT JOIN lead_of USING (person);
CREATE TEMP VIEW broken AS SELECT b.*, sla, night, lead FROM breach b JOIN assignment a ON a.id = b.assignment
    JOIN night_of ON night_of.run = b.run LEFT JOIN lead_of ON lead_of.person = b.person;

INSERT INTO known VALUES
    (10, 'stages', 'a history of stages from the CRM', 'report funnel'),
    (11, 'stages', 'a stage is passed over', 'report funnel, oddities'),
    (12, 'stages', 'a lead comes to a stage again', 'report funnel, oddities'),
    (13, 'stages', 'a lead goes back on the path', 'report funnel, oddities'),
    (14, 'stages', 'a change before the lead was created', 'report funnel, oddities'),
    (15, 'stages', 'longer in a stage than agreed', 'report worklist, overstays'),
    (20, 'clocks', 'first touch in time', 'report sla, clocks'),
    (21, 'clocks', 'first touch late', 'report sla, clocks'),
    (22, 'clocks', 'first touch missed', 'report sla, clocks'),
    (23, 'clocks', 'a later attempt in time', 'report sla, clocks'),
    (24, 'clocks', 'a later attempt late', 'report sla, clocks'),
    (25, 'clocks', 'a later attempt missed', 'report sla, clocks'),
    (26, 'clocks', 'an answer late or missing', 'report sla, clocks'),
    (27, 'clocks', 'a broken clock re-routes', 'explain'),
    (28, 'clocks', 'a broken clock tells somebody', 'report worklist'),
    (29, 'clocks', 'told, since it may not be re-routed again', 'explain'),
    (30, 'clocks', 'a missed attempt has a consequence', 'explain'),
    (31, 'clocks', 'a clock stands still by a column', 'explain'),
    (32, 'clocks', 'a clock stands still as a rep answered', 'explain'),
    (40, 'attempts', 'tried a few times and given up', 'report worklist'),
    (41, 'attempts', 'a single lonely e-mail', 'report worklist'),
    (42, 'attempts', '''unreachable'' that was not earned', 'report nurture'),
    (43, 'attempts', '''unreachable'' that was earned', 'explain'),
    (50, 'answers', 'accepted', 'report feedback'),
    (51, 'answers', 'rejected', 'report feedback'),
    (52, 'answers', 'returned', 'report feedback'),
    (53, 'answers', 'a second answer supersedes the first', 'explain'),
    (54, 'answers', 'a code that nobody agreed on', 'the rejects of route'),
    (55, 'answers', 'an answer for a lead never handed over', 'what route says'),
    (56, 'answers', 'an answer with a competitor', 'report feedback'),
    (57, 'answers', 'an answer with content used', 'report content'),
    (58, 'answers', 'an answer with content missing', 'report feedback'),
    (59, 'answers', 'an answer with a comment', 'report feedback'),
    (60, 'hand-back', 'wakes by its date, and is routed again', 'explain'),
    (61, 'hand-back', 'wakes by its condition, and is routed again', 'explain'),
    (62, 'hand-back', 'routed to another rep by its answer', 'explain'),
    (63, 'hand-back', 'disqualified by its answer', 'explain'),
    (64, 'hand-back', 'a make-up lead', 'report fairness'),
    (65, 'hand-back', 'accepted after it had come back', 'report nurture'),
    (66, 'hand-back', 'waits in nurture at the end', 'report nurture'),
    (67, 'hand-back', 'came back from three reps: not routed again', 'report nurture, leaks'),
    (68, 'hand-back', 'moved to nurture by the CRM alone', 'report nurture, leaks'),
    (70, 'worklist', 'something overdue to do', 'report worklist'),
    (71, 'worklist', 'the next attempt to make', 'report worklist'),
    (72, 'worklist', 'an answer owed', 'report worklist'),
    (80, 'promises', 'a promise of marketing that is kept', 'report goals'),
    (81, 'promises', 'a promise of sales that was broken', 'report goals');

INSERT INTO happened SELECT 10, 1, night, lead FROM stage JOIN night_of USING (run) LEFT JOIN lead_of USING (person) WHERE known_from = 'history';
INSERT INTO happened SELECT CASE what WHEN 'passed over stages' THEN 11 WHEN 'came to a stage again' THEN 12
    WHEN 'went back on the path' THEN 13 ELSE 14 END, leads, NULL, NULL FROM oddity;
INSERT INTO happened SELECT 15, 1, NULL, NULL FROM stay;
INSERT INTO happened SELECT 20, kept, NULL, NULL FROM clock WHERE clock = 'first touch';
INSERT INTO happened SELECT 21, late, NULL, NULL FROM clock WHERE clock = 'first touch';
INSERT INTO happened SELECT 22, missed, NULL, NULL FROM clock WHERE clock = 'first touch';
INSERT INTO happened SELECT 23, kept, NULL, NULL FROM clock WHERE clock LIKE 'attempt%';
INSERT INTO happened SELECT 24, late, NULL, NULL FROM clock WHERE clock LIKE 'attempt%';
INSERT INTO happened SELECT 25, missed, NULL, NULL FROM clock WHERE clock LIKE 'attempt%';
INSERT INTO happened SELECT 26, late + missed, NULL, NULL FROM clock WHERE clock = 'answer';
INSERT INTO happened SELECT 27, 1, night, lead FROM broken WHERE told = '';
INSERT INTO happened SELECT 28, 1, night, lead FROM broken WHERE told <> '';
INSERT INTO happened SELECT 29, 1, night, lead FROM broken WHERE told <> '' AND sla = 'hot'; -- which re-routes at first
INSERT INTO happened SELECT 30, 1, night, lead FROM broken WHERE missed LIKE 'attempt%';
INSERT INTO happened SELECT 31, 1, night, lead FROM held WHERE code = 'on-hold';
INSERT INTO happened SELECT 32, 1, night, lead FROM answer WHERE verdict = 'accept' AND disposition = 'asked-to-wait';
INSERT INTO happened SELECT 40, 1, NULL, NULL FROM task WHERE task LIKE '%attempts made%try again%';
INSERT INTO happened SELECT 41, 1, NULL, NULL FROM task WHERE task LIKE 'attempt 2 of%not by email again%';
INSERT INTO happened SELECT 42, 1, night, lead FROM answer WHERE disposition = 'unreachable' AND ends IS NULL;
INSERT INTO happened SELECT 43, 1, night, lead FROM answer WHERE disposition = 'unreachable' AND ends IS NOT NULL;
INSERT INTO happened SELECT CASE verdict WHEN 'accept' THEN 50 WHEN 'reject' THEN 51 ELSE 52 END, 1, night, lead FROM answer;
INSERT INTO happened SELECT 53, 1, night, lead FROM answer b WHERE EXISTS (SELECT 1 FROM outcome a
    WHERE a.person = b.person AND a.at < b.at AND a.ends IS NULL AND a.rep = b.rep);
INSERT INTO happened SELECT 54, 1, night, NULL FROM said WHERE line LIKE '%of outcomes rejected%';
INSERT INTO happened SELECT 55, 1, night, NULL FROM said WHERE line LIKE '%for leads that were never handed over%';
INSERT INTO happened SELECT 56, 1, night, lead FROM answer WHERE competitor <> '';
INSERT INTO happened SELECT 57, 1, night, lead FROM answer WHERE content_used <> '';
INSERT INTO happened SELECT 58, 1, night, lead FROM answer WHERE content_missing <> '';
INSERT INTO happened SELECT 59, 1, night, lead FROM answer WHERE comment <> '';
INSERT INTO happened SELECT CASE WHEN reasons LIKE '%was ''unreachable''%' THEN 61 ELSE 60 END, 1, night, lead
    FROM given WHERE reasons LIKE '%wakes from nurture%';
INSERT INTO happened SELECT 62, 1, night, lead FROM given WHERE reasons LIKE '%routed again since%';
INSERT INTO happened SELECT 63, 1, night, lead FROM answer WHERE disposition = 'bad-data' AND ends IS NOT NULL;
INSERT INTO happened SELECT 64, 1, night, NULL FROM make_up JOIN night_of USING (run);
INSERT INTO happened SELECT 65, 1, night, lead FROM answer b WHERE verdict = 'accept'
    AND EXISTS (SELECT 1 FROM outcome a WHERE a.person = b.person AND a.at < b.at AND a.ends IS NOT NULL);
INSERT INTO happened SELECT iif(disposition = '(moved by the CRM)', 68, 66), leads, NULL, NULL FROM wait;
INSERT INTO happened SELECT 67, 1, night, NULL FROM said WHERE line LIKE '%not routed again by%';
INSERT INTO happened SELECT 70, 1, NULL, NULL FROM task WHERE due_name LIKE '%ago' AND task NOT LIKE 'see to it%';
INSERT INTO happened SELECT 71, 1, NULL, NULL FROM task WHERE task LIKE 'attempt %';
INSERT INTO happened SELECT 72, 1, NULL, NULL FROM task WHERE task LIKE 'accept, reject%';
INSERT INTO happened SELECT 80, 1, NULL, NULL FROM goal WHERE state IN ('kept', 'on pace') AND side = 'marketing';
INSERT INTO happened SELECT 81, 1, NULL, NULL FROM past_goal WHERE last_state = 'broken' AND side = 'sales';

SELECT part, name, coalesce(sum(times), 0), coalesce(min(night), ''),
    coalesce((SELECT min(f.lead) FROM happened f WHERE f.id = known.id AND f.night = min(h.night)), ''), seen
    FROM known LEFT JOIN happened h USING (id) GROUP BY known.id ORDER BY known.id;
