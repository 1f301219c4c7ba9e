"""All settings, read top to bottom, each from the environment through one strict reader.

A missing or malformed value stops the process at start; `docs/settings.md` lists every variable.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from corsheaders.defaults import default_headers
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from accounts.keys import private_key
from accounts.providers import origins, sign_in_providers
from core.api.plans import plan_of
from core.geo.tiles import tile_source
from partners.feeds import addresses as feeds
from photos.places import media_backends, media_sources, origin

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# --- The process ---------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://localhost:8000")
HTTPS = SITE_URL.startswith("https://")
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
# Where `/live/` is answered; without it pages look for news themselves (docs/live.md).
LIVE_URL = env.str("LIVE_URL", default="").rstrip("/")
LIVE_MAX_STREAMS = env.int("LIVE_MAX_STREAMS", default=2000)

WSGI_APPLICATION = "foodcoord.wsgi.application"
ROOT_URLCONF = "foodcoord.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Apps ---------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.headless",
    "allauth.idp.oidc",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "corsheaders",
    "csp",
    "django_htmx",
    "template_partials",
    "django_q",
    "pgtrigger",
    "pghistory",
    "django.forms",
    "accounts.admin_config.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    # Ours, from the roof to the ground; after the others, so that our admin has the last word.
    "foodcoord",
    "partners",
    "nearby",
    "insights",
    "moderation",
    "notifications",
    "matching",
    "standing",
    "commitments",
    "conversations",
    "requests_app",
    "listings",
    "photos",
    "posts",
    "accounts",
    "catalog",
    "core",
]

MIDDLEWARE = [
    "core.http.CorrelationMiddleware",
    "core.http.LivenessMiddleware",
    "core.http.UnavailableMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Static files are packed beforehand; the feeds say themselves what they vary by.
    "core.compression.CompressionMiddleware",
    "partners.feeds.http.OpenFeedsMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionLimitsMiddleware",
    "accounts.signed_out.SignedOutMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "accounts.middleware.PreferencesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "core.http.PrivateResponsesMiddleware",
    "foodcoord.pwa.keeping.DeviceMiddleware",
    "foodcoord.pwa.outbox.OutboxMiddleware",
    "core.api.deprecation.DeprecationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "accounts.throttles.RateLimitMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.acting.acting",
                "commitments.context_processors.waiting",
                "foodcoord.context_processors.map_tiles",
                "foodcoord.context_processors.live",
                "foodcoord.pwa.keeping.device",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database: Postgres, persistent connections, no pool (docs/decisions) ------------------------
DATABASES = {
    "default": env.db("DATABASE_URL"),
    # What a language model's texts are written through: a role that can write nothing else
    # (docs/decisions/insights-explainer-role.md). Connected to only where EXPLAINER is bedrock.
    "explainer": env.db("EXPLAINER_DATABASE_URL", default=env.str("DATABASE_URL")),
}
for database in DATABASES.values():
    database.update(
        CONN_MAX_AGE=env.int("CONN_MAX_AGE", default=None)
        if "CONN_MAX_AGE" in env.ENVIRON
        else None,
        CONN_HEALTH_CHECKS=True,
    )
    database["OPTIONS"] = {
        "options": "-c statement_timeout=5000 -c lock_timeout=2000 -c timezone=UTC",
        **database.get("OPTIONS", {}),
    }
DATABASES["explainer"]["TEST"] = {"MIRROR": "default"}
if "EXPLAINER_DATABASE_URL" not in env.ENVIRON:
    DATABASES["explainer"]["OPTIONS"]["options"] += " -c role=foodcoord_explainer"

# --- People --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "display_name"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "nearby:home"
LOGOUT_REDIRECT_URL = "nearby:home"

# Sign-in: an e-mail address and a code; a password or a passkey for those who want one.
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_FORMS = {
    "login": "accounts.forms.sign_in.SignInForm",
    "signup": "accounts.forms.sign_in.SignUpForm",
    "add_email": "accounts.forms.once_more.EmailForm",
    "change_password": "accounts.forms.once_more.NewPasswordForm",
    "set_password": "accounts.forms.once_more.FirstPasswordForm",
    "reset_password": "accounts.forms.once_more.ForgottenPasswordForm",
    "reset_password_from_key": "accounts.forms.once_more.PasswordAfterCodeForm",
    "reauthenticate": "accounts.forms.once_more.PasswordOnceMoreForm",
}
ACCOUNT_SIGNUP_REDIRECT_URL = "accounts:welcome"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "authenticate": "accounts.forms.once_more.SecondStepForm",
    "reauthenticate": "accounts.forms.once_more.CodeOnceMoreForm",
    "activate_totp": "accounts.forms.once_more.AppForm",
    "add_webauthn": "accounts.forms.once_more.NewPasskeyForm",
    "edit_webauthn": "accounts.forms.once_more.RenamePasskeyForm",
}
MFA_TOTP_ISSUER = "FoodCoord"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
STAFF_MFA_REQUIRED = env.bool("STAFF_MFA_REQUIRED", default=True)
# The style guide is for staff; where it is shown, it is for everybody.
SHOW_STYLEGUIDE = env.bool("SHOW_STYLEGUIDE", default=False)

# Google and one other OpenID Connect provider, where they are configured. An account is found by
# its e-mail address only where the provider says that it has verified it.
OIDC_PROVIDERS = sign_in_providers(
    google=(env.str("GOOGLE_CLIENT_ID", default=""), env.str("GOOGLE_CLIENT_SECRET", default="")),
    issuer=env.str("OIDC_ISSUER", default=""),
    other=(env.str("OIDC_CLIENT_ID", default=""), env.str("OIDC_CLIENT_SECRET", default="")),
    name=env.str("OIDC_NAME", default="OpenID"),
)
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": OIDC_PROVIDERS}}
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False

# History of rows, by triggers: who asked for a change, of the requests that may change something.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")
PGHISTORY_APPEND_ONLY = True

# API tokens: RS256, an access token ends with its session (docs/sign-in.md).
HEADLESS_CLIENTS = ("app",)
HEADLESS_TOKEN_STRATEGY = "allauth.headless.tokens.strategies.jwt.JWTTokenStrategy"  # noqa: S105
HEADLESS_JWT_PRIVATE_KEY = private_key(
    env.str("JWT_PRIVATE_KEY", multiline=True, default=""),
    env.str("JWT_PRIVATE_KEY_FILE", default=""),
)
HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN = 20 * 60
HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN = 14 * 24 * 3600
HEADLESS_JWT_ROTATE_REFRESH_TOKEN = True
HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED = True
# The key before: what it has signed is still good (docs/sign-in.md says how to change keys).
JWT_PREVIOUS_KEY = private_key(
    env.str("JWT_PREVIOUS_KEY", multiline=True, default=""),
    env.str("JWT_PREVIOUS_KEY_FILE", default=""),
)

# Tokens for programs of organizations: client credentials, and nothing else of what a provider
# could do (docs/programs.md).
IDP_OIDC_ADAPTER = "accounts.clients.adapter.OIDCAdapter"
IDP_OIDC_ACCESS_TOKEN_FORMAT = "jwt"  # noqa: S105
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN
IDP_OIDC_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]

# People of an Amazon Cognito user pool, where one is configured (docs/sign-in.md).
COGNITO_ISSUER = env.str("COGNITO_ISSUER", default="").rstrip("/")
COGNITO_CLIENT_IDS = env.list("COGNITO_CLIENT_IDS", default=[])
COGNITO_JWKS_URL = env.str("COGNITO_JWKS_URL", default=f"{COGNITO_ISSUER}/.well-known/jwks.json")
COGNITO_ENFORCES_MFA = env.bool("COGNITO_ENFORCES_MFA", default=False)

# Sign-in limits are counted here, shared by all processes (docs/sign-in.md says why it is exact).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- Sessions, cookies, headers ------------------------------------------------------------------
SESSION_IDLE_DAYS = env.int("SESSION_IDLE_DAYS", default=14)
SESSION_MAX_DAYS = env.int("SESSION_MAX_DAYS", default=30)
SESSION_COOKIE_AGE = SESSION_IDLE_DAYS * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "foodcoord.stale_forms.token_refused"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
TILE_URL = env.str("TILE_URL", default="")
TILE_ATTRIBUTION = env.str("TILE_ATTRIBUTION", default="")
CONTENT_SECURITY_POLICY: dict[str, dict[str, list[Any]]] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *filter(None, [tile_source(TILE_URL)])],
        "connect-src": [SELF, *filter(None, [LIVE_URL])],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF, *origins(OIDC_PROVIDERS)],
        "frame-ancestors": [NONE],
    }
}
CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])
CORS_ALLOW_CREDENTIALS = True
CORS_ALLOW_HEADERS = [
    *default_headers,
    "idempotency-key",
    "if-match",
    "if-none-match",
    "x-correlation-id",
]
CORS_EXPOSE_HEADERS = [
    "ETag",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "X-Correlation-Id",
    *("Deprecation", "Sunset", "Link"),
]
CORS_URLS_REGEX = feeds.NOT_OPEN
# What others may do with what the open feeds hold (docs/feeds.md): a name, and where it stands.
OPEN_DATA_LICENCE = env.str("OPEN_DATA_LICENCE", default="")
OPEN_DATA_LICENCE_URL = env.str("OPEN_DATA_LICENCE_URL", default="")

# --- Languages and times -------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["foodcoord.formats"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Files ---------------------------------------------------------------------------------------
STATIC_URL = "static/"
WHITENOISE_ALLOW_ALL_ORIGINS = False  # nobody else's pages are made of them
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "var" / "static"))()
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media"))()
# Hashed names may be cached for ever; compressing them takes long, so it is for production.
STATIC_BACKENDS = {
    "compressed": "whitenoise.storage.CompressedManifestStaticFilesStorage",
    "quick": "foodcoord.static_files.QuicklyPackedStorage",
    "hashed": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage",
    "plain": "django.contrib.staticfiles.storage.StaticFilesStorage",
}
# Photos lie on local disk, or in a private bucket; `photos/*` of it is served (docs/photos.md).
MEDIA_STORAGE = env.str("MEDIA_STORAGE", default="local")
S3_BUCKET = env.str("S3_BUCKET", default="")
S3_REGION = env.str("S3_REGION", default="eu-west-1")
S3_ENDPOINT_URL = env.str("S3_ENDPOINT_URL", default="")
S3_PUBLIC_URL = env.str("S3_PUBLIC_URL", default="")
PHOTO_GRACE_DAYS = env.int("PHOTO_GRACE_DAYS", default=7)
PHOTO_LEASE_SECONDS = env.int("PHOTO_LEASE_SECONDS", default=90)
MEDIA_BACKENDS = media_backends(S3_BUCKET, S3_REGION, S3_ENDPOINT_URL)
MEDIA_SOURCES = media_sources(MEDIA_STORAGE, S3_BUCKET, S3_REGION, S3_ENDPOINT_URL)
CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"] += [*MEDIA_SOURCES, *origin(S3_PUBLIC_URL)]
CONTENT_SECURITY_POLICY["DIRECTIVES"]["connect-src"] += MEDIA_SOURCES
CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] += MEDIA_SOURCES
STORAGES = {
    "default": MEDIA_BACKENDS[MEDIA_STORAGE],
    "staticfiles": {
        "BACKEND": STATIC_BACKENDS[
            env.str("STATIC_FILES", default="plain" if DEBUG else "compressed")
        ]
    },
}

# Files that organizations bring in: how large one may be, and for how many days it is kept.
IMPORT_MAX_MB = env.int("IMPORT_MAX_MB", default=30)
IMPORT_KEPT_DAYS = env.int("IMPORT_KEPT_DAYS", default=7)

# --- Mail ----------------------------------------------------------------------------------------
EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="FoodCoord <hello@foodcoord.example>")

# --- Background work: django-q2 is the bell, deliveries are the truth (docs/decisions) ------------
# retry > timeout * (1 + ceil((queue_limit + bulk) / workers)) + 5, so that nothing runs twice.
Q_CLUSTER = {
    "name": "foodcoord",
    "orm": "default",
    "workers": env.int("Q_WORKERS", default=2),
    "queue_limit": 2,
    "bulk": 1,
    "timeout": 60,
    "retry": 300,
    "max_attempts": 5,
    "ack_failures": True,
    "save_limit": -1,
    "poll": 0.2,
    "guard_cycle": 0.5,
    "recycle": 500,
    "max_rss": 300_000,
    "catch_up": False,
    "scheduler": True,
    "cached": False,
    "sync": False,
    "label": "Background work",
}
DELIVERY_LEASE_SECONDS = env.int("DELIVERY_LEASE_SECONDS", default=60)
DELIVERY_MAX_ATTEMPTS = 5
DELIVERY_STALE_SECONDS = env.int("DELIVERY_STALE_SECONDS", default=60)

# --- Notifications: what is sent, besides what the site shows (docs/notifications.md) ------------
DISPATCH_MAX_ATTEMPTS = 8
VAPID_PRIVATE_KEY = private_key(
    env.str("VAPID_PRIVATE_KEY", multiline=True, default=""),
    env.str("VAPID_PRIVATE_KEY_FILE", default=""),
)
PUSH_HOSTS = env.list(
    "PUSH_HOSTS",
    default=[
        "fcm.googleapis.com",
        "updates.push.services.mozilla.com",
        "*.push.apple.com",
        "*.notify.windows.com",
    ],
)

# --- Webhooks and the event bus (docs/webhooks.md, docs/events.md) -------------------------------
# Lets webhooks be plain http, and on this machine: for the demo and for trying things out.
WEBHOOK_PRIVATE_ADDRESSES = env.bool("WEBHOOK_PRIVATE_ADDRESSES", default=False)
WEBHOOKS_AN_ORGANIZATION = env.int("WEBHOOKS_AN_ORGANIZATION", default=20)
WEBHOOK_TURNS = env.int("WEBHOOK_TURNS", default=8)
WEBHOOK_CONNECT_SECONDS = env.float("WEBHOOK_CONNECT_SECONDS", default=3)
WEBHOOK_TOTAL_SECONDS = env.float("WEBHOOK_TOTAL_SECONDS", default=10)
# More than a call can last: its name, each of its addresses, and the answer.
WEBHOOK_LEASE_SECONDS = 60
WEBHOOK_WAITS_SECONDS = (5, 30, 120, 600, 1800, 3600)
WEBHOOK_PATIENCE_HOURS = 72
# Events also go to this bus of Amazon EventBridge; keys come as boto3 finds them.
EVENTBRIDGE_BUS = env.str("EVENTBRIDGE_BUS", default="")
EVENTBRIDGE_REGION = env.str("EVENTBRIDGE_REGION", default="eu-west-1")
EVENTBRIDGE_ENDPOINT_URL = env.str("EVENTBRIDGE_ENDPOINT_URL", default="")

# --- API -----------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.authentication.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_THROTTLE_CLASSES": ["accounts.throttles.PlanThrottle"],
    "DEFAULT_RENDERER_CLASSES": ["core.api.renderers.EnvelopeJSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["core.api.parsers.BoundedJSONParser"],
    "NON_FIELD_ERRORS_KEY": "__all__",
    "DEFAULT_SCHEMA_CLASS": "core.api.schema.EnvelopeAutoSchema",
    "EXCEPTION_HANDLER": "core.api.errors.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "COERCE_DECIMAL_TO_STRING": True,
    "TIME_INPUT_FORMATS": ["%H:%M", "%H:%M:%S"],
}
# How much people, and callers without a token, may ask: per second, burst, per day (docs/sync.md).
API_THROTTLE = env.bool("API_THROTTLE", default=True)
API_PLAN_PERSON = plan_of(env.list("API_PLAN_PERSON", cast=float, default=[20, 100, 50_000]))
API_PLAN_NOBODY = plan_of(env.list("API_PLAN_NOBODY", cast=float, default=[20, 100, 20_000]))
SPECTACULAR_SETTINGS = {
    "TITLE": "FoodCoord API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None, "docExpansion": "list"},
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "core.api.schema.add_components",
    ],
    "ENUM_NAME_OVERRIDES": {
        "AllergenEnum": "catalog.enums.Allergen",
        "CancelReasonEnum": "commitments.enums.CancelReason",
        "CommitmentStateEnum": "commitments.enums.CommitmentState",
        "ImportKindEnum": "partners.imports.enums.ImportKind",
        "ImportStateEnum": "partners.imports.enums.ImportState",
        "ImportFormEnum": "partners.imports.enums.FileForm",
        "ConversationKindEnum": "conversations.enums.ConversationKind",
        "ApiClientStateEnum": "accounts.enums.ClientState",
        "ListingStateEnum": "listings.enums.ListingState",
        "PhotoStateEnum": "photos.enums.PhotoState",
        "OrganizationKindEnum": "accounts.enums.OrganizationKind",
        "ReportReasonEnum": "moderation.enums.Reason",
        "PhraseEnum": "conversations.enums.Phrase",
        "PrecisionEnum": "core.geo.models.Precision",
        "PostKindEnum": "matching.enums.PostKind",
        "RequestStateEnum": "requests_app.enums.RequestState",
        "OccasionStateEnum": "standing.enums.OccasionState",
        "SideEnum": "commitments.enums.Side",
        "SignalKindEnum": "insights.enums.SignalKind",
        "ExplanationStateEnum": "insights.enums.ExplanationState",
        "StandingKindEnum": "standing.enums.Kind",
        "StandingStateEnum": "standing.enums.StandingState",
        "ThanksEnum": "commitments.enums.Thanks",
        "StorageEnum": "catalog.enums.Storage",
        "DietEnum": "catalog.enums.Diet",
        "MembershipRoleEnum": "accounts.enums.Role",
        "UnitEnum": "catalog.enums.Unit",
        "UnitSystemEnum": "accounts.enums.Units",
        "WindowEnum": "insights.enums.Window",
        "WebhookEventTypeEnum": "partners.webhooks.enums.EventType",
        "WebhookStateEnum": "partners.webhooks.enums.WebhookState",
        "WebhookDeliveryStateEnum": "partners.webhooks.enums.WebhookDeliveryState",
        "WhyWebhookDisabledEnum": "partners.webhooks.enums.WhyDisabled",
        "WebhookMessageTypeEnum": "partners.webhooks.shapes.TOLD",
    },
}

# --- What we chose about promises and figures ----------------------------------------------------
PROPOSAL_HOURS = env.int("PROPOSAL_HOURS", default=24)
UNDO_MINUTES = env.int("UNDO_MINUTES", default=10)
UNKEPT_HOURS = env.int("UNKEPT_HOURS", default=48)
HAND_OVER_SOON_HOURS = env.int("HAND_OVER_SOON_HOURS", default=3)
CODE_TRIES_AN_HOUR = 5
IDEMPOTENCY_DAYS = 7
K_PARTICIPANTS = env.int("K_PARTICIPANTS", default=5)

# Room for new accounts, and how often one person may report things.
NEWCOMER_DAYS = env.int("NEWCOMER_DAYS", default=3)
NEWCOMER_POSTS_A_DAY = env.int("NEWCOMER_POSTS_A_DAY", default=30)
NEWCOMER_OPEN_PROPOSALS = env.int("NEWCOMER_OPEN_PROPOSALS", default=10)
NEWCOMER_PEOPLE_AN_HOUR = env.int("NEWCOMER_PEOPLE_AN_HOUR", default=10)
REPORTS_A_DAY = env.int("REPORTS_A_DAY", default=20)
SNAPSHOT_DAYS = env.int("SNAPSHOT_DAYS", default=90)
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")

# --- Matching ------------------------------------------------------------------------------------
ALERTS_A_POST = env.int("ALERTS_A_POST", default=200)
ALERTS_A_DAY = env.int("ALERTS_A_DAY", default=10)
UNCLAIMED_HOURS = env.int("UNCLAIMED_HOURS", default=12)
UNCLAIMED_PERCENT = env.int("UNCLAIMED_PERCENT", default=50)

# Where those look from who have told no place: "LAT,LON", or nothing.
DEFAULT_PLACE = env.str("DEFAULT_PLACE", default="")

# --- Explanations --------------------------------------------------------------------------------
EXPLAINER = env.str("EXPLAINER", default="plain")
EXPLAINER_ALIAS = "explainer"
BEDROCK_REGION = env.str("BEDROCK_REGION", default="eu-west-1")
BEDROCK_MODEL = env.str("BEDROCK_MODEL", default="")
BEDROCK_ENDPOINT_URL = env.str("BEDROCK_ENDPOINT_URL", default="")
# One try ends within CONNECT + READ seconds, all tries for one text within TOTAL; after ROUND no
# further text of a signal is begun. A task must not last longer than a minute.
BEDROCK_CONNECT_SECONDS = env.float("BEDROCK_CONNECT_SECONDS", default=2)
BEDROCK_READ_SECONDS = env.float("BEDROCK_READ_SECONDS", default=6)
BEDROCK_TOTAL_SECONDS = env.float("BEDROCK_TOTAL_SECONDS", default=17)
BEDROCK_ROUND_SECONDS = env.float("BEDROCK_ROUND_SECONDS", default=10)
# Dollars per million tokens, and what a UTC day may take.
BEDROCK_PRICE_IN = env("BEDROCK_PRICE_IN", cast=Decimal, default=Decimal(0))
BEDROCK_PRICE_OUT = env("BEDROCK_PRICE_OUT", cast=Decimal, default=Decimal(0))
BEDROCK_DAILY_TOKENS = env.int("BEDROCK_DAILY_TOKENS", default=200_000)
BEDROCK_DAILY_DOLLARS = env("BEDROCK_DAILY_DOLLARS", cast=Decimal, default=Decimal(2))
# So many failures in a row within so many minutes, and the model is left alone; how long.
BEDROCK_BREAKER_FAILURES = env.int("BEDROCK_BREAKER_FAILURES", default=5)
BEDROCK_BREAKER_MINUTES = env.int("BEDROCK_BREAKER_MINUTES", default=10)
BEDROCK_REST_MINUTES = env.int("BEDROCK_REST_MINUTES", default=5)

# --- Logs: one JSON line each, ids only ----------------------------------------------------------
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "core.logs.formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django-q": {"handlers": ["console"], "level": LOG_LEVEL, "propagate": False},
    },
}
