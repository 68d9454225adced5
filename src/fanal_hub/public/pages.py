"""The plain pages of the hub: landing, about, privacy, and what an installed app asks for. They hold words and no figure."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from fanal_hub.people.models import Organisation


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """The front door."""
    return render(request, "public/landing.html")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What Fanal is, and what it is not."""
    return render(request, "public/about.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, where, how long, and who reads it (GDPR art. 13)."""
    controllers = Organisation.objects.filter(takes_public=True).exclude(kind__in=("platform", "auditor"))
    return render(request, "public/privacy.html", {"controllers": controllers.order_by("name")})


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What an installed app shows without a network: the numbers to call."""
    return render(request, "public/offline.html")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest, with a share target: a post is shared into the form from any app."""
    icons = [("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "any")]
    icons.append(("icon-maskable-512.png", "512x512", "maskable"))
    made = {
        "name": "Fanal",
        "short_name": "Fanal",
        "description": gettext("Report illegal content online and follow what is done about it."),
        "lang": getattr(request, "LANGUAGE_CODE", "fr"),
        "start_url": "/",
        "scope": "/",
        "id": "/",
        "display": "standalone",
        "background_color": "#fbfaf7",
        "theme_color": "#10243e",
        "icons": [
            {"src": static(f"fanal/{name}"), "sizes": size, "type": "image/png", "purpose": purpose}
            for name, size, purpose in icons
        ],
        "shortcuts": [{"name": gettext("Report"), "url": "/report"}, {"name": gettext("Follow"), "url": "/follow"}],
        "share_target": {
            "action": "/report",
            "method": "GET",
            "params": {"title": "title", "text": "text", "url": "url"},
        },
    }
    return JsonResponse(made, content_type="application/manifest+json")


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The smallest service worker: without a network, the page with the numbers to call. It keeps nothing else."""
    return render(request, "public/sw.js", content_type="text/javascript; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing behind a secret address is for search engines."""
    closed = ("/s/", "/a/", "/contest/", "/desk/", "/api/")
    lines = ["User-agent: *", *(f"Disallow: {each}" for each in closed)]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
