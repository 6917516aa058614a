"""Links that are mailed: absolute, and built from SITE_ROOT instead of what a request claims."""

from urllib.parse import quote

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from slimsamenwerken.accounts.models import User


def password_link(key: str) -> str:
    """Where someone with this key (`user-token`) chooses a password."""
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
    return settings.SITE_ROOT + path.replace("UID-KEY", quote(key))


def password_key(user: User) -> str:
    """Works once, for PASSWORD_RESET_TIMEOUT seconds; choosing a password or another address ends it."""
    return f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
