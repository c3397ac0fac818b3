"""Xapian over a database on disk: `search-xapian.py <folder> <jobs>`; each line on stdin runs all jobs and prints their times in ms."""
import json
import os
import sys
import time

import xapian

folder, job_count = sys.argv[1], int(sys.argv[2])
path = os.path.join(folder, "xapian")
writable = xapian.WritableDatabase(path, xapian.DB_CREATE_OR_OVERWRITE | xapian.DB_NO_SYNC)
with open(os.path.join(folder, "people.tsv")) as lines:
    for line in lines:
        person, consent, hired, words = line.rstrip("\n").split("\t")
        document = xapian.Document()
        for word in words.split(" "):
            document.add_term(word)
        document.add_boolean_term("Q" + person)
        document.add_boolean_term("XT1")
        if consent == "1":
            document.add_boolean_term("XC1")
        if hired == "1":
            document.add_boolean_term("XH1")
        writable.add_document(document)
writable.commit()
writable.close()

database = xapian.Database(path)
enquire = xapian.Enquire(database)
with open(os.path.join(folder, "jobs-for-peers.json")) as file:
    jobs = json.load(file)[:job_count]


def query_of(job):
    words = xapian.Query(xapian.Query.OP_OR, [xapian.Query(xapian.Query.OP_SCALE_WEIGHT, xapian.Query(word), weight) for word, weight in job["words"]])
    allowed = xapian.Query(xapian.Query.OP_AND, xapian.Query("XT1"), xapian.Query("XC1"))
    refused = xapian.Query(xapian.Query.OP_OR, [xapian.Query("XH1")] + [xapian.Query("Q" + person) for person in job["there"]])
    return xapian.Query(xapian.Query.OP_AND_NOT, xapian.Query(xapian.Query.OP_FILTER, words, allowed), refused)


def run(job):
    start = time.perf_counter()
    enquire.set_query(query_of(job))
    found = enquire.get_mset(0, 7)
    took = (time.perf_counter() - start) * 1000
    if found.size() != 7:
        raise SystemExit("Xapian found too few people.")
    return took


print(json.dumps(database.get_doccount()), flush=True)
for _ in sys.stdin:
    print(json.dumps([run(job) for job in jobs]), flush=True)
