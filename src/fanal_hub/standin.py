"""A tiny stand-in platform for the demonstration, on loopback: a few mild posts, and a button that removes one.

It is not Fanal: it knows no notice and no referral. What was removed is a small file, so that a restart forgets nothing.
"""

import html
import json
import re
import threading
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HOST = "standin.localhost"
LABEL = "Stand-in platform: for the demo only / Plateforme fictive, démonstration"
STATE = "standin.json"


@dataclass(frozen=True, slots=True)
class Post:
    """A post of the stand-in platform: demo text that the project wrote itself, mild in tone."""

    name: str
    n: int
    text: str
    lang: str = "fr"

    @property
    def key(self) -> str:
        """What the state file calls it."""
        return f"{self.name}/{self.n}"

    @property
    def path(self) -> str:
        """Its page."""
        return f"/@{self.name}/post/{self.n}"

    def url(self, port: int) -> str:
        """Its address."""
        return f"http://{HOST}:{port}{self.path}"


POSTS = (
    Post("grincheux", 1, "Les gens de Syldavie n'ont rien à faire ici, chassons-les tous du marché."),
    Post("meneur", 2, "Ce soir 20 h, on écrit tous à Charlie, cent messages chacun."),
    Post("voisine", 3, "On m'a écrit « chassons-les tous du marché ». Voilà où nous en sommes, c'est honteux."),
    Post("anonyme", 4, "Demain 7 h, rue des Lilas, le maire va comprendre. Venez nombreux."),
    Post("grincheux", 5, "Je le redis : les gens de Syldavie dehors, et faites passer ce message à vos voisins."),
    Post("grumbler", 6, "People who limp should not be let on the ferry, they slow everybody down.", "en"),
    Post("gardien", 7, "Le phare est ouvert samedi : venez nombreux, il y aura des crêpes."),
)


@dataclass(slots=True)
class Standin:
    """The running stand-in: its server, its thread, and what was removed."""

    server: ThreadingHTTPServer
    thread: threading.Thread
    place: Path
    lock: threading.Lock

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server.server_address[1])

    def removed(self) -> set[str]:
        """The keys of the posts that are gone."""
        with self.lock:
            return _read(self.place)

    def set_removed(self, key: str, *, gone: bool) -> None:
        """Remove a post, or put it back."""
        with self.lock:
            keys = _read(self.place)
            keys = keys | {key} if gone else keys - {key}
            beside = self.place.with_suffix(".new")
            beside.write_text(json.dumps({"removed": sorted(keys)}, indent=1), encoding="utf-8")
            beside.replace(self.place)

    def stop(self) -> None:
        """Stop serving and free the port."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def start(port: int, folder: Path) -> Standin:
    """Serve on 127.0.0.1 (port 0: any free one); the state is folder/standin.json."""
    server = ThreadingHTTPServer(("127.0.0.1", port), type("StandinDesk", (_Desk,), {}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.2,), name="fanal-demo-platform", daemon=True)
    running = Standin(server, thread, folder / STATE, threading.Lock())
    server.RequestHandlerClass.running = running  # type: ignore[attr-defined]
    thread.start()
    return running


def _read(place: Path) -> set[str]:
    if not place.exists():
        return set()
    return set(json.loads(place.read_text(encoding="utf-8"))["removed"])


_BY_KEY = {each.key: each for each in POSTS}
_PAGE = re.compile(r"/@([\w.-]{1,40})/post/(\d{1,9})/?", re.ASCII)
_ACCOUNT = re.compile(r"/@([\w.-]{1,40})/?", re.ASCII)
_HOSTS = frozenset({HOST, "127.0.0.1", "localhost"})


class _Desk(BaseHTTPRequestHandler):
    """Pages for readers, and two buttons for the platform's own operator."""

    running: Standin
    server_version = "FanalStandIn"
    sys_version = ""
    timeout = 10

    def log_message(self, *_: object) -> None:
        """Quiet: the hub speaks for itself."""

    def do_GET(self) -> None:  # noqa: N802  (the standard library names it)
        """The list, an account, a post or its tombstone."""
        path = self.path.partition("?")[0]
        if not self._is_here():
            self._say(HTTPStatus.MISDIRECTED_REQUEST, _wrapped("Not here / Pas ici", ""))
        elif path == "/":
            self._say(HTTPStatus.OK, _wrapped("The desk of the demo operator", _desk(self.running.removed())))
        elif found := _ACCOUNT.fullmatch(path):
            self._account(found[1].lower())
        else:
            self._post(path)

    do_HEAD = do_GET  # noqa: N815

    def do_POST(self) -> None:  # noqa: N802
        """Remove a post, or put it back: from this desk alone."""
        action, _, rest = self.path.lstrip("/").partition("/")
        found = _PAGE.fullmatch(f"/{rest}")
        post = _BY_KEY.get(f"{found[1].lower()}/{int(found[2])}") if found else None
        origin = self.headers.get("Origin", f"http://{self.headers.get('Host')}")
        if not self._is_here() or origin != f"http://{self.headers.get('Host')}":
            self._say(HTTPStatus.FORBIDDEN, _wrapped("Not from here / Pas d’ici", ""))
        elif post is None or action not in ("remove", "restore"):
            self._say(HTTPStatus.NOT_FOUND, _wrapped("No such page / Page introuvable", ""))
        else:
            self.running.set_removed(post.key, gone=action == "remove")
            self.send_response(HTTPStatus.SEE_OTHER)
            self.send_header("Location", "/")
            self.send_header("Content-Length", "0")
            self.end_headers()

    def _is_here(self) -> bool:
        """Another name that was made to point at this machine is not ours."""
        return self.headers.get("Host", "").rpartition(":")[0] in _HOSTS

    def _account(self, name: str) -> None:
        posts = [each for each in POSTS if each.name == name]
        status = HTTPStatus.OK if posts else HTTPStatus.NOT_FOUND
        links = "".join(f'<li><a href="{each.path}">{each.path}</a></li>' for each in posts)
        self._say(status, _wrapped(f"@{name}", f"<ul>{links}</ul>"))

    def _post(self, path: str) -> None:
        found = _PAGE.fullmatch(path)
        post = _BY_KEY.get(f"{found[1].lower()}/{int(found[2])}") if found else None
        if post is None:
            self._say(HTTPStatus.NOT_FOUND, _wrapped("No such page / Page introuvable", ""))
        elif post.key in self.running.removed():
            self._say(HTTPStatus.GONE, _wrapped("Post removed / Publication retirée", _TOMBSTONE))
        else:
            text = f"<p lang={post.lang}>{html.escape(post.text)}</p>"
            self._say(HTTPStatus.OK, _wrapped(f"@{post.name}, {post.n}", text))

    def _say(self, status: HTTPStatus, page: str) -> None:
        body = page.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


_TOMBSTONE = (
    "<p>Post removed by the stand-in platform.</p><p lang=fr>Publication retirée par la plateforme fictive.</p>"
)
_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:0 auto;padding:1rem;color:#1b1f24;background:#eef3ee}"
    "strong.label{display:block;border:2px dashed #1b1f24;padding:.5rem 1rem}li{margin:.75rem 0}"
    "button{font:inherit;padding:.25rem .75rem}@media(prefers-color-scheme:dark){body{color:#eee;background:#1c241c}"
    "strong.label{border-color:#eee}a{color:#9cf}}"
)


def _wrapped(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content="width=device-width">'
        f"<title>{html.escape(title)} | Stand-in</title><style>{_STYLE}</style>"
        f"<strong class=label>{LABEL}</strong><main><h1>{html.escape(title)}</h1>{body}</main>"
        '<p><a href="/">All posts / Toutes les publications</a></p></html>'
    )


def _desk(removed: set[str]) -> str:
    rows = "".join(_row(each, gone=each.key in removed) for each in POSTS)
    return (
        "<p>Removing a post here is all that this page does: the platform answers the referral in Fanal.</p>"
        "<p lang=fr>Retirer une publication est tout ce que fait cette page : la plateforme répond à la saisine dans Fanal.</p>"
        f"<ul>{rows}</ul>"
    )


def _row(post: Post, *, gone: bool) -> str:
    action, said = ("restore", "Put back / Rétablir") if gone else ("remove", "Remove / Retirer")
    state = " (410 Gone)" if gone else ""
    return (
        f'<li><a href="{post.path}">@{post.name}, {post.n}</a>{state}<br><span lang={post.lang}>{html.escape(post.text)}</span>'
        f'<form method=post action="/{action}{post.path}"><button aria-label="{said}: @{post.name}, {post.n}">{said}</button></form></li>'
    )
