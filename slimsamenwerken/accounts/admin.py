from slimsamenwerken.accounts.models import Membership, OpenSession, Organisation, User
from slimsamenwerken.core.support import look_at

look_at(
    User,
    list_display=["email", "name", "is_active", "is_staff", "last_login"],
    list_filter=["is_active", "is_staff"],
    search_fields=["email", "name"],
    hidden=("password", "sessions_ended_count"),
)
look_at(Organisation, list_filter=["kind"], search_fields=["name", "slug"])
look_at(
    Membership,
    list_display=["user", "organisation", "role", "since", "until"],
    list_filter=["role", "organisation"],
)
look_at(
    OpenSession,
    list_display=["user", "browser", "signed_in_at", "seen_at"],
    hidden=("session_key",),
)
