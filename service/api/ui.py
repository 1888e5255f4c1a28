"""``GET /``: the chat page, or a sign of life where it is off; ``GET /docs``, and the files of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, abort, request

from service.page import Page, load_pages

if TYPE_CHECKING:
    from flask import Blueprint

    from service.services import Services

MOVED, NOT_MODIFIED = 308, 304


def add(api: Blueprint, services: Services) -> None:
    """Mount the pages."""
    pages = load_pages()
    prefix = services.settings.prefix

    def root() -> Response:
        if services.settings.chat_ui:
            # What the page asks for is named relative to it.
            if prefix and request.path == prefix:
                return _redirect(f"{prefix.rpartition('/')[2]}/")
            return _send(pages["index.html"])
        return Response(b'{"status":"ok"}', content_type="application/json")

    def docs() -> Response:
        return _send(pages["docs.html"])

    def docs_folder() -> Response:
        return _redirect("../docs")

    def static(name: str) -> Response:
        page = pages.get(name)
        if page is None:
            abort(404)
        return _send(page)

    api.add_url_rule("/", "root", root)
    api.add_url_rule("/docs", "docs", docs)
    api.add_url_rule("/docs/", "docs_folder", docs_folder)
    api.add_url_rule("/static/<name>", "static", static)


def _redirect(place: str) -> Response:
    """To a place relative to the one that was asked for: a proxy may have another name for both."""
    return Response(status=MOVED, headers={"Location": place})


def _send(page: Page) -> Response:
    headers = dict(page.headers)
    if headers["ETag"] in (request.headers.get("If-None-Match") or ""):
        return Response(b"", NOT_MODIFIED, headers=headers)
    return Response(page.body, headers=headers, content_type=page.content_type)
