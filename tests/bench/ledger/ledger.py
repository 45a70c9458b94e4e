#!/usr/bin/env python3
"""Times a night, and the reports, on a ledger of millions of facts and events.

    tests/bench/ledger/ledger.py [--leads N] [--rounds N] [--data FOLDER] [PROGRAM]

PROGRAM is build/handoff unless named. FOLDER gets leads, touches and answers, made up once, and a ledger: the program's own
first night, about 30 rows of history for each lead (statuses, owners, stages, grades, handovers over a month, answers), written
by SQL so that `check --ledger` finds nothing wrong, and the program's own last night. Then a night on which 1 % of the leads
changed is timed with the ledger and without, by turns, and each report.
"""
import argparse
import contextlib
import datetime
import os
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
FIRST, LAST, NIGHT = "2026-01-05T02:00:00Z", "2026-08-31T02:00:00Z", "2026-09-01T02:00:00Z"
DAY = datetime.timedelta(days=1)
REPS, POOLS = 200, 10
STATUSES = ["Open", "Working", "Waiting"]
AGREEMENT = """
[agreement]
name      = "A ledger of years"
marketing = "M"
sales     = "S"
agreed_on = 2026-01-01

[lifecycle]
mql    = "email is not blank"
status = { Open = "mql", Working = "sal", Waiting = "sal" }

[[score.rule]]
group  = "fit"
name   = "decision maker"
when   = "title contains 'vp'"
points = 20

[[score.rule]]
group  = "engagement"
name   = "demo"
touch  = "type = 'demo_request'"
points = 30
half_life = "60d"

[calendar.office]
hours = { mon-fri = "09:00-17:00" }

[sla.hot]
first_touch = "4h"
answer      = "5d"
attempts    = { at_least = 3, within = "10d", channels = 2 }
breach      = "reroute"
escalate_to = "rep0"

[[pause]]
code = "waiting"
when = "status = 'Waiting'"

[[disposition]]
code = "no-budget"
then = "nurture"
wake = "900d"

[[disposition]]
code = "unreachable"
then = "nurture"
wake = "30d"
earned_by = "attempts"
"""


def agreement():
    parts = [AGREEMENT]
    for rep in range(REPS):
        parts.append(f'\n[[rep]]\nid = "rep{rep}"\ncalendar = "office"\npools = ["pool{rep % POOLS}"]\n')
    for pool in range(POOLS - 1):
        parts.append(f'\n[[route]]\nname = "route{pool}"\nwhen = "industry = \'Industry {pool}\'"\npool = "pool{pool}"\nsla = "hot"\n')
    return "".join(parts) + f'\n[[route]]\nname = "others"\npool = "pool{POOLS - 1}"\nsla = "hot"\n'


def days_ago(person):
    """How many days before the last night the lead of a person was handed over for the second time."""
    return 0 if person % 200 == 4 else person // 2 % 30


def write_exports(folder, leads):
    """The same leads on three nights, from each to the next 1 in 100 changed; touches of every lead since; answers for 1 in 200."""
    start = datetime.datetime(2025, 1, 1)
    last = datetime.datetime.fromisoformat(LAST.replace("Z", ""))
    with open(folder + "/old.csv", "w") as old, open(folder + "/last.csv", "w") as last_night, \
            open(folder + "/new.csv", "w") as new, open(folder + "/touches.csv", "w") as touches, \
            open(folder + "/answers.csv", "w") as answers:
        files = [old, last_night, new]
        for file in files:
            file.write("lead_id,email,name,company,title,industry,source,campaign_id,status,created_at,updated_at\n")
        touches.write("lead_id,type,at\n")
        answers.write("lead_id,rep,verdict,disposition,at\n")
        for lead in range(leads):
            created = (start + datetime.timedelta(minutes=2.5 * lead % 525000)).strftime("%Y-%m-%dT%H:%M:%SZ")
            row = (f"00Q{lead:012d},p{lead}@company{lead // 3}.example,Person {lead},Company {lead // 3},"
                   f"{'VP Sales' if lead % 4 == 0 else 'Clerk'},Industry {lead % 13},Source {lead % 7},C{lead % 50},")
            for night, file in enumerate(files):
                changed = [night >= 1 and lead % 100 == 8, night >= 2 and lead % 100 == 7]
                at = "2026-08-30T12:00:00Z" if changed[0] else "2026-08-31T12:00:00Z" if changed[1] else "2026-01-04T12:00:00Z"
                file.write(f"{row}{STATUSES[lead // 100 % 3] if any(changed) else 'Open'},{created},{at}\n")
            touches.write(f"00Q{lead:012d},page_view,2025-12-05T10:00:00Z\n")
            if lead % 200 != 3:  # these few are re-routed
                again = last - days_ago(lead + 1) * DAY
                touches.write(f"00Q{lead:012d},call,2026-01-05T{9 + lead % 8:02d}:30:00Z\n")
                touches.write(f"00Q{lead:012d},call,{again.strftime('%Y-%m-%d')}T{9 + lead % 4:02d}:30:00Z\n")
            if lead % 200 == 9:
                answers.write(f"00Q{lead:012d},,accept,,2026-08-31T15:00:00Z\n")


HISTORY = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
CREATE TEMP TABLE nights (n INTEGER, at INTEGER, run INTEGER);
INSERT INTO nights WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < 6)
    SELECT n, r.as_of + n * 86400000000 * 30, r.id FROM k, (SELECT as_of, id FROM run ORDER BY id LIMIT 1) r;
INSERT INTO fact (person, name, value, at, run)
    SELECT f.person, 'status', CASE WHEN n % 2 THEN 'Working' ELSE f.status END, k.at, k.run FROM nights k, now_fact f ORDER BY n;
INSERT INTO fact (person, name, value, at, run)
    SELECT f.person, 'owner', CASE WHEN n % 2 THEN 'somebody' ELSE f.owner END, k.at, k.run FROM nights k, now_fact f ORDER BY n;
INSERT INTO stage (person, stage, earliest, latest, known_from, ends, run)
    SELECT s.person, CASE WHEN n % 2 THEN 'sal' ELSE s.stage END, k.at - 86400000000, k.at, 'night-to-night', 0, k.run
    FROM nights k, now_stage s WHERE n <= 4 ORDER BY n;
INSERT INTO score (person, score, grade, qualified, disqualified, at, run)
    SELECT s.person, 20000000000, CASE WHEN n % 2 THEN 'X' ELSE s.grade END, s.qualified, s.disqualified, k.at, k.run
    FROM nights k, now_score s WHERE n <= 4 ORDER BY n;
INSERT INTO outcome (person, rep, verdict, disposition, comment, competitor, content_used, content_missing, next_step, at, ends, run)
    SELECT a.person, a.rep, 'reject', 'no-budget', 'Ask next year', '', '', '', '', a.at + 86400000000 * 3, a.id, a.run
    FROM assignment a WHERE a.person % 2 = 0;
UPDATE now_assignment SET closed = (SELECT o.at FROM outcome o WHERE o.ends = now_assignment.assignment) WHERE person % 2 = 0;
INSERT INTO assignment (person, rep, pool, route, sla, due_at, due_work, by_hand, number, reasons, at, run)
    SELECT a.person, 'rep' || ((substr(a.rep, 4) + %(pools)d) %% %(reps)d), a.pool, a.route, a.sla,
        a.again + 86400000000 / 24 * 11, a.due_work, 0, a.number + %(leads)d, a.reasons, a.again, a.run
    FROM (SELECT *, %(last)d - 86400000000 * iif(person %% 200 = 4, 0, person / 2 %% 30) AS again FROM assignment) a WHERE a.person %% 2 = 0 AND a.person %% 8 <> 0;
UPDATE now_assignment SET closed = NULL, assignment = (SELECT max(id) FROM assignment a WHERE a.person = now_assignment.person)
    WHERE person %% 2 = 0 AND person %% 8 <> 0;
INSERT INTO outcome (person, rep, verdict, disposition, comment, competitor, content_used, content_missing, next_step, at, run)
    SELECT a.person, a.rep, 'accept', '', '', '', '', '', '', a.at + 3600000000, a.run
    FROM now_assignment n JOIN assignment a ON a.id = n.assignment WHERE n.closed IS NULL;
UPDATE run SET as_of = as_of;
ANALYZE;
"""


def microseconds(text):
    return int(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1e6)


def run(program, folder, *arguments):
    """Wall time, user and system time; stops where the program does not end well."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    done = subprocess.run([program, *arguments], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True, check=False)
    wall = time.monotonic() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.exit(f"{' '.join(arguments)} ended with {done.returncode}:\n{done.stderr}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def make(program, folder, leads):
    os.makedirs(folder, exist_ok=True)
    with open(folder + "/handoff.toml", "w") as file:
        file.write(agreement())
    write_exports(folder, leads)
    run(program, folder, "route", "old.csv", "--touches", "touches.csv", "--ledger", "base.db", "--as-of", FIRST, "-q", "-o", "first.csv")
    with contextlib.closing(sqlite3.connect(folder + "/base.db", isolation_level=None)) as base:
        text = HISTORY.split("INSERT INTO assignment", 1)
        base.executescript(text[0])
        base.executescript(("INSERT INTO assignment" + text[1]) %
                           {"pools": POOLS, "reps": REPS, "leads": leads, "last": microseconds(LAST)})
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    run(program, folder, "route", "last.csv", "--touches", "touches.csv", "--ledger", "base.db", "--as-of", LAST, "-q", "-o", "last_out.csv")
    run(program, folder, "check", "--ledger", "base.db")


def rows(folder):
    with contextlib.closing(sqlite3.connect(folder + "/base.db")) as base:
        tables = ["person", "key", "stage", "fact", "score", "assignment", "outcome"]
        return sum(base.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", nargs="?", default=ROOT + "/build/handoff")
    parser.add_argument("--leads", type=int, default=170_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--data", default="ledger-bench")
    options = parser.parse_args()
    program, folder = os.path.abspath(options.program), os.path.abspath(options.data)
    if not os.path.exists(folder + "/base.db"):
        make(program, folder, options.leads)
    print(f"{rows(folder):,} rows of history, {os.path.getsize(folder + '/base.db') / 1e6:,.0f} MB")

    def median(times):
        return f"{statistics.median(t[0] for t in times):6.2f} s wall, {statistics.median(t[1] for t in times):6.2f} s CPU"

    common = ["new.csv", "--touches", "touches.csv", "--as-of", NIGHT]
    night = {name: [] for name in ["score", "score with the ledger", "route", "route with the ledger", "the same night again"]}
    for _ in range(options.rounds):
        night["score"].append(run(program, folder, "score", *common, "-q", "-o", "out.csv"))
        night["route"].append(run(program, folder, "route", *common, "-q", "-o", "out.csv"))
        shutil.copy(folder + "/base.db", folder + "/night.db")
        night["score with the ledger"].append(run(program, folder, "score", *common, "--ledger", "night.db", "-q", "-o", "out.csv"))
        shutil.copy(folder + "/base.db", folder + "/night.db")
        full = ["route", *common, "--outcomes", "answers.csv", "--ledger", "night.db", "-q", "-o", "out.csv"]
        night["route with the ledger"].append(run(program, folder, *full))
        night["the same night again"].append(run(program, folder, *full))
    for name, times in night.items():
        print(f"{name:24}{median(times)}")

    run(program, folder, "check", "--ledger", "night.db")
    reports = [["sla"], ["worklist"], ["worklist", "--rep", "rep7"], ["brief", "--rep", "rep7"], ["nurture"], ["feedback"], ["fairness"],
               ["funnel"]]
    for report in reports:
        times = [run(program, folder, "report", *report, *common, "--ledger", "night.db", "-q", "-f", "json", "-o", "report.json")
                 for _ in range(options.rounds)]
        print(f"report {' '.join(report):17}{median(times)}")
    times = [run(program, folder, "explain", "00Q000000000007", *common, "--ledger", "night.db", "-q") for _ in range(options.rounds)]
    print(f"{'explain':24}{median(times)}")


main()
