"""All settings. What differs per place comes from the environment (readers in core/env.py)."""

from pathlib import Path

import bootstrap_wrapper
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.env import (
    REQUIRED,
    database_from_url,
    env_bool,
    env_int,
    env_list,
    env_secret,
    env_str,
    redis_urls,
)
from slimsamenwerken.core.file_store import file_store
from slimsamenwerken.core.logs import logging_config

BASE_DIR = Path(__file__).resolve().parent.parent
DEBUG = env_bool("DEBUG", default=False)
# DEMO is what `make run` sets: plain http on the own machine, mail into a folder, demo logins.
DEMO = env_bool("DEMO", default=False)
SECRET_KEY = env_secret("SECRET_KEY", min_length=50)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEMO else [])
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", default=[])
# Who serves others says how it is called and how it mails; only a portal for oneself may guess.
SERVES_OTHERS = bool(ALLOWED_HOSTS) and not (DEMO or DEBUG)
SITE_ROOT = env_str("SITE_ROOT", REQUIRED if SERVES_OTHERS else "http://127.0.0.1:8000")
VAR_DIR = Path(env_str("VAR_DIR", default=str(BASE_DIR / ".var")))

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "slimsamenwerken.core",
    "slimsamenwerken.history",
    "slimsamenwerken.accounts",
    "slimsamenwerken.search",
    "slimsamenwerken.api",
    "slimsamenwerken.programme",
    "slimsamenwerken.reports",
    "slimsamenwerken.dashboard",
    "procurement",
    "sites",
    "education",
    "sharing",
    "campaigns",
]

MIDDLEWARE = [
    "slimsamenwerken.core.middleware.TraceMiddleware",
    "slimsamenwerken.core.middleware.HeadersMiddleware",
    "slimsamenwerken.api.middleware.ApiMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "slimsamenwerken.core.middleware.HealthMiddleware",
    "slimsamenwerken.core.middleware.PathLanguageMiddleware",
    "slimsamenwerken.core.middleware.StorableAddressMiddleware",
    "slimsamenwerken.core.middleware.TodayMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "slimsamenwerken.accounts.middleware.ViewerMiddleware",
    "slimsamenwerken.history.middleware.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "slimsamenwerken.accounts.middleware.DoorMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "slimsamenwerken.urls"
WSGI_APPLICATION = "slimsamenwerken.wsgi.application"
ASGI_APPLICATION = "slimsamenwerken.asgi.application"

_LOADERS = [
    (
        "template_partials.loader.Loader",
        [
            "django.template.loaders.filesystem.Loader",
            "django.template.loaders.app_directories.Loader",
        ]
        if DEBUG
        else [
            (
                "django.template.loaders.cached.Loader",
                [
                    "django.template.loaders.filesystem.Loader",
                    "django.template.loaders.app_directories.Loader",
                ],
            )
        ],
    )
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "slimsamenwerken.core.context.page_frame",
            ],
            "builtins": [
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
            "loaders": _LOADERS,
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["bootstrap5"]
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# ── database, broker, cache ──────────────────────────────────────────────────────────────────
DATABASES = {"default": database_from_url(env_secret("DATABASE_URL"))}
# A stopped server accepts connections and never answers.
DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", "5")
DATABASES["default"] |= {
    "CONN_MAX_AGE": env_int("CONN_MAX_AGE", default=600),
    "CONN_HEALTH_CHECKS": True,
    "TEST": {
        "NAME": "test_slimsamenwerken" + env_str("TEST_DB_SUFFIX", default=""),
        # A system cluster may be SQL_ASCII; only template0 can be copied into another encoding.
        "TEMPLATE": "template0",
        "CHARSET": "UTF8",
    },
}
# Our statements take milliseconds; compiling them first (JIT) takes half a second.
_options = DATABASES["default"].setdefault("OPTIONS", {})
_options["options"] = f"-c jit=off {_options.get('options', '')}".strip()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In a database of its own, the cache can be emptied without emptying the queue.
_REDIS = redis_urls(
    env_secret("REDIS_URL"), cache_db=env_int("REDIS_CACHE_DB", default=-1, minimum=-1, maximum=15)
)
REDIS_URL, CELERY_BROKER_URL = _REDIS.cache, _REDIS.broker
REDIS_PREFIX = env_str("REDIS_PREFIX", default="ssw")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": REDIS_PREFIX,
    }
}
CELERY_TASK_DEFAULT_QUEUE = f"{REDIS_PREFIX}-work"

# ── accounts ─────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"slimsamenwerken.accounts.passwords.{rule}"}
    for rule in ("LengthValidator", "UncommonValidator", "OwnDataValidator")
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # seconds; the mails say three days
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "dashboard:home"
ACCOUNT_ADAPTER = "slimsamenwerken.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "slimsamenwerken.accounts.entrance_forms.LoginForm",
    "reset_password": "slimsamenwerken.accounts.entrance_forms.ResetPasswordForm",
    "reset_password_from_key": "slimsamenwerken.accounts.entrance_forms.ResetPasswordKeyForm",
    "change_password": "slimsamenwerken.accounts.entrance_forms.ChangePasswordForm",
    "set_password": "slimsamenwerken.accounts.entrance_forms.SetPasswordForm",
    "reauthenticate": "slimsamenwerken.accounts.entrance_forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # "your password was changed"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False  # how long a session lasts is our rule (accounts/sessions.py)
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "30/m/ip,5/m/key",
    "reset_password": "3/h/key,20/h/ip",
}
# Whom the limits count: behind our one proxy the last address that it wrote down itself.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env_bool("BEHIND_PROXY", default=False) else 0

# ── history (house guide §11): the trackers themselves are in history/tracking.py ──────────────
PGHISTORY_CREATED_AT_FUNCTION = "CLOCK_TIMESTAMP()"
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

# ── language and time ────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "nl-be"
LANGUAGES = [("nl-be", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "slimsamenwerken" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Brussels"

# ── files ────────────────────────────────────────────────────────────────────────────────────
STATIC_URL = "static/"
STATIC_ROOT = Path(env_str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", Path(bootstrap_wrapper.__file__).parent.parent / "bootstrap"),
]
MEDIA_ROOT = Path(env_str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
STORAGES = {
    "default": file_store(),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# ── mail ─────────────────────────────────────────────────────────────────────────────────────
MAIL_DIR = env_str("MAIL_DIR", default="")
DEFAULT_FROM_EMAIL = env_str(
    "MAIL_FROM", REQUIRED if SERVES_OTHERS else "Slim samenwerken <noreply@localhost>"
)
EMAIL_BACKEND = env_str("EMAIL_BACKEND", default="slimsamenwerken.core.mail.QueueBackend")
MAIL_TRANSPORT = (
    "django.core.mail.backends.filebased.EmailBackend"
    if MAIL_DIR
    else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_FILE_PATH = MAIL_DIR or None
EMAIL_HOST = env_str("EMAIL_HOST", REQUIRED if SERVES_OTHERS and not MAIL_DIR else "localhost")
EMAIL_PORT = env_int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env_str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env_secret("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10

# ── web security (trust guide §3) ────────────────────────────────────────────────────────────
SECURE_COOKIES = not (DEMO or DEBUG)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_NAME = "__Host-session" if SECURE_COOKIES else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE_COOKIES else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CSRF_FAILURE_VIEW = "slimsamenwerken.core.error_views.csrf_failure"
SECURE_SSL_REDIRECT = SECURE_COOKIES and env_bool("SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$", r"^health$", r"^api/"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_COOKIES else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = env_bool("HSTS_PRELOAD", default=True)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env_bool("BEHIND_PROXY", default=False) else None
)
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap inlines its small icons
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# ── logs: JSON lines on standard error (trust guide §5) ────────────────────────────────────────
LOGGING = logging_config(
    env_str("LOG_LEVEL", default="INFO", choices=["DEBUG", "INFO", "WARNING", "ERROR"])
)

# ── API (the rest stands on the classes in api/viewsets.py) ─────────────────────────────────────
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["slimsamenwerken.api.authentication.KeyAuthentication"],
    "DEFAULT_SCHEMA_CLASS": "slimsamenwerken.api.schema.PortalSchema",
    "EXCEPTION_HANDLER": "slimsamenwerken.api.handling.handle",
    "URL_FORMAT_OVERRIDE": None,
    "COERCE_DECIMAL_TO_STRING": True,
}
JSON_CAMEL_CASE = {
    "JSON_UNDERSCOREIZE": {"no_underscore_before_number": True, "ignore_fields": ("dims",)}
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Slim samenwerken",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.0.3",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SCHEMA_PATH_PREFIX_TRIM": True,
    "SERVERS": [{"url": "/api/v1"}],
    "CAMELIZE_NAMES": True,
    "COMPONENT_SPLIT_REQUEST": True,
    "SORT_OPERATION_PARAMETERS": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": True,
    "ENUM_NAME_OVERRIDES": {
        "PrecisionCode": "slimsamenwerken.programme.api.words.PRECISION",
        "EnteredPrecisionCode": "slimsamenwerken.programme.api.words.ENTERED_PRECISION",
        "DeclarableStatusCode": "slimsamenwerken.programme.api.words.DECLARABLE_STATUS",
        "StatusCode": "slimsamenwerken.programme.api.words.STATUS",
        "ActionKind": "slimsamenwerken.programme.api.words.ACTION_KIND",
        "ActorKind": "slimsamenwerken.programme.api.words.ACTOR_KIND",
        "ClosureKind": "slimsamenwerken.programme.api.words.CLOSURE_KIND",
        "OutcomeKind": "slimsamenwerken.programme.api.words.OUTCOME_KIND",
        "ParticipationRole": "slimsamenwerken.programme.api.words.ROLE",
        "IndicatorLevel": "slimsamenwerken.programme.api.words.LEVEL",
        "IndicatorDirection": "slimsamenwerken.programme.api.words.DIRECTION",
        "IndicatorAggregation": "slimsamenwerken.programme.api.words.AGGREGATION",
        "IndicatorDimensionAggregation": "slimsamenwerken.programme.api.words.DIMENSIONS",
        "IndicatorFrequency": "slimsamenwerken.programme.api.words.FREQUENCY",
        "MeasurementQualifier": "slimsamenwerken.programme.api.words.QUALIFIER",
        "TaskStatus": "slimsamenwerken.api.models.TaskStatus",
        "WebhookStatus": "slimsamenwerken.api.webhooks.api.STATUS",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "drf_spectacular.contrib.djangorestframework_camel_case.camelize_serializer_fields",
        "slimsamenwerken.api.contract.complete",
    ],
}

# ── house ────────────────────────────────────────────────────────────────────────────────────
LOGO_URL = env_str("LOGO_URL", default="")
TEST_ENVIRONMENT = env_bool("TEST_ENVIRONMENT", default=False)
