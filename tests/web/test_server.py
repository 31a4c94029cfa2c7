"""The middleware: driven as ASGI, without a network."""

from __future__ import annotations

import asyncio
import base64
import gzip
import hashlib
import re
from collections.abc import Coroutine, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_handler

from convviz.player import player_js
from convviz.web import scripts as asset
from convviz.web import server, shell
from convviz.web.headers import SecurityHeaders, security_headers
from convviz.web.patches import FONTS
from convviz.web.server import (
    CompressOnce,
    accepts_gzip,
    below_base,
)
from convviz.web.shell import TailoredPage

Result = TypeVar("Result")

SCRIPT = "/static/js/index.abc123.js"
SOURCE = b"export const answer = 42;\n" * 200
PAGE = b'<html><head></head><body><div id="root"></div></body></html>' + b" " * 2000


@dataclass
class Answer:
    """What a client gets."""

    status: int
    headers: Headers
    body: bytes

    @property
    def text(self) -> bytes:
        return gzip.decompress(self.body) if "content-encoding" in self.headers else self.body


@dataclass
class Counting:
    """An app that notes how often each method reaches the app within."""

    app: ASGIApp
    methods: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.methods.append(scope.get("method", scope["type"]))
        await self.app(scope, receive, send)


async def ask(
    app: ASGIApp, path: str, method: str = "GET", headers: Iterable[tuple[str, str]] = ()
) -> Answer:
    messages: list[Message] = []

    async def receive() -> Message:
        # A client that stays: what listens for its leaving is cancelled at the end.
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None:
        messages.append(message)

    scope: Scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "server": ("localhost", 80),
        "path": path,
        "root_path": "",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers],
    }
    await app(scope, receive, send)
    body = b"".join(message.get("body", b"") for message in messages[1:])
    return Answer(messages[0]["status"], Headers(raw=messages[0]["headers"]), body)


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run in a thread of its own: Playwright keeps a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def get(
    app: ASGIApp, path: str, *headers: tuple[str, str], method: str = "GET", gzip: bool = True
) -> Answer:
    encoding = [("accept-encoding", "gzip, deflate, br")] if gzip else []
    return run(ask(app, path, method, [*encoding, *headers]))


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "static/js").mkdir(parents=True)
    (tmp_path / "static/media").mkdir()
    (tmp_path / "index.html").write_bytes(PAGE)
    (tmp_path / SCRIPT.lstrip("/")).write_bytes(SOURCE)
    (tmp_path / "static/js/small.abc123.js").write_bytes(b"export default 1;")
    (tmp_path / "static/media/font.abc123.woff2").write_bytes(bytes(range(256)) * 20)
    return tmp_path


@pytest.fixture
def inner(files: Path) -> Counting:
    return Counting(create_streamlit_static_handler(str(files), None))


HTML = ("accept", "text/html,*/*;q=0.8")


class TestCompressOnce:
    def test_a_file_is_compressed_once_whoever_asks(
        self, inner: Counting, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        compressed: list[bytes] = []
        compress = gzip.compress

        def counting(data: bytes, **options: int) -> bytes:
            compressed.append(data)
            return compress(data, **options)

        monkeypatch.setattr(gzip, "compress", counting)
        app = CompressOnce(inner)

        async def visitors() -> list[Answer]:
            encoding = [("accept-encoding", "gzip")]
            at_once = await asyncio.gather(*(ask(app, SCRIPT, headers=encoding) for _ in range(20)))
            return [*at_once, await ask(app, SCRIPT, headers=encoding)]

        answers = run(visitors())
        assert compressed == [SOURCE]
        assert {answer.text for answer in answers} == {SOURCE}
        assert inner.methods.count("GET") == 1

    def test_the_headers_describe_what_is_sent(self, inner: Counting) -> None:
        plain = get(inner, SCRIPT, gzip=False)
        answer = get(CompressOnce(inner), SCRIPT)
        assert answer.status == 200
        assert answer.headers["content-encoding"] == "gzip"
        assert int(answer.headers["content-length"]) == len(answer.body) < len(SOURCE) / 10
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["etag"] == "W/" + plain.headers["etag"]
        assert answer.headers["cache-control"] == plain.headers["cache-control"]
        assert "immutable" in answer.headers["cache-control"]
        assert "accept-ranges" not in answer.headers

    def test_a_client_that_has_the_file_gets_304(self, inner: Counting) -> None:
        app = CompressOnce(inner)
        etag = get(app, SCRIPT).headers["etag"]
        again = get(app, SCRIPT, ("if-none-match", etag))
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == etag
        assert again.headers["vary"] == "Accept-Encoding"

    def test_a_file_that_changed_is_compressed_again(self, inner: Counting, files: Path) -> None:
        app = CompressOnce(inner)
        get(app, SCRIPT)
        (files / SCRIPT.lstrip("/")).write_bytes(SOURCE * 2)
        assert get(app, SCRIPT).text == SOURCE * 2

    @pytest.mark.parametrize(
        ("path", "method", "headers"),
        [
            (SCRIPT, "HEAD", []),
            (SCRIPT, "GET", [("range", "bytes=0-9")]),
            (SCRIPT, "POST", []),
            ("/static/js/small.abc123.js", "GET", []),
            ("/static/media/font.abc123.woff2", "GET", []),
            ("/", "GET", []),
            ("//static/x.js", "GET", []),
        ],
        ids=["head", "range", "post", "small", "font", "no page asked for", "bad path"],
    )
    def test_other_requests_pass_unchanged(
        self, inner: Counting, path: str, method: str, headers: Sequence[tuple[str, str]]
    ) -> None:
        def respond(app: ASGIApp) -> tuple[object, ...]:
            # A refusal is an exception that the server around it answers.
            try:
                answer = get(app, path, *headers, method=method)
            except Exception as error:
                return (repr(error),)
            return (answer.status, answer.headers.raw, answer.body)

        assert respond(CompressOnce(inner)) == respond(inner)

    def test_a_client_without_gzip_gets_the_file_itself(self, inner: Counting) -> None:
        answer = get(CompressOnce(inner), SCRIPT, gzip=False)
        assert answer.body == SOURCE
        assert "content-encoding" not in answer.headers

    def test_what_is_compressed_already_is_not_compressed_again(self) -> None:
        body = gzip.compress(SOURCE)

        async def ready(request: Request) -> Response:
            headers = {
                "content-encoding": "gzip",
                "etag": '"a"',
                "cache-control": "immutable",
            }
            return Response(body, headers=headers, media_type="text/javascript")

        app = CompressOnce(Starlette(routes=[Route(SCRIPT, ready)]))
        answer = get(app, SCRIPT)
        assert answer.body == body
        assert answer.headers.getlist("content-encoding") == ["gzip"]

    def test_what_may_change_is_not_kept(self, inner: Counting) -> None:
        times: list[int] = []

        async def clock(request: Request) -> Response:
            times.append(1)
            return PlainTextResponse("tick " * 1000 + str(len(times)))

        app = CompressOnce(Starlette(routes=[Route("/static/clock", clock)]))
        assert get(app, "/static/clock").body != get(app, "/static/clock").body

    def test_the_cache_is_bounded(self, files: Path) -> None:
        for number in range(30):
            (files / f"static/js/{number}.abc123.js").write_bytes(SOURCE + b"%d" % number)
        inner = Counting(create_streamlit_static_handler(str(files), None))
        app = CompressOnce(inner, cache_bytes=500)
        for number in range(30):
            assert get(app, f"/static/js/{number}.abc123.js").text == SOURCE + b"%d" % number
        assert sum(len(task.result()) for task in app._bodies.values()) <= 500
        assert 0 < len(app._bodies) < 30

    def test_websockets_and_start_up_are_untouched(self, inner: Counting) -> None:
        seen: list[tuple[Scope, Receive, Send]] = []

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            seen.append((scope, receive, send))

        async def receive() -> Message:
            return {"type": "websocket.connect"}

        async def send(message: Message) -> None:
            raise AssertionError(message)

        stack = SecurityHeaders(CompressOnce(app), security_headers())
        for kind in ("websocket", "lifespan"):
            scope: Scope = {"type": kind, "path": "/_stcore/stream", "headers": []}
            run(stack(scope, receive, send))
            assert seen.pop() == (scope, receive, send)

    def test_a_failure_is_not_kept(self, files: Path) -> None:
        attempts: list[str] = []
        handler = create_streamlit_static_handler(str(files), None)

        async def flaky(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["method"] == "GET":
                attempts.append(scope["path"])
                if len(attempts) == 1:
                    raise OSError("the disk is gone")
            await handler(scope, receive, send)

        app = CompressOnce(flaky)
        with pytest.raises(OSError, match="disk"):
            get(app, SCRIPT)
        assert get(app, SCRIPT).text == SOURCE


class TestThePage:
    """Streamlit's page, tailored."""

    @pytest.fixture
    def whole(self, inner: Counting, files: Path) -> ASGIApp:
        return CompressOnce(TailoredPage(inner, files))

    def test_it_is_the_same_with_and_without_gzip(self, whole: ASGIApp) -> None:
        plain, small = get(whole, "/lecture", HTML, gzip=False), get(whole, "/lecture", HTML)
        assert small.headers["content-encoding"] == "gzip"
        assert "content-encoding" not in plain.headers
        assert small.text == plain.body
        assert plain.body.decode() == shell.tailor(PAGE.decode()) != PAGE.decode()

    @pytest.mark.parametrize("path", ["/", "/index.html", "/multi_output"])
    @pytest.mark.parametrize("gzip_too", [True, False])
    def test_an_upgrade_is_seen_at_once(self, files: Path, path: str, gzip_too: bool) -> None:
        """Streamlit's file stays as it is, what is made of it changes, as on an upgrade of ours."""
        streamlit = create_streamlit_static_handler(str(files), None)
        kept = get(streamlit, path, HTML, gzip=gzip_too).headers["etag"]  # as it was sent before
        app = CompressOnce(TailoredPage(streamlit, files))
        answer = get(app, path, HTML, ("if-none-match", kept), gzip=gzip_too)
        assert answer.status == 200
        assert b"modulepreload" in answer.text
        again = get(app, path, HTML, ("if-none-match", answer.headers["etag"]), gzip=gzip_too)
        assert (again.status, again.body) == (304, b"")

    def test_its_etag_is_made_from_its_bytes(
        self, inner: Counting, files: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = get(TailoredPage(inner, files), "/").headers["etag"]
        monkeypatch.setattr(shell, "FONTS", FONTS._replace(code="other {}"))
        shell.sent.cache_clear()
        after = get(TailoredPage(inner, files), "/")
        shell.sent.cache_clear()
        assert b"other {}" in after.body
        assert after.headers["etag"] != before
        assert after.headers["cache-control"] == "no-cache"
        assert "last-modified" not in after.headers  # it is that of Streamlit's file

    def test_head_and_a_part_of_it(self, whole: ASGIApp) -> None:
        answer = get(whole, "/", HTML, gzip=False)
        head = get(whole, "/", HTML, method="HEAD", gzip=False)
        assert (head.status, head.body) == (200, b"")
        assert head.headers["content-length"] == str(len(answer.body))
        assert head.headers["etag"] == answer.headers["etag"]
        part = get(whole, "/", HTML, ("range", "bytes=0-9"), gzip=False)
        assert (part.status, part.body) == (200, answer.body)

    def test_files_pass_unchanged(self, whole: ASGIApp, inner: Counting) -> None:
        theirs = get(inner, SCRIPT, gzip=False)
        ours = get(whole, SCRIPT, gzip=False)
        assert (ours.body, ours.headers.raw) == (theirs.body, theirs.headers.raw)

    def test_every_address_without_a_picture_shares_one_copy(
        self, whole: ASGIApp, inner: Counting
    ) -> None:
        app = whole
        pages = {get(app, path, HTML).body for path in ("/lecture", "/nowhere", "/a/b")}
        assert len(pages) == 1
        assert inner.methods.count("GET") == 1
        assert get(app, "/lecture", HTML).headers["content-encoding"] == "gzip"

    def test_a_lesson_has_one_for_each_language(self, whole: ASGIApp, inner: Counting) -> None:
        chinese = get(whole, "/groups", HTML, ("accept-language", "zh-CN,en;q=0.5"))
        assert b'"language":"zh"' in chinese.text
        assert chinese.headers["vary"] == "Accept-Language, Accept-Encoding"
        english = {get(whole, "/groups", HTML).body for _ in range(2)}
        assert len(english) == 1
        assert english != {chinese.body}
        assert inner.methods.count("GET") == 2

    def test_it_asks_early_for_the_files_of_a_component(self) -> None:
        html = (shell.STATIC_DIR / "index.html").read_text("utf-8")
        tailored = shell.tailor(html)
        links = re.findall(r'rel="modulepreload"[^>]*href="\./([^"]+)"', tailored)
        assert any("BidiComponent" in link for link in links)
        assert len(links) == len(set(links))
        assert set(shell.component_files()) <= {*links, *re.findall(r'src="\./([^"]+)"', html)}
        assert links.pop() == asset.PLAYER.path.lstrip("/")
        assert all((shell.STATIC_DIR / link).is_file() for link in links)

    def test_the_player_is_sent_compressed_and_kept(self) -> None:
        app = CompressOnce(Starlette(routes=asset.routes()))
        answer = get(app, asset.PLAYER.path)
        assert answer.text.decode() == player_js()
        assert len(answer.body) < len(answer.text) / 2
        assert "immutable" in answer.headers["cache-control"]
        assert asset.PLAYER.path in asset.PLAYER.loader()

    def test_it_does_not_load_fonts_that_the_theme_does_not_use(self) -> None:
        html = (shell.STATIC_DIR / "index.html").read_text("utf-8")
        assert 'as="font"' in html
        assert 'as="font"' not in shell.tailor(html)

    def test_it_says_where_the_server_is(self) -> None:
        html = (shell.STATIC_DIR / "index.html").read_text("utf-8")
        tailored = shell.tailor(html)
        assert tailored.index("BACKEND_BASE_URL") < tailored.index('<script type="module"')

    def test_other_html_stays(self) -> None:
        assert shell.tailor("<head></head>") == "<head></head>"


class TestSecurityHeaders:
    def test_the_policy_names_the_inline_scripts_of_the_page_that_is_sent(self) -> None:
        streamlit = create_streamlit_static_handler(str(shell.STATIC_DIR), None)
        app = SecurityHeaders(CompressOnce(TailoredPage(streamlit)), security_headers())
        for gzip_too in (True, False):
            answer = get(app, "/", HTML, gzip=gzip_too)
            pattern = rb"<script(?: type=\"module\")?>(.*?)</script>"
            scripts = re.findall(pattern, answer.text, flags=re.DOTALL)
            assert len(scripts) == 6  # three of ours, one of Streamlit's, two of the picture
            policy = answer.headers["content-security-policy"]
            for script in scripts:
                digest = base64.b64encode(hashlib.sha256(script).digest()).decode()
                assert f"'sha256-{digest}'" in policy

    def test_a_page_may_run_nothing_from_elsewhere(self, inner: Counting) -> None:
        app = SecurityHeaders(inner, security_headers())
        headers = get(app, "/", HTML).headers
        policy = dict(
            directive.split(" ", 1) for directive in headers["content-security-policy"].split("; ")
        )
        assert policy["default-src"] == "'none'"
        assert policy["frame-ancestors"] == "'self'"
        assert "unsafe" not in policy["script-src"]
        assert not re.search(r"https?:|\*", headers["content-security-policy"])
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "fullscreen=(self)" in headers["permissions-policy"]
        assert "clipboard-write=(self)" in headers["permissions-policy"]

    def test_the_files_of_the_bundle_carry_no_policy(self, inner: Counting) -> None:
        headers = get(SecurityHeaders(inner, security_headers()), SCRIPT).headers
        assert "content-security-policy" not in headers
        assert headers["x-content-type-options"] == "nosniff"

    def test_another_site_may_be_let_to_show_the_app(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CONVVIZ_FRAME_ANCESTORS", "'self' https://lms.example.org")
        security = server.middleware()[0]
        policy = cast("Any", security.kwargs["headers"])["Content-Security-Policy"]
        assert policy.endswith("frame-ancestors 'self' https://lms.example.org")

    @pytest.mark.parametrize("value", ["*; script-src *", "a, b", "x\r\ny: z"])
    def test_the_variable_changes_one_directive_only(self, value: str) -> None:
        with pytest.raises(ValueError, match="CONVVIZ_FRAME_ANCESTORS"):
            security_headers(value)


@pytest.mark.parametrize("base", ["", "lab", "/lab/conv/"])
def test_scripts_lie_below_the_path_of_the_app(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "get_option", {"server.baseUrlPath": base}.get)
    app = Starlette(routes=below_base(asset.routes()))
    path = "".join(f"/{part}" for part in base.split("/") if part) + asset.PLAYER.path
    assert get(app, path).body.decode() == player_js()


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("*", True),
        ("", False),
        ("br", False),
        ("gzip;q=0", False),
        ("gzip; q=0.0, *", False),
        ("gzip;q=x", False),
    ],
)
def test_accept_encoding(header: str, accepted: bool) -> None:
    assert accepts_gzip(header) is accepted
