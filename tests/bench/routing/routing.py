#!/usr/bin/env python3
"""Times the routing of qualified leads through many rules and reps against scoring the same leads.

    tests/bench/routing/routing.py [--leads N] [--touches N] [--rules N] [--reps N] [--rounds N] [--data FOLDER] [PROGRAM]

PROGRAM is build/handoff unless named; race_data beside it makes up leads and touches once, in FOLDER. Every lead is
qualified. Each rule leads to one of 40 pools of 50 reps by rotation, least_loaded or least_recent, some with a skill that is
needed. Scoring and routing run by turns, so that what disturbs the machine disturbs both alike; then routing runs once more
on one processor, which must give the same bytes.
"""
import argparse
import csv
import filecmp
import os
import re
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
AS_OF = "2026-09-01T00:00:00Z"
POOLS = 40
COUNTRIES = ["United States", "United Kingdom", "Canada", "Germany", "France", "Brazil", "India", "Japan", "Spain", "Italy"]
INDUSTRIES = ["Software", "Finance", "Healthcare", "Manufacturing", "Retail", "Education"]


def agreement(rules, reps):
    """The race's rules of scoring, every lead qualified by them, and the rules, pools and reps of routing."""
    with open(ROOT + "/tests/bench/race/handoff.toml", encoding="utf-8") as file:
        text = re.sub(r"\n\[lifecycle\].*?(?=\n\[)", "", file.read(), flags=re.S)
    parts = [text, '\n[lifecycle]\nmql = "lead_id is not blank"\n\n[calendar.office]\nhours = { mon-fri = "09:00-17:00" }\n',
             '\n[sla.standard]\nstarts = "assigned"\nfirst_touch = "4h"\n']
    for rep in range(reps):
        parts.append(f'\n[[rep]]\nid = "rep{rep}"\ncalendar = "office"\npools = ["pool{rep % POOLS}"]\nweight = {1 + rep % 3}\n'
                     f'skills = [{"" if rep // POOLS % 4 else chr(34) + "pt" + chr(34)}]\n')
    ways = ["rotation", "least_loaded", "rotation", "least_recent"]
    for rule in range(rules - 1):
        low = 1 + (rule * 37) % 4000
        condition = [f"employees between {low} and {low + 9}",
                     f"country = '{COUNTRIES[rule % 10]}' and industry = '{INDUSTRIES[rule % 6]}' and score >= {rule % 90}",
                     f"title contains 'vp {rule}'",
                     f"score between {rule % 100} and {rule % 100 + 1} and employees >= {low}"][rule % 4]
        need = "need = { pt = \"country = 'Brazil'\" }\n" if rule % 5 == 0 else ""
        parts.append(f'\n[[route]]\nname = "rule {rule}"\nwhen = "{condition}"\npool = "pool{rule % POOLS}"\n'
                     f'by = "{ways[rule % 4]}"\n{need}sla = "standard"\n')
    parts.append('\n[[route]]\nname = "everyone else"\npool = "pool0"\nsla = "standard"\n')
    return "".join(parts)


def run(command):
    """Wall time, processor time and peak memory."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read().decode(errors="replace")
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} failed: {said[-1000:]}")
    return (time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024), said


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leads", type=int, default=1_000_000)
    parser.add_argument("--touches", type=int, default=10_000_000)
    parser.add_argument("--rules", type=int, default=300)
    parser.add_argument("--reps", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--data", default=ROOT + "/build/routing")
    parser.add_argument("program", nargs="?", default=ROOT + "/build/handoff")
    arguments = parser.parse_args()
    folder = f"{arguments.data}/{arguments.leads}"
    os.makedirs(folder, exist_ok=True)
    if not os.path.exists(folder + "/touches.csv"):
        subprocess.run([os.path.join(os.path.dirname(arguments.program), "race_data"), str(arguments.leads),
                        str(arguments.touches), folder], check=True)
    leads_csv = folder + "/unowned.csv"
    if not os.path.exists(leads_csv):  # many of the race's leads have owners, or are through: they are not to be routed
        with open(folder + "/leads.csv", newline="", encoding="utf-8") as old, open(leads_csv, "w", newline="",
                                                                                  encoding="utf-8") as new:
            rows = csv.reader(old)
            write = csv.writer(new, lineterminator="\n").writerow
            header = next(rows)
            owner, status = header.index("owner"), header.index("status")
            write(header)
            for row in rows:
                row[owner] = row[status] = ""
                write(row)
    toml = folder + "/handoff.toml"
    with open(toml, "w", encoding="utf-8") as file:
        file.write(agreement(arguments.rules, arguments.reps))
    common = ["-a", toml, "--as-of", AS_OF]
    score = [arguments.program, "score", leads_csv, "--touches", folder + "/touches.csv", *common, "-q", "-o",
             folder + "/scored.csv"]
    route = [arguments.program, "route", folder + "/scored.csv", *common, "-o", folder + "/routed.csv"]
    seen = {"score": [], "route": []}
    for number in range(arguments.rounds + 1):
        for name, command in (("score", score), ("route", route)):
            measured, said = run(command)
            if number > 0:
                seen[name].append(measured)
    print(said.strip().splitlines()[-1])
    one = route[:-1] + [folder + "/one.csv"]
    run(["taskset", "-c", "0", *one])
    if not filecmp.cmp(folder + "/routed.csv", folder + "/one.csv", shallow=False):
        sys.exit("routing on one processor gives other bytes")
    print(f"{arguments.leads:,} leads, {arguments.rules} rules, {arguments.reps:,} reps, {os.cpu_count()} processors; the same "
          f"bytes on one; medians of {arguments.rounds} rounds, load {os.getloadavg()[0]:.1f}")
    for name, runs in seen.items():
        wall, cpu, memory = (statistics.median(values) for values in zip(*runs))
        print(f"{name:6} wall {wall:7.3f} s   cpu {cpu:7.3f} s   {memory:6.0f} MiB")
    for what, i in (("wall", 0), ("cpu", 1)):
        ratio = statistics.median(b[i] / a[i] for a, b in zip(seen["score"], seen["route"]))
        print(f"route takes {ratio:.2f} times the {what} of score")


main()
