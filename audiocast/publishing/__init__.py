"""Everything in the output folder: catalog, feeds, pages, pictures, transcripts; uploading and serving it."""
