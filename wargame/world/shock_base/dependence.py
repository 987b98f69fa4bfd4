"""What depends on what: the order in which shocks are drawn, and circles in which things wait for each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from heapq import heappop, heappush

from wargame.world.shock_base.base import Shock

_SHOWN = 8  # names of a circle


def ordered_shocks(shocks: Iterable[Shock]) -> tuple[tuple[Shock, ...], tuple[str, ...]]:
    """The shocks, each after those on which its arrivals depend, otherwise as they stand; and the first circle, empty where there is none."""
    by_name = {shock.name: shock for shock in shocks}
    names = list(by_name)
    at = {name: i for i, name in enumerate(names)}
    waits = {name: {parent for parent in shock.inputs.arrives.parents if parent in by_name} for name, shock in by_name.items()}
    followers: dict[str, list[str]] = {name: [] for name in names}
    for name in names:
        for parent in waits[name]:
            followers[parent].append(name)
    found: list[str] = []
    ready = [at[name] for name in names if not waits[name]]
    while ready:
        name = names[heappop(ready)]
        found.append(name)
        for follower in followers[name]:
            waits[follower].remove(name)
            if not waits[follower]:
                heappush(ready, at[follower])
    left = [name for name in names if waits[name]]
    circle = next(circles({name: tuple(by_name[name].inputs.arrives.parents) for name in left}), ())
    return tuple(by_name[name] for name in (*found, *left)), circle


def circles(needs: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Circles, each by the first name in it that the mapping lists; however long a chain of needs is, it is not walked by recursion."""
    seen: set[str] = set()
    for start in needs:
        path = {} if start in seen else {start: iter(needs[start])}
        while path:
            name, rest = next(reversed(path.items()))
            need = next(rest, None)
            if need is None:
                path.popitem()
                seen.add(name)
            elif need in path:
                names = list(path)
                yield tuple(names[names.index(need) :])
            elif need in needs and need not in seen:
                path[need] = iter(needs[need])


def circle_words(circle: tuple[str, ...]) -> str:
    """`a → b → a`; of a long circle the first names and the last."""
    shown = circle if len(circle) <= _SHOWN else (*circle[: _SHOWN - 2], f"{len(circle) - _SHOWN + 1} more", circle[-1])
    return " → ".join((*shown, circle[0]))
