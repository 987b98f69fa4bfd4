"""What SECURITY.md says of the program: it reaches no network, starts no program, and executes nothing that it reads."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.harness import SOUND, WORLD, environment

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "wargame").rglob("*.py"))
REACHING = {  # modules by which a program reaches others, or runs what it was given
    *("socket", "ssl", "http", "urllib", "urllib3", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "poplib", "imaplib", "telnetlib", "xmlrpc"),
    *("asyncio", "socketserver", "webbrowser", "subprocess", "pty", "ctypes", "pickle", "shelve", "marshal", "dill", "code", "runpy"),
}
RUNNING = {"eval", "exec", "compile", "__import__"}
ALLOWED = {"report/files/manifest.py": {"socket"}}  # for the machine's own name
UNSAFE = {"unsafe_load", "full_load", "load", "load_all", "UnsafeLoader", "FullLoader", "Loader", "read_pickle"}  # of yaml and pandas
# What the interpreter tells of a program that reaches out (sys.addaudithook); one that does is stopped.
LISTENING = """
import sys
FAR = ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname", "subprocess.Popen", "os.system", "os.exec",
       "os.posix_spawn", "os.fork", "pickle.find_class", "urllib.Request", "webbrowser.open")
def hear(event, arguments):
    if event in FAR and not (event == "subprocess.Popen" and list(arguments[1]) == ["uname", "-p"]):  # Python's platform, for the manifest
        raise SystemError(f"the program reached out: {event} {arguments!r}"[:300])
sys.addaudithook(hear)
from wargame.cli import main
main()
"""


def reaching(source: str) -> set[str]:
    """The names in a module by which it could reach out, or run what it reads."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names} & REACHING
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found |= {(node.module or "").split(".")[0]} & REACHING
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RUNNING:
            found.add(node.func.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            what = f"{node.value.id}.{node.attr}"
            if (node.value.id in ("yaml", "pd", "pandas") and node.attr in UNSAFE) or re.fullmatch(r"os\.(system|popen|exec\w*|spawn\w*|fork)", what):
                found.add(what)
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT / "wargame").as_posix())
def test_a_module_reaches_out_for_nothing(module: Path) -> None:
    name = module.relative_to(ROOT / "wargame").as_posix()
    assert reaching(module.read_text(encoding="utf-8")) == ALLOWED.get(name, set()), "SECURITY.md promises that there is no such thing"


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("import urllib.request", "urllib"),
        ("from http import client", "http"),
        ("import subprocess as s", "subprocess"),
        ("x = eval('1')", "eval"),
        ("x = yaml.load(text)", "yaml.load"),
        ("x = pd.read_pickle(path)", "pd.read_pickle"),
        ("os.system('true')", "os.system"),
        ("from pickle import loads", "pickle"),
    ],
)
def test_what_would_reach_out_is_seen(line: str, what: str) -> None:
    assert reaching(line) == {what}


@pytest.mark.parametrize("line", ["import os\nos.replace(a, b)", "x = re.compile('a')", "x = yaml.parse(text)", "from .http import x", "import json"])
def test_what_reads_and_writes_is_left_alone(line: str) -> None:
    assert reaching(line) == set()


@pytest.mark.parametrize(
    "words", [["check", "draft.md", "-s", "world.yaml"], ["run", "draft.md", "-s", "world.yaml", "--futures", "32", "--workers", "1"]]
)
def test_a_command_reaches_nothing_beyond_its_files(words: list[str], tmp_path: Path) -> None:
    """Heard by the interpreter itself: no connection, no other program, nothing unpickled, by us or by any package that we use."""
    (tmp_path / "draft.md").write_text(SOUND, encoding="utf-8")
    (tmp_path / "world.yaml").write_text(WORLD, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-P", "-c", LISTENING, *words],
        cwd=tmp_path, env=environment(ROOT), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and "reached out" not in done.stderr, done.stderr[-2_000:]
    assert (tmp_path / "draft" / "report.html").exists() or words[0] == "check" or any(tmp_path.rglob("report.html"))


def test_the_listener_hears_what_reaches_out(tmp_path: Path) -> None:
    planted = LISTENING.replace("from wargame.cli import main\nmain()", "import socket\nsocket.socket().connect(('127.0.0.1', 9))")
    done = subprocess.run([sys.executable, "-P", "-c", planted], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0 and "the program reached out: socket.connect" in done.stderr


def test_templates_escape_what_they_are_given() -> None:
    """Two environments, both with escaping; what is marked safe is our own style, script and drawings."""
    made = {
        module.relative_to(ROOT).as_posix(): re.findall(r"jinja2\.Environment\((.*?)\)\n", text, re.DOTALL)
        for module in MODULES
        if "jinja2.Environment" in (text := module.read_text(encoding="utf-8"))
    }
    assert set(made) == {"wargame/report/page/html.py", "wargame/report/fit/page.py"}
    assert all("autoescape=True" in one for calls in made.values() for one in calls)
    safe = {
        found for template in (ROOT / "wargame").rglob("*.j2") for found in re.findall(r"\{\{ ([^}]*?) \| safe", template.read_text(encoding="utf-8"))
    }
    assert safe == {"style", "script", '"th scope=row"', "one.drawing", "chart.inline"}
