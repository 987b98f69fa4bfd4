"""What Word and Excel files have in common: they are ZIP archives, whose members carry the time of day unless they are written again without it."""

from __future__ import annotations

import io
import zipfile

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment a ZIP archive can name


def settled(archive: bytes) -> bytes:
    """The same archive with every member at the same moment and by the same maker, in the same order."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, EPOCH)
            member.compress_type, member.create_system, member.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            new.writestr(member, old.read(name))
    return out.getvalue()
