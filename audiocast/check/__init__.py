"""Check an output folder, or a published feed, against the rules of players and directories.

`rules` lists the rules. The functions are in `channel`, `files`, `media`, `timeline`, `speech`, `spoken` and `remote`,
and take what `material` reads. The modules `rss`, `id3`, `mpeg`, `sound` and `timed` read files with code that shares
nothing with the code that writes them, so that a mistake of the writer is found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast import lazy

__all__ = [
    "FEED",
    "Problem",
    "Report",
    "Status",
    "Verdict",
    "channel",
    "check",
    "doctor",
    "files",
    "id3",
    "material",
    "media",
    "mpeg",
    "picture",
    "remote",
    "remote_rules",
    "rss",
    "rules",
    "run",
    "sound",
    "speech",
    "spoken",
    "timed",
    "timeline",
    "verdict",
]

if TYPE_CHECKING:
    from audiocast.check import (
        channel,
        doctor,
        files,
        id3,
        material,
        media,
        mpeg,
        picture,
        remote,
        remote_rules,
        rss,
        rules,
        run,
        sound,
        speech,
        spoken,
        timed,
        timeline,
        verdict,
    )
    from audiocast.check.material import FEED
    from audiocast.check.run import Report, check
    from audiocast.check.verdict import Problem, Status, Verdict
else:
    __getattr__ = lazy.attach(
        __name__,
        __all__,
        {
            "FEED": "material",
            "Problem": "verdict",
            "Report": "run",
            "Status": "verdict",
            "Verdict": "verdict",
            "check": "run",
        },
    )
