"""Readers: one module for each format of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast import lazy

__all__ = [
    "address_list",
    "archive",
    "body",
    "book_notes",
    "book_package",
    "category_document",
    "category_sections",
    "docx",
    "docx_styles",
    "docx_text",
    "epub",
    "feed",
    "feed_entry",
    "front_matter",
    "html",
    "json_feed",
    "mail",
    "mail_furniture",
    "mail_threads",
    "mailbox_file",
    "markdown",
    "markdown_dialects",
    "pdf",
    "pdf_layout",
    "saved_links",
]

if TYPE_CHECKING:
    from audiocast.sources.readers import (
        address_list,
        archive,
        body,
        book_notes,
        book_package,
        category_document,
        category_sections,
        docx,
        docx_styles,
        docx_text,
        epub,
        feed,
        feed_entry,
        front_matter,
        html,
        json_feed,
        mail,
        mail_furniture,
        mail_threads,
        mailbox_file,
        markdown,
        markdown_dialects,
        pdf,
        pdf_layout,
        saved_links,
    )
else:
    __getattr__ = lazy.attach(__name__, __all__)
