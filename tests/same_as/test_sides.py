"""Two trees in a small repository: each runs its own code, the other one is taken away again, and what cannot be compared is refused."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.same_as.commands import COMMANDS, Command, named
from tests.same_as.inputs import OWN, choose, differing
from tests.same_as.played import Played, play_all
from tests.same_as.trees import OURS, THEIRS, Tree, Trouble, assert_own_code, differs_in_code, git, other_tree, this_tree

ROOT = Path(__file__).resolve().parents[2]
# A program that reads its draft, refuses words that it does not know, and writes what it makes of the rest. `--slow` waits.
PROGRAM = """
import json, sys, time
from pathlib import Path
def main():
    words = sys.argv[1:]
    if "--slow" in words:
        time.sleep(60)
    text = Path("contracts/a.md").read_text()
    if "KNOWN" not in text:
        sys.exit(2)
    if words[0] == "run":
        out = Path(words[words.index("--out") + 1])
        (out / "summary.json").write_text(json.dumps({"value": VALUE, "draft": text}))
    print(json.dumps({"asked": words[0]}))
"""
RUN = Command("small", ("run", "contracts/a.md"))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A project at its first commit."""
    root = tmp_path / "project"
    for folder in ("wargame", "contracts", "scenarios"):
        (root / folder).mkdir(parents=True)
    (root / "scenarios" / "s.yaml").write_text("name: s\n")
    (root / "wargame" / "__init__.py").write_text("")
    (root / "wargame" / "__main__.py").write_text("from wargame.cli import main\nmain()\n")
    commit(root, "first", "1", "plain", draft="plain")
    return root


def commit(root: Path, message: str, value: str, known: str, draft: str) -> None:
    """Write the program and the draft, and commit them."""
    (root / "wargame" / "cli.py").write_text(PROGRAM.replace("VALUE", value).replace("KNOWN", known))
    (root / "contracts" / "a.md").write_text(draft)
    if not (root / ".git").exists():
        git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--allow-empty", "--message", message)


def worktrees(root: Path) -> int:
    """How many worktrees git knows."""
    return len(git(root, "worktree", "list").splitlines())


def test_each_side_plays_its_own_code_and_the_other_tree_goes(repository: Path, tmp_path: Path) -> None:
    commit(repository, "second", "2", "plain", "plain")
    stage, kept = tmp_path / "stage", tmp_path / "kept"
    ours, played = this_tree(repository), Played()
    with other_tree(repository, "HEAD~1") as theirs:
        trees = {OURS: ours, THEIRS: theirs}
        assert worktrees(repository) == 2 and differs_in_code(ours, theirs) == ["wargame/cli.py"]
        homes = [assert_own_code(tree, tmp_path) for tree in trees.values()]
        assert homes == [str(ours.folder / "wargame"), str(theirs.folder / "wargame")]
        chosen = {RUN.name: choose(RUN, THEIRS, trees, stage)}
        play_all([RUN], trees, chosen, 2, False, kept, stage, lambda words: None, played)
    assert worktrees(repository) == 1 and not theirs.folder.exists() and not stage.exists()
    assert [(kept / side / "small" / "summary.json").read_text()[:11] for side in (OURS, THEIRS)] == ['{"value": 2', '{"value": 1']
    assert (kept / OURS / "small" / "exit codes").read_text() == "small: 0\ncheck --json: 0\n"
    assert {len(turns) for turns in played.turns["small"].values()} == {2} and not played.unsteady and not played.in_vain
    assert all(turn.peak > 5 and turn.cpu > 0 for turns in played.turns["small"].values() for turn in turns)
    played.write(kept)
    assert Played.read(kept) == played


def test_what_is_not_the_same_twice_and_what_has_no_result_is_told(repository: Path, tmp_path: Path) -> None:
    commit(repository, "second", "time.time_ns()", "plain", "plain")
    played = Played()
    vain = Command("vain", ("run", "contracts/a.md"), then=(("explain",),))
    with other_tree(repository, "HEAD~1") as theirs:
        trees = {OURS: this_tree(repository), THEIRS: theirs}
        chosen = {name: choose(RUN, THEIRS, trees, tmp_path / "stage") for name in ("small", "vain")}
        for tree in trees.values():
            program = tree.folder / "wargame" / "cli.py"
            program.write_text(program.read_text() + "    sys.exit(2 * (words[0] == 'explain'))\n")
        play_all([RUN, vain], trees, chosen, 2, False, tmp_path / "kept", tmp_path / "stage", lambda words: None, played)
    assert played.unsteady == ["small/summary.json, ours, round 2", "vain/summary.json, ours, round 2"]
    assert played.in_vain == ["vain: explain --json"]


def test_a_tree_that_imports_another_is_refused(repository: Path, tmp_path: Path) -> None:
    tree = this_tree(repository)
    bare = tmp_path / "bare"
    bare.mkdir()
    with pytest.raises(Trouble, match="imports"):
        assert_own_code(tree._replace(folder=bare), ROOT)
    with pytest.raises(Trouble, match="is not at commit"):
        assert_own_code(tree._replace(commit="0" * 40), tmp_path)
    (repository / "wargame" / "cli.py").write_text("import nothing_of_the_kind\n")
    with pytest.raises(Trouble, match="fails in the working tree"):
        assert_own_code(tree, tmp_path)


def test_a_tree_says_what_it_is(repository: Path) -> None:
    (repository / "new.txt").write_text("x")
    tree = this_tree(repository)
    assert tree.words == f"the working tree, commit {tree.commit[:12]} and 1 changed file"
    assert Tree(THEIRS, repository, "1" * 40).words == "commit 111111111111"


def test_an_unknown_commit_is_refused(repository: Path) -> None:
    with pytest.raises(Trouble, match="no commit"), other_tree(repository, "nowhere"):
        pytest.fail("there is no such commit")
    assert worktrees(repository) == 1


def test_inputs_are_the_other_commits_unless_one_program_refuses_them(repository: Path, tmp_path: Path) -> None:
    def chosen(first: str) -> tuple[str, str]:
        with other_tree(repository, "HEAD~1") as theirs:
            trees = {OURS: this_tree(repository), THEIRS: theirs}
            assert differing(trees) == ["contracts/a.md"]
            found = choose(RUN, first, trees, tmp_path / "stage")
            assert found.folder(OURS, trees) == trees[OURS if found.whose == OWN else found.whose].folder
            return found.whose, found.why

    commit(repository, "both read either", "2", "plain", "plain, and more")
    assert chosen(THEIRS) == (THEIRS, "") and chosen(OURS) == (OURS, "")
    commit(repository, "ours reads the new only", "3", "new", "new and plain")
    assert chosen(THEIRS) == (OURS, "the program of ours refuses theirs")
    commit(repository, "neither reads the other's", "4", "other", "other")
    assert chosen(THEIRS) == (OWN, "the program of ours refuses theirs; the program of theirs refuses ours")


def test_inputs_that_are_not_there_are_taken_from_the_other_side(repository: Path, tmp_path: Path) -> None:
    (repository / "scenarios" / "new.yaml").write_text("name: new\n")
    command = Command("small", ("run", "contracts/a.md", "-s", "scenarios/new.yaml"))
    with other_tree(repository, "HEAD") as theirs:
        found = choose(command, THEIRS, {OURS: this_tree(repository), THEIRS: theirs}, tmp_path / "stage")
    assert (found.whose, found.why) == (OURS, "theirs lack scenarios/new.yaml")


@pytest.mark.parametrize("request_to_end", [signal.SIGINT, signal.SIGTERM])
def test_the_other_tree_goes_when_interrupted(repository: Path, tmp_path: Path, request_to_end: int) -> None:
    started = tmp_path / "started"
    code = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
from tests.same_as.trees import other_tree
from tests.same_as.turns import once
root = Path({str(repository)!r})
with other_tree(root, "HEAD") as tree:
    Path({str(started)!r}).write_text(str(tree.folder))
    once(tree, ("run", "--slow"), root, root / "out", root / "err")
"""
    process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)
    for _ in range(400):
        if started.exists() and started.read_text() and (repository / "err").exists():
            break
        time.sleep(0.02)
    os.kill(process.pid, request_to_end)
    assert process.wait(timeout=10) != 0
    assert worktrees(repository) == 1 and not Path(started.read_text()).parent.exists()


def test_the_commands_read_inputs_that_are_there() -> None:
    names = [command.name for command in COMMANDS]
    assert len(names) == len(set(names)) == 6
    for command in COMMANDS:
        assert command.inputs[0].startswith("contracts/") and all((ROOT / path).is_file() for path in command.inputs), command.name
        assert "--workers" in command.words and command.check[:2] == ("check", command.inputs[0])
    assert [command.name for command in named(["demo"])] == ["demo"] and named([]) == COMMANDS
    with pytest.raises(ValueError, match="no command is called all"):
        named(["all"])


def test_an_input_of_its_own_is_each_sides(repository: Path, tmp_path: Path) -> None:
    shutil.copytree(repository, tmp_path / "copy", ignore=shutil.ignore_patterns(".git"))
    trees = {OURS: Tree(OURS, repository, ""), THEIRS: Tree(THEIRS, tmp_path / "copy", "")}
    assert differing(trees) == []
    (tmp_path / "copy" / "contracts" / "b.md").write_text("b")
    assert differing(trees) == ["contracts/b.md"]
