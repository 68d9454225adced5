"""Django's settings for the hub; every knob is an environment variable of docs/settings.md."""

import os
from pathlib import Path

from fanal_hub import logs
from fanal_hub.database import database
from fanal_hub.home import home, identity, switch
from fanal_hub.proxies import networks

HOME = home()
HUB = identity(HOME)
FANAL_PORT = int(os.environ.get("FANAL_PORT", "8000"))
FANAL_HOST = os.environ.get("FANAL_HOST", "127.0.0.1")
FANAL_DEMO = switch("FANAL_DEMO", default=True)
FANAL_STANDIN_PORT = int(os.environ.get("FANAL_STANDIN_PORT", str(FANAL_PORT + 91)))
FANAL_URL = os.environ.get("FANAL_URL", f"http://127.0.0.1:{FANAL_PORT}").rstrip("/")
# "closed": nothing is fetched; "listed": only FANAL_EGRESS_ALLOW; "open": public addresses too, behind the guard.
FANAL_EGRESS = os.environ.get("FANAL_EGRESS", "listed" if FANAL_DEMO else "closed")
# Extra host:port pairs that the guard lets through; the demo's stand-in platform is the only use.
FANAL_EGRESS_ALLOW = tuple(
    each
    for each in os.environ.get(
        "FANAL_EGRESS_ALLOW", f"standin.localhost:{FANAL_STANDIN_PORT}" if FANAL_DEMO else ""
    ).split(",")
    if each
)
FANAL_SHORT_LINKS = os.environ.get("FANAL_SHORT_LINKS", "off")  # "resolve": ask short hosts where their links lead
FANAL_MAIL = os.environ.get("FANAL_MAIL", "")  # smtp://user:password@host:port, or empty: letters stay in the outbox
FANAL_MAIL_FROM = os.environ.get("FANAL_MAIL_FROM", "fanal@localhost")
FANAL_INDEX = os.environ.get("FANAL_INDEX", "memory")  # or "sql": no process keeps fingerprints in memory
FANAL_STATIONS = switch("FANAL_STATIONS", default=True)
FANAL_TRUSTED_PROXIES = networks(os.environ.get("FANAL_TRUSTED_PROXIES", ""))  # whose word on visitors we take
FANAL_METRICS_TOKEN = os.environ.get("FANAL_METRICS_TOKEN", "")  # who may read /metrics from another machine
FANAL_LOG = os.environ.get("FANAL_LOG", "text")  # or "json": one object a line
FANAL_BACKUP_DIR = os.environ.get("FANAL_BACKUP_DIR", "")  # where the hub keeps its daily backups; empty: none
FANAL_BACKUP_HOUR = int(os.environ.get("FANAL_BACKUP_HOUR", "3"))  # UTC

SECRET_KEY = HUB["secret"]
DEBUG = False
ALLOWED_HOSTS = [each for each in os.environ.get("FANAL_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if each]
CSRF_TRUSTED_ORIGINS = [FANAL_URL] if FANAL_URL.startswith("https://") else []
ROOT_URLCONF = "fanal_hub.urls"
WSGI_APPLICATION = "fanal_hub.wsgi.application"
AUTH_USER_MODEL = "people.Person"
LOGIN_URL = "/desk/login"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = False

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "fanal_hub.people",
    "fanal_hub.ledger",
    "fanal_hub.desk",
    "fanal_hub.public",
    "ninja",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "fanal_hub.middleware.SecureHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "fanal_hub.middleware.SpeakToPeople",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "fanal_hub.context.hub",
            ],
        },
    }
]

DATABASES = {"default": database(os.environ.get("FANAL_DATABASE_URL", ""), HOME)}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
SESSION_ENGINE = "fanal_hub.ledger.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = FANAL_URL.startswith("https://")
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False

DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
LOGGING = logs.settings(FANAL_LOG)
