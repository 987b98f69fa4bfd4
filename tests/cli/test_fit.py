"""`wargame fit` at a terminal: the event log as it came, a scenario that runs, a page that asks nothing of anybody, and a million rows."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.cli.conftest import Command
from tests.cli.harness import FROZEN, ROOT, START, Outcome, environment, shell
from tests.report.browser import Browser, chromium
from tests.report.test_browser import CLASHES
from wargame.core.calendar import Calendar
from wargame.world.scenario.file import load_scenario

CASE = "incident_event_log.csv"
NASTY = ["<script>alert(1)</script>", "=cmd|' /C calc'!A0", '"><img src=x onerror=alert(1)>', "voice: {x: &a *b} # no", "声\u202e訳"]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are written where the command is given."""
    monkeypatch.chdir(tmp_path)


def volumes(path: Path, days: int = 800, services: tuple[str, ...] = ("voice",)) -> Path:
    """Daily volumes with a season and noise."""
    rng = np.random.default_rng(1)
    lines = ["date,service,volume"]
    for day in range(days):
        date = dt.date(2024, 1, 1) + dt.timedelta(days=day)
        for name in services:
            cell = '"' + name.replace('"', '""') + '"'
            lines.append(f"{date},{cell},{3000 * (0.3 if date.weekday() > 4 else 1) * (1 + 0.05 * rng.standard_normal()):.0f}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def incidents(path: Path, count: int = 200, components: tuple[str, ...] = ("telephony", "identity")) -> Path:
    """Incidents of some components."""
    rng = np.random.default_rng(2)
    lines, start = ["opened_at,resolved_at,component,severity"], dt.datetime(2024, 1, 1)
    for n in range(count):
        start += dt.timedelta(minutes=int(rng.exponential(4_000)))
        cell = '"' + components[n % len(components)].replace('"', '""') + '"'
        lines.append(f"{start},{start + dt.timedelta(minutes=1 + int(rng.exponential(60)))},{cell},{1 + n % 4 // 2}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def loaded(path: str) -> object:
    """A scenario that a fit wrote, read as a run reads it."""
    return load_scenario(path, "GBP", Calendar(dt.date(2027, 1, 1)).instant)


def test_the_event_log_as_it_is_gives_repair_laws_by_priority_and_no_rate(shared: Path, command: Command) -> None:
    done = command("fit", shared / "cases" / CASE)
    assert done.code == 0, done
    for priority in ("1 - Critical", "2 - High", "3 - Moderate", "4 - Low"):
        assert re.search(rf"priority {priority}: rate not estimable \(3 days\); needs 28 days; repair (Weibull|lognormal|gamma), median ", done.out)
    assert "5,998 rows with 890 different values of number" in done.out and "day first" in done.out
    assert done.err == "" and "left out: 29 – closed, but resolved_at is empty" in done.out
    page = Path("incident_event_log.fit.html").read_text(encoding="utf-8")
    assert page.count("not estimable (3 days)") >= 12  # rate, weekdays and months of each priority
    assert "closed, but resolved_at is empty" in page and "29" in page
    scenario = Path("incident_event_log.fit.yaml").read_text(encoding="utf-8")
    assert loaded("incident_event_log.fit.yaml").inputs.components == {}  # type: ignore[attr-defined]
    # With a rate put in by hand, and the signs of comment taken away, the laws are part of the scenario.
    Path("mended.yaml").write_text(re.sub("^  # ", "  ", scenario.replace("components: {}", "components:"), flags=re.M), encoding="utf-8")
    mended = loaded("mended.yaml")
    assert len(mended.inputs.components) == 4 and all(one.repair.kind == "weibull" for one in mended.inputs.components.values())  # type: ignore[attr-defined]


def test_a_judged_rate_makes_the_laws_playable(shared: Path, command: Command) -> None:
    data = json.loads(command("fit", shared / "cases" / CASE, "--rate", "2 per month", "--json").out)
    components = loaded(data["scenario"]).inputs.components  # type: ignore[attr-defined]
    assert [one.marked for one in components.values()] == ["judged"] * 4 and "only this is fitted: repair" in components["priority 2 - High"].source
    assert [each["rate"]["value"] for each in data["files"][0]["incidents"]] == [None] * 4
    assert [each["ended"] for each in data["files"][0]["incidents"]] == [15, 33, 729, 84]


def test_what_a_fit_writes_is_what_a_run_reads(tmp_path: Path, command: Command) -> None:
    base = FROZEN / "perfect-storm.yaml"
    table = incidents(tmp_path / "incidents.csv", components=("telephony",))
    done = command("fit", volumes(tmp_path / "volumes.csv"), table, "-o", "fitted.yaml", "--based-on", base)
    assert done.code == 0, done
    scenario = loaded("fitted.yaml")
    voice = scenario.inputs.services["voice"]  # type: ignore[attr-defined]
    demand = voice.demand
    assert demand.marked == "fitted" and re.fullmatch(r"volumes.csv, 800 rows, 2024-01-01 to 2026-03-10, sha256 [0-9a-f]{16}", demand.source)
    # What the base says that it needs it goes on to need, and of what was fitted what stands for that.
    assert voice.needs[-2:] == ["telephony, severity 1", "telephony, severity 2"] and {"telephony", "identity"} <= set(voice.needs[:-2])
    components = scenario.inputs.components  # type: ignore[attr-defined]
    fitted = components["telephony, severity 1"]
    assert (fitted.fault, fitted.detection) == (components["telephony"].fault, components["telephony"].detection)
    assert components["telephony"].outages.num == 0 and fitted.detection is not None and components["identity"].outages.num > 0
    ran = command(
        "run", FROZEN / "customer-care.md", "-s", "fitted.yaml", "--futures", "64", "--workers", "1", "--postings", "0", "--readings", "base"
    )
    assert ran.code == 0, ran
    inputs = json.loads(Path("reports/customer-care/summary.json").read_text(encoding="utf-8"))
    fitted = {row["what"] for row in inputs["assumptions"] if row["marked"] == "fitted"}
    assert all("sha256" in row["source"] for row in inputs["assumptions"] if row["marked"] == "fitted")
    # Nothing is called fitted but what a file of volumes or incidents tells.
    assert "services: voice: demand: growth" in fitted and "components: telephony, severity 1: repair" in fitted
    assert all(what.startswith(("services: voice: demand: ", "components: ")) and what.split(": ")[-1] != "fault" for what in fitted)


def test_a_season_of_arrivals_is_played_where_there_is_one(tmp_path: Path, command: Command) -> None:
    rng = np.random.default_rng(6)
    starts = [dt.datetime(2022, 1, 1) + dt.timedelta(minutes=int(minutes)) for minutes in np.sort(rng.uniform(0, 3 * 365 * 1440, 900))]
    kept = [start for n, start in enumerate(starts) if start.month in (11, 12, 1) or n % 3 == 0]
    rows = [f"{start},{start + dt.timedelta(minutes=1 + int(rng.exponential(60)))},telephony" for start in kept]
    (tmp_path / "i.csv").write_text("\n".join(["start,end,component", *rows]) + "\n", encoding="utf-8")
    assert command("fit", tmp_path / "i.csv").code == 0
    scenario = loaded("i.fit.yaml")
    (shock,) = scenario.shocks  # type: ignore[attr-defined]
    weights = [weight.num / weight.den for weight in shock.inputs.arrives.season]
    assert scenario.inputs.components["telephony"].outages is None and shock.inputs.marked == "fitted"  # type: ignore[attr-defined]
    assert min(weights[0], weights[10], weights[11]) > 1.5 * max(weights[1:10])
    # Without a season arrivals are everyday outages.
    rows = [f"{start},{start + dt.timedelta(minutes=5 + n % 50)},telephony" for n, start in enumerate(starts)]
    (tmp_path / "i.csv").write_text("\n".join(["start,end,component", *rows]) + "\n", encoding="utf-8")
    assert command("fit", tmp_path / "i.csv").code == 0
    assert loaded("i.fit.yaml").shocks == () and loaded("i.fit.yaml").inputs.components["telephony"].outages is not None  # type: ignore[attr-defined]


def test_a_fit_depends_on_the_file_alone(tmp_path: Path) -> None:
    table = volumes(tmp_path / "volumes.csv", 200)
    written = []
    for zone, seed in (("UTC", "1"), ("Asia/Tokyo", "2")):
        folder = tmp_path / seed
        folder.mkdir()
        assert shell("fit", table, cwd=folder, env={"TZ": zone, "PYTHONHASHSEED": seed}).code == 0
        written.append([(path.name, path.read_bytes()) for path in sorted(folder.iterdir())])
    assert written[0] == written[1] and len(written[0]) == 2


def test_the_page_asks_nothing_of_anybody_and_escapes_everything(tmp_path: Path, command: Command) -> None:
    done = command("fit", volumes(tmp_path / "v.csv", 200, tuple(NASTY)), incidents(tmp_path / "i.csv", 300, tuple(NASTY)), "-o", "x.yaml")
    assert done.code == 0, done
    page = Path("x.html").read_text(encoding="utf-8")
    assert "<script" not in page.casefold() and "<img" not in page and "onerror=alert(1)&gt;" in page
    assert 'http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;' in page or "default-src 'none'" in page
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!#)""", page) and "@import" not in page and "url(http" not in page
    scenario = loaded("x.yaml")
    assert set(scenario.inputs.services) == {" ".join(name.split()) for name in NASTY}  # type: ignore[attr-defined]
    assert len(page.encode()) <= 3_000_000


@pytest.mark.skipif(chromium() is None, reason="no browser here")
@pytest.mark.parametrize("width", [1250, 390])
def test_the_page_opens_with_the_network_off(width: int, tmp_path: Path, command: Command) -> None:
    assert command("fit", volumes(tmp_path / "v.csv", 800, tuple(NASTY[:2])), incidents(tmp_path / "i.csv"), "-o", "x.yaml").code == 0
    with Browser() as browser:
        browser.open(tmp_path / "x.html", width)
        asked = {event["request"]["url"].split(":")[0] for event in browser.noted("Network.requestWillBeSent")}
        assert asked <= {"file", "data"} and not browser.noted("Runtime.exceptionThrown", "Log.entryAdded")
        assert browser.evaluate("document.documentElement.scrollWidth") <= width
        assert browser.evaluate("document.querySelectorAll('svg').length") == 2 * 3 + 4 * 2
        assert browser.evaluate(CLASHES) == ""
        ids = browser.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
        assert len(ids) == len(set(ids))


def test_a_page_that_would_be_too_large_has_fewer_charts(tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wargame.report.fit.page.MOST_BYTES", 60_000)
    assert command("fit", volumes(tmp_path / "v.csv", 200, ("a", "b", "c", "d"))).code == 0
    page = Path("v.fit.html").read_text(encoding="utf-8")
    assert len(page.encode()) <= 60_000 and 0 < page.count("<svg") < 12
    assert re.search(r"Charts are drawn for the first [13] only", page)


@pytest.mark.slow
def test_the_page_stays_small_whatever_there_is(tmp_path: Path, command: Command) -> None:
    assert command("fit", volumes(tmp_path / "v.csv", 300, tuple(f"queue {n}" for n in range(60)))).code == 0
    size = Path("v.fit.html").stat().st_size
    print(f"60 services: {size:,} bytes")
    assert size <= 3_000_000


def test_nothing_but_a_fit_is_written_over(tmp_path: Path, command: Command) -> None:
    table = volumes(tmp_path / "v.csv", 60)
    for name in ("v.fit.yaml", "v.fit.html"):
        Path(name).write_text("mine\n", encoding="utf-8")
        done = command("fit", table)
        assert (done.code, Path(name).read_text(encoding="utf-8")) == (2, "mine\n") and ": X070: " in done.err
        Path(name).unlink()
    assert command("fit", table).code == 0 and command("fit", table).code == 0


def test_a_fit_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    table = volumes(tmp_path / "v.csv", 60)
    done = shell("fit", table, "-o", "/dev/full/x.yaml", cwd=tmp_path)
    assert done.code == 3 and "cannot be written" in done.err and "Traceback" not in done.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--rate", "often"), "X071"),
        (("--rate", "2 per day"), "X071"),
        (("--from", "2026-02-01", "--to", "2026-01-01"), "--from must not lie after --to"),
        (("--volume", "volum"), 'did you mean "volume"?'),
        (("--kind", "incidents"), "need a column for the end"),
        (("-o", "a.html", "--page", "a.html"), "need two names"),
        (("--name", "  "), "--name is blank"),
        (("--based-on", "nowhere.yaml"), "nowhere.yaml: F001: there is no such file"),
        (("--based-on", "."), "F002: this is a directory"),
        (("-o", "."), "names a folder"),
        (("-o", "x" * 300 + ".yaml"), "cannot be the name of a file"),
    ],
)
def test_wishes_that_cannot_be_are_refused(words: tuple[str, ...], says: str, tmp_path: Path, command: Command) -> None:
    done = command("fit", volumes(tmp_path / "v.csv", 60), *words)
    assert done.code == 2 and says in done.err and [path.name for path in Path().iterdir()] == ["v.csv"]


def test_what_is_no_file_is_refused_at_once(tmp_path: Path, command: Command) -> None:
    os.mkfifo("pipe.csv")
    Path("huge.csv").touch()
    os.truncate("huge.csv", 1 << 30)
    for name, code in (("nothing.csv", "F001"), (".", "F002"), ("pipe.csv", "F002"), ("huge.csv", "F004")):
        done = command("fit", name)
        assert done.code == 2 and f"{name}: {code}: " in done.err, done
    assert "the limit is 500,000,000" in done.err


def test_a_column_that_is_named_need_be_in_one_file_only(tmp_path: Path, command: Command) -> None:
    table = incidents(tmp_path / "i.csv")
    table.write_text(table.read_text(encoding="utf-8").replace("severity", "class"), encoding="utf-8")
    done = command("fit", volumes(tmp_path / "v.csv", 60), table, "--severity", "class")
    assert done.code == 0 and "telephony, class 2: rate" in done.out and "voice: level" in done.out
    done = command("fit", tmp_path / "v.csv", table, "--severity", "klass")
    assert done.code == 2 and "there is no column 'klass' (--severity)" in done.err


def test_one_figure_is_fitted_to_one_file(tmp_path: Path, command: Command) -> None:
    done = command("fit", volumes(tmp_path / "a.csv", 60), volumes(tmp_path / "b.csv", 60))
    assert done.code == 2 and "T011" in done.err and "'voice' is in" in done.err


def peak(table: Path) -> tuple[int, Outcome]:
    """Peak memory in bytes of fitting a table, in a process of its own."""
    # What the kernel says of this program alone: the usual count goes on from that of the process that started it.
    told = "[line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')][0]"
    code = f"import atexit; atexit.register(lambda: print('peak', {told})); {START}"
    done = subprocess.run([sys.executable, "-P", "-c", code, "fit", str(table), "--json"], env=environment(ROOT), capture_output=True, text=True)
    return int(done.stdout.rsplit("peak", 1)[1]) * 1024, Outcome(done.returncode, done.stdout, done.stderr)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["volumes", "incidents"])
def test_a_million_rows_take_little_more_memory_than_a_thousand(kind: str, tmp_path: Path) -> None:
    """Volumes by the hour of ten services; an event log of half a million incidents with two rows each."""
    rng = np.random.default_rng(1)

    def write(path: Path, rows: int) -> Path:
        with path.open("w", encoding="utf-8") as file:
            if kind == "volumes":
                file.write("timestamp,queue,calls\n")
                calls = rng.integers(0, 400, rows).tolist()
                for row in range(rows):
                    when = dt.datetime(2015, 1, 1) + dt.timedelta(hours=row // 10)
                    file.write(f"{when:%Y-%m-%d %H:%M},queue {row % 10},{calls[row]}\n")
                return path
            file.write("number,opened_at,resolved_at,priority,state\n")
            start, length = np.cumsum(rng.exponential(15, rows // 2)).tolist(), rng.lognormal(4, 1.2, rows // 2).tolist()
            for n in range(rows // 2):
                opened = dt.datetime(2010, 1, 1) + dt.timedelta(minutes=int(start[n]))
                for end, state in (("", "New"), (f"{opened + dt.timedelta(minutes=1 + int(length[n])):%d/%m/%Y %H:%M}", "Closed")):
                    file.write(f"INC{n},{opened:%d/%m/%Y %H:%M},{end},{1 + n % 4},{state}\n")
        return path

    small, _ = peak(write(tmp_path / "small.csv", 20_000))
    large, done = peak(write(tmp_path / "large.csv", 1_000_000))
    print(f"{kind}: {small / 1e6:.0f} MB for 20,000 rows, {large / 1e6:.0f} MB for 1,000,000")
    assert done.code == 0, done.err[-2000:]
    assert '"rows": 1000000' in done.out
    assert large < 500e6 and large - small < 150e6


def test_weeks_that_are_never_followed_by_one_that_is_known_have_no_chart_of_what_persists(command: Command) -> None:
    days = [dt.date(2024, 1, 1) + dt.timedelta(days=n) for n in range(800)]
    Path("gaps.csv").write_text("date,volume\n" + "".join(f"{day},{500 + day.day}\n" for n, day in enumerate(days) if n % 13), encoding="utf-8")
    assert command("fit", "gaps.csv").code == 0
    loaded("gaps.fit.yaml")


def test_incidents_of_ten_thousand_years_are_a_mistyped_date(command: Command) -> None:
    rows = "0001-01-01 00:00,0001-01-01 05:00\n9999-12-01 00:00,9999-12-01 09:00\n"
    Path("ages.csv").write_text("start,end\n" + rows, encoding="utf-8")
    found = command("fit", "ages.csv")
    assert found.code == 2 and "mistyped" in found.err and "T004" in found.err


def test_an_interval_is_told_in_the_unit_of_its_rate(tmp_path: Path, command: Command) -> None:
    """A rate below one in five months is told by the year, and so are its ends."""
    often = [f"2020-{month:02d}-{day:02d} 10:00,2020-{month:02d}-{day:02d} 11:00,telephony" for month in range(1, 13) for day in (3, 9, 17)]
    seldom = [f"{year}-06-15 10:00,{year}-06-15 1{year % 10}:30,identity" for year in range(2013, 2020)]
    Path("rare.csv").write_text("\n".join(["opened,resolved,component", *seldom, *often]) + "\n", encoding="utf-8")
    command("fit", "rare.csv", "--out", "rare.yaml")
    told = re.findall(r"outages: ([\d.]+) per (\w+)   # \[([\d.]+), ([\d.]+)\]$", Path("rare.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    assert {unit for _, unit, _, _ in told} == {"month", "year"}
    assert all(float(low) < float(rate) < float(high) for rate, _, low, high in told)
