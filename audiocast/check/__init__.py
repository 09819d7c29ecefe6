"""Would every player take the show as it lies in the output folder, or as it is published?

`rules` has the rules, one line each; the functions that they name look at what `material` reads, with means of their
own: nothing that wrote a file is asked whether it is right. `place` looks at what is published, over HTTP.
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
