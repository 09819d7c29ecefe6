"""Remove the files of episodes that were corrected or withdrawn, once no feed names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast import clock
from audiocast.publishing import catalog, corrections, journal, record_names, withdrawals

if TYPE_CHECKING:
    from pathlib import Path

    from audiocast.model.episode import Episode
    from audiocast.publishing.catalog import Catalog


def forget(episode: Episode, output: Path) -> None:
    """Remove an episode's record, after its files were written to the journal.

    Raises:
        PublishError: It can't be removed.
    """
    names = [file.filename for file in catalog.files(episode)]
    journal.note(output, record_names.record_name(episode.id), names)
    catalog.forget(episode, output)


def sweep(after: Catalog, output: Path, *, keep_days: float) -> None:
    """Retire the files of episodes that were made again, and remove those of withdrawn ones.

    What a run that was broken off left to do is done as well.

    Args:
        after: What is published now.
        output: The output folder.
        keep_days: How long the old files of a changed article stay.

    Raises:
        PublishError: A file can't be removed, or the folder can't be written.
    """
    if after.problems:
        return  # which files are named by the records that can't be read is not known
    alive = {file.filename for episode in after.episodes.values() for file in catalog.files(episode)}
    records = set(map(record_names.record_name, after.episodes))
    noted = {record: names - alive for record, names in journal.noted(output).items()}
    gone = {record: names for record, names in noted.items() if record not in records}
    withdrawals.update(output, gone, records=records)
    corrections.retire(
        output,
        {name: record for record, names in noted.items() for name in names},
        alive=alive,
        moment=clock.now(),
        days=keep_days,
        withdrawn=gone,
    )
    journal.clear(output)
