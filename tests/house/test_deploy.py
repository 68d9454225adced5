"""What is shipped to install a hub with: units, proxy, settings, and the part of the lock that a hub needs."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from fanal_hub import manage, settings
from tools import lock_part
from tools.tree import ROOT, read

UNITS = [each.relative_to(ROOT) for each in sorted((ROOT / "deploy/systemd").glob("*.service"))]
PROXY = Path("deploy/nginx/fanal.conf")
EXAMPLE = Path("deploy/systemd/fanal.env.example")
LOCK = Path("requirements.lock")
OWN = ("#", "Description=", "ExecStart=", "ReadWritePaths=")


def _hardening(unit: Path) -> list[str]:
    return [line for line in read(unit).splitlines() if not line.startswith(OWN)]


def test_a_unit_that_is_less_closed_than_the_others() -> None:
    assert len(UNITS) == 3
    assert len({tuple(_hardening(unit)) for unit in UNITS}) == 1
    wanted = {"NoNewPrivileges=true", "ProtectSystem=strict", "PrivateTmp=true", "CapabilityBoundingSet=", "UMask=0077"}
    assert wanted <= set(_hardening(UNITS[0]))


@pytest.mark.parametrize("unit", UNITS, ids=str)
def test_a_unit_starts_a_command_that_does_not_exist(unit: Path) -> None:
    (line,) = re.findall(r"^ExecStart=(.*)$", read(unit), re.MULTILINE)
    program, _, given = line.rpartition("/opt/fanal/bin/fanal-hub ")
    assert program in {"", "/usr/bin/env FANAL_PORT=%i "}
    manage._parser().parse_args(shlex.split(given))


def test_the_example_sets_what_does_not_exist() -> None:
    rows = set(re.findall(r"^\| `(FANAL_\w+)` \|", read(Path("docs/settings.md")), re.MULTILINE))
    set_there = set(re.findall(r"^#?(FANAL_\w+)=", read(EXAMPLE), re.MULTILINE))
    assert set_there
    assert set_there <= rows


def test_the_proxy_takes_less_than_the_hub_or_keeps_secrets() -> None:
    text = read(PROXY)
    assert f"client_max_body_size {settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2}m;" in text
    served = [part for part in text.split("server {")[1:] if "server_name" in part]
    assert served
    assert all("access_log off;" in part for part in served)
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in text  # never what the visitor sent


def _names(text: str) -> set[str]:
    return {each.lower() for each in re.findall(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==", text, re.MULTILINE)}


def test_the_wheelhouse_lacks_what_a_hub_needs_or_holds_what_it_does_not() -> None:
    part = lock_part.part(read(LOCK), lock_part.of_project("hub"))
    asked = {re.sub(r"[-_.]+", "-", each).lower() for each in lock_part.of_project("hub")}
    assert asked <= _names(part)
    assert {"psycopg-binary", "sqlparse", "cffi", "h11"} <= _names(part)  # what those need themselves
    assert _names(part) & {"pytest", "mypy", "playwright", "ruff", "hypothesis"} == set()
    assert len(re.findall(r"--hash=sha256:", part)) >= len(_names(part))


def test_the_part_of_everything_is_the_whole_lock() -> None:
    extras = tomllib.loads(read(Path("pyproject.toml")))["project"]["optional-dependencies"]
    assert lock_part.part(read(LOCK), lock_part.of_project(*extras)) == read(LOCK)


@pytest.mark.parametrize(
    ("wanted", "taken"),
    [(["a"], {"a", "b", "c"}), (["B"], {"b", "c"}), (["c"], {"c"}), (["d_d"], {"d.d"}), (["nobody"], set())],
)
def test_a_dependency_of_a_dependency_is_left_out(wanted: list[str], taken: set[str]) -> None:
    lock = (
        "a==1 \\\n    --hash=sha256:00\n    # via fanal (pyproject.toml)\nb==1 \\\n    --hash=sha256:00\n    # via a\n"
        "c==1 \\\n    --hash=sha256:00\n    # via\n    #   b\n    #   d-d\nd.d==1 ; python_version < '3' \\\n"
        "    --hash=sha256:00\n    # via fanal (pyproject.toml)\n"
    )
    expected = taken | ({"c"} if "d.d" in taken else set())
    assert _names(lock_part.part(lock, wanted)) == expected
