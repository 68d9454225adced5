"""All judgements over all facts, in the order in which a person would mend them. It looks at nothing itself."""

from fanal_hub.doctor import judge_database, judge_machine, judge_work
from fanal_hub.doctor.facts import Facts
from fanal_hub.doctor.finding import Finding


def judge(seen: Facts) -> list[Finding]:
    """Every finding."""
    found = [
        *judge_machine.of_program(seen.program),
        *judge_machine.of_home(seen.home),
        *judge_database.of_database(seen.database, seen.database_said),
        *judge_database.of_connections(seen.database, seen.work),
    ]
    if seen.log is not None:
        found += judge_database.of_log(seen.log, seen.now)
    found += judge_machine.of_keys(seen.home, seen.log)
    if seen.work is not None:
        found += judge_work.of_work(seen.work, seen.now)
    found += judge_work.of_running(seen.outside, seen.work, seen.now, is_new=seen.log is not None and not seen.log.head)
    found += judge_machine.of_backup(seen.backup, seen.now)
    found += judge_work.of_outside(seen.outside, seen.work)
    return found
