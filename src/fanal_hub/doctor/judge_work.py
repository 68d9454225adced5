"""Judges the work and the way to the world: what waits, who works, address, mail, demonstration. It asks nothing itself."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from fanal_hub.doctor.facts import Outside, Work
from fanal_hub.doctor.finding import Finding, broken, good, look

BEHIND, TOO_BEHIND = timedelta(seconds=30), timedelta(minutes=5)
LATE, TOO_LATE = timedelta(seconds=5), timedelta(minutes=1)
WAITS, TOO_LONG = timedelta(minutes=1), timedelta(minutes=10)
HEARD = timedelta(minutes=3)  # one sample a minute, and its minute may just have begun


def of_work(seen: Work, now: datetime) -> Iterator[Finding]:
    """Nothing is behind, late, given up, or waits unexamined."""
    yield _waited("cursors", seen.behind_since, now, (BEHIND, TOO_BEHIND), station=seen.behind)
    yield _waited("timers", seen.late_since, now, (LATE, TOO_LATE))
    yield broken("dead", "some", count=seen.dead) if seen.dead else good("dead")
    yield _waited("notices", seen.notices_since, now, (WAITS, TOO_LONG), count=seen.notices)


def _waited(
    check: str, since: datetime | None, now: datetime, bounds: tuple[timedelta, timedelta], **params: str | int
) -> Finding:
    waits = now - since if since else timedelta()
    params = {**params, "seconds": int(waits.total_seconds())}
    if waits >= bounds[1]:
        return broken(check, "stuck", **params)
    return look(check, "slow", **params) if waits >= bounds[0] else good(check)


def of_running(seen: Outside, work: Work | None, now: datetime, *, is_new: bool = False) -> Iterator[Finding]:
    """Pages are served and stations work; a hub that is stopped altogether is something to look at, not broken."""
    wants = [each for each in seen.not_ready if not (is_new and each == "signing_key")]  # drawn at the first notice
    heard = work.stations_at if work else None
    at_work = heard is not None and now - heard < HEARD
    elsewhere = (
        any(each.role in {"web", "run"} and now - each.seen_at < HEARD for each in work.hearts) if work else False
    )
    if seen.answers and wants:
        yield broken("web", "not_ready", which=", ".join(wants), url=seen.asked)
    elif seen.answers:
        yield good("web", url=seen.asked)
    elif elsewhere:
        yield good("web", "elsewhere", url=seen.asked)
    else:
        yield broken("web", "away", url=seen.asked) if at_work else look("web", "stopped", url=seen.asked)
    if at_work:
        yield good("stations")
    else:
        yield broken("stations", "silent") if seen.answers or elsewhere else look("stations", "stopped")


def of_outside(seen: Outside, work: Work | None) -> Iterator[Finding]:
    """The address people use, the names the hub answers to, the proxy before it, mail, and the demonstration."""
    if seen.is_https or seen.is_local:
        yield good("address", url=seen.url)
    else:
        yield broken("address", "plain", url=seen.url)
    known = {each.lower() for each in seen.hosts}
    if known & {seen.url_host, "*"} or any(each.startswith(".") and seen.url_host.endswith(each) for each in known):
        yield good("hosts")
    else:
        yield broken("hosts", "other", host=seen.url_host)
    if not seen.listens_locally:
        yield look("proxy", "open", listens=seen.listens)
    elif seen.is_https and not seen.has_proxies:
        yield look("proxy", "unsaid")
    else:
        yield good("proxy")
    yield _demo(seen, work)
    yield from _mail(seen)


def _demo(seen: Outside, work: Work | None) -> Finding:
    if seen.demo:
        local = seen.is_local and seen.listens_locally
        return good("demo", "local") if local else broken("demo", "open")
    if work is not None and work.demo_open:
        return broken("demo", "accounts", count=work.demo_open)
    return good("demo")


def _mail(seen: Outside) -> Iterator[Finding]:
    if seen.mail:
        yield good("mail", host=seen.mail)
    else:
        yield good("mail", "local") if seen.is_local else look("mail", "outbox", count=seen.outbox)
    if seen.mail and seen.mail_said is not None:
        if seen.mail_said:
            yield broken("mail_server", "silent", host=seen.mail, said=seen.mail_said)
        else:
            yield good("mail_server", host=seen.mail)
