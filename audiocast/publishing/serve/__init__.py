"""Serve an output folder over HTTP, for a player on this machine or in the local network.

`answer` makes the answers, `folder` finds the files, `listening` runs the server.

A feed names its files by full addresses, which begin with `base_url` of show.toml. At another place (in the local
network, under a secret path, behind a tunnel) those addresses may not work. So the addresses in feeds, pages and
chapters are replaced by those of the place at which they are requested (`addresses`). The same file at the same place
gives the same bytes and the same ETag. The files in the folder are not changed.
"""

from __future__ import annotations

from audiocast.publishing.serve.listening import listen, local_address, run, url_of
from audiocast.publishing.serve.secret import keep_secret

__all__ = ["keep_secret", "listen", "local_address", "run", "url_of"]
