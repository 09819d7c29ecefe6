"""How does the output folder get to a player on this machine, or to a phone in the same network?

Over HTTP, with all that players ask for: ranges, validators, media types. What makes an answer is in `answer`, which
file an address means in `folder`, what the server puts up with in `listening`.

A feed names its media by full addresses, made from `base_url` in show.toml. Served elsewhere (at this machine's address
in the local network, under a secret path, behind a tunnel) those would lead to a place that does not answer. So feeds,
pages and chapters are sent with the addresses of the files in the folder rewritten to the place where they were asked
for. The same file asked for at the same place gives the same bytes and the same ETag; what is in the folder is not
changed, and addresses of anything else stay as they are. `addresses` does that.
"""

from __future__ import annotations

from audiocast.publishing.serve.listening import listen, local_address, run, url_of
from audiocast.publishing.serve.secret import keep_secret

__all__ = ["keep_secret", "listen", "local_address", "run", "url_of"]
