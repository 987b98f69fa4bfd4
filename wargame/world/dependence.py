"""What depends on what: the order in which shocks are drawn, and circles in which things wait for each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wargame.world.shock import Shock


def ordered_shocks(shocks: Iterable[Shock]) -> tuple[tuple[Shock, ...], tuple[str, ...]]:
    """The shocks, each after those on which its arrivals depend, otherwise as they stand; and the first circle, empty where there is none."""
    by_name = {shock.name: shock for shock in shocks}
    waits = {name: tuple(parent for parent in shock.inputs.arrives.parents if parent in by_name) for name, shock in by_name.items()}
    found: list[str] = []
    left = list(by_name)
    while left:
        ready = next((name for name in left if all(parent in found for parent in waits[name])), None)
        if ready is None:
            return tuple(by_name[name] for name in (*found, *left)), next(iter(circles({name: waits[name] for name in left})), ())
        found.append(ready)
        left.remove(ready)
    return tuple(by_name[name] for name in found), ()


def circles(needs: Mapping[str, tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Every circle once, by the first name in it that the mapping lists."""
    found: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for start in needs:
        path: list[str] = []
        _walk(start, needs, path, seen, found)
    return found


def _walk(name: str, needs: Mapping[str, tuple[str, ...]], path: list[str], seen: set[str], found: list[tuple[str, ...]]) -> None:
    if name in path:
        found.append(tuple(path[path.index(name) :]))
        return
    if name in seen or name not in needs:
        return
    path.append(name)
    for need in needs[name]:
        _walk(need, needs, path, seen, found)
    path.pop()
    seen.add(name)
