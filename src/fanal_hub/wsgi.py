"""The WSGI application of the hub."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fanal_hub.settings")
application = get_wsgi_application()
