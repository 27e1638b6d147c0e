"""One settings module for all processes; what differs comes from the environment."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import EnvError

from config.environment import BASE_DIR, door, env, fernet_keys, home, local_secrets, required

django_stubs_ext.monkeypatch()

HOME = home()
DOOR = door()
try:
    DATABASE_URL = env.str("DATABASE_URL", "")
    REDIS_URL = env.str("REDIS_URL", "")
    DEBUG = env.bool("TSUNAGI_DEBUG", False)
    TESTING = env.bool("TSUNAGI_TESTING", False)
    SESSION_IDLE_MINUTES = env.int("TSUNAGI_SESSION_IDLE_MINUTES", 30)
    SESSION_ABSOLUTE_HOURS = env.int("TSUNAGI_SESSION_ABSOLUTE_HOURS", 10)
except EnvError as error:
    raise ImproperlyConfigured(f"The environment cannot be read: {error}") from error

EMBEDDED = not DATABASE_URL
DEMO = EMBEDDED and not TESTING

if EMBEDDED:
    _secrets = local_secrets()
    SECRET_KEY = _secrets["secret_key"]
    DATA_KEYS = [_secrets["data_key"]]
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
    _database: dict[str, Any] = {
        "NAME": "tsunagi",
        "USER": f"tsunagi_{DOOR}",
        "PASSWORD": _secrets[DOOR],
    }
else:
    SECRET_KEY = required("TSUNAGI_SECRET_KEY", least=50)
    DATA_KEYS = fernet_keys(required("TSUNAGI_DATA_KEYS"))
    ALLOWED_HOSTS = [host.strip() for host in required("TSUNAGI_HOSTS").split(",")]
    if "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("TSUNAGI_HOSTS must name the hosts; * is not taken.")
    _parsed = dict(dj_database_url.parse(DATABASE_URL))
    if "postgresql" not in str(_parsed["ENGINE"]):
        raise ImproperlyConfigured("DATABASE_URL must be a PostgreSQL address (postgres://…).")
    _database = _parsed
    if REDIS_URL and not REDIS_URL.startswith(("redis://", "rediss://")):
        raise ImproperlyConfigured("REDIS_URL must start with redis:// or rediss://.")

DATABASES = {
    "default": _database
    | {
        # Starts the embedded server when a connection is first wanted; a plain PostgreSQL otherwise.
        "ENGINE": "config.postgres",
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "config",
    "referrals",
    "support_meetings",
    "outreach",
    "agreements",
    "figures",
    "consent",
    "cases",
    "documents",
    "notifications",
    "audit",
    "organizations",
    "japanese",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.idp.oidc",
    "ninja",
    "simple_history",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "organizations.middleware.PrivacyHeadersMiddleware",
    "referrals.api.middleware.MachineMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "organizations.middleware.LanguageMiddleware",
    "organizations.middleware.UploadSizeMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "organizations.middleware.SessionLimitsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "organizations.middleware.ScopeMiddleware",
    "referrals.api.middleware.TokenMiddleware",
    "organizations.middleware.LoginMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "organizations.middleware.SecondFactorMiddleware",
    "organizations.middleware.PermissionMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls_portal" if DOOR == "portal" else "config.urls_agency"
WSGI_APPLICATION = "config.wsgi.application"

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "organizations.context.shell",
            ],
            "builtins": ["japanese.templatetags.japanese", "django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# People
AUTH_USER_MODEL = "organizations.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
ACCOUNT_ADAPTER = "organizations.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation reached the address already
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 0 if EMBEDDED else 1  # the limits count clients, not our proxy
MFA_ADAPTER = "organizations.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Tsunagi"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
MFA_REQUIRED = env.bool("TSUNAGI_MFA_REQUIRED", not DEMO)
if not (DEMO or TESTING) and not MFA_REQUIRED:
    raise ImproperlyConfigured("TSUNAGI_MFA_REQUIRED can be off in the demonstration only.")
USERSESSIONS_TRACK_ACTIVITY = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
INVITATION_DAYS = 7

# Utilities' own systems: tokens of OAuth 2 client credentials, opaque, short-lived, at the portal only.
IDP_OIDC_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 900
MACHINE_LIMITS = {60: 60, 86_400: 5_000}  # requests of one system in so many seconds
MACHINE_TOKEN_LIMITS = {60: 30}  # tokens asked for from one address
MACHINE_BODY_BYTES = 65_536

# Sessions: each door has its own cookie, and its own rows in the table.
SESSION_ENGINE = "organizations.sessions"
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_HOURS * 3600
SESSION_IDLE = timedelta(minutes=SESSION_IDLE_MINUTES)
SESSION_ABSOLUTE = timedelta(hours=SESSION_ABSOLUTE_HOURS)
_secure = not EMBEDDED
_prefix = "__Host-" if _secure else ""
SESSION_COOKIE_NAME = f"{_prefix}tsunagi_{DOOR}_session"
CSRF_COOKIE_NAME = f"{_prefix}tsunagi_{DOOR}_csrf"
LANGUAGE_COOKIE_NAME = f"tsunagi_{DOOR}_language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _secure
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "organizations.views.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Transport
if _secure:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# A file stays in memory: what it says of households must never lie on a disk. What is larger is refused unread.
LARGEST_UPLOAD = 30_000_000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = LARGEST_UPLOAD + 1_000_000  # of the whole request, with the form round the file

# Language and time
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True

# Files
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.str("TSUNAGI_STATIC_ROOT", "") or HOME / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if EMBEDDED
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = EMBEDDED
MEDIA_ROOT = Path(env.str("TSUNAGI_MEDIA_ROOT", "") or HOME / "media")

# What must happen later: the row is the truth, the broker is a doorbell.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": DOOR,
        "OPTIONS": {"serializer": "config.cache.Json"},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost/"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"visibility_timeout": 3600}
    if REDIS_URL
    else {
        "data_folder_in": str(HOME / "broker" / "queue"),
        "data_folder_out": str(HOME / "broker" / "queue"),
        "control_folder": str(HOME / "broker" / "control"),
    }
)
# Lists that utilities send are worked on with the portal's log-in, by a worker of its own.
CELERY_TASK_ROUTES = {"referrals.tasks.work_on_import": {"queue": "portal"}}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False  # an unanswered doorbell must not keep a person waiting
CELERY_TIMEZONE = TIME_ZONE
OUTBOX_SWEEP_SECONDS = 15
IMPORT_SWEEP_SECONDS = 15

# E-mail
if EMBEDDED:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = HOME / "mail"
    DEFAULT_FROM_EMAIL = "tsunagi@example.jp"
    AGENCY_URL = env.str("TSUNAGI_AGENCY_URL", "http://127.0.0.1:8001")
    PORTAL_URL = env.str("TSUNAGI_PORTAL_URL", "http://127.0.0.1:8000")
else:
    _email = env.dj_email_url("EMAIL_URL", "smtp://localhost:25")
    EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = _email["EMAIL_BACKEND"], _email["EMAIL_HOST"], _email["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_USER"], _email["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = _email["EMAIL_USE_TLS"], _email["EMAIL_USE_SSL"]
    DEFAULT_FROM_EMAIL = required("TSUNAGI_FROM_EMAIL")
    AGENCY_URL = required("TSUNAGI_AGENCY_URL")
    PORTAL_URL = required("TSUNAGI_PORTAL_URL")
EMAIL_TIMEOUT = 10

# The log tells what happened, never about whom: paths carry ids only, bodies and queries are not written.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"private": {"()": "config.logs.WithoutPersonalData"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["private"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = False
SILENCED_SYSTEM_CHECKS: list[str] = []
