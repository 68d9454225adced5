"""The public addresses: short, and the same in both languages."""

from django.urls import path

from fanal_hub.public import (
    answer_page,
    contest_page,
    figure_pages,
    follow_pages,
    health_pages,
    log_pages,
    metrics_page,
    notice_form,
    pages,
)
from fanal_hub.public.lang import spoken

urlpatterns = [
    path("", spoken(pages.landing), name="landing"),
    path("report", spoken(notice_form.form), name="notice_form"),
    path("follow", spoken(follow_pages.follow), name="follow"),
    path("s/<str:ref>/<str:token>", spoken(follow_pages.story), name="story"),
    path("s/<str:ref>/<str:token>/receipt", spoken(follow_pages.receipt), name="receipt"),
    path("s/<str:ref>/<str:token>/receipt.json", spoken(follow_pages.receipt_file), name="receipt_file"),
    path("s/<str:ref>/<str:token>/file", spoken(follow_pages.add_file), name="add_file"),
    path("s/<str:ref>/<str:token>/withdraw", spoken(follow_pages.withdraw), name="withdraw"),
    path("a/<str:secret>", spoken(answer_page.page), name="answer"),
    path("contest", spoken(contest_page.page), name="contest"),
    path("contest/<str:secret>", spoken(contest_page.page), name="contest_link"),
    path("figures", spoken(figure_pages.page), name="figures"),
    path("figures.csv", spoken(figure_pages.table_file), name="figures_file"),
    path("log", spoken(log_pages.log_page), name="log"),
    path("log/checkpoint", log_pages.checkpoint, name="checkpoint"),
    path("log/key", log_pages.key, name="log_key"),
    path("verify", spoken(log_pages.verify), name="verify"),
    path("about", spoken(pages.about), name="about"),
    path("about/privacy", spoken(pages.privacy), name="privacy"),
    path("offline", spoken(pages.offline), name="offline"),
    path("manifest.webmanifest", spoken(pages.manifest), name="manifest"),
    path("sw.js", pages.service_worker, name="service_worker"),
    path("robots.txt", pages.robots, name="robots"),
    path("healthz", health_pages.alive, name="healthz"),
    path("readyz", health_pages.ready, name="readyz"),
    path("metrics", metrics_page.metrics, name="metrics"),
]
