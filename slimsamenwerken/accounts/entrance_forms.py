"""allauth's forms in our words: settings.ACCOUNT_FORMS names them, the house helper draws them."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from slimsamenwerken.core.forms import speak
from slimsamenwerken.core.kept import give_back


class InOurWords:
    """Sentences that tell how to mend; no placeholder that repeats the label."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            # "Forgot your password?" stands beside the form; in a hint it would be dead words.
            if field.widget.attrs.get("autocomplete") == "current-password":
                field.help_text = ""
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = _(
                    "Enter an e-mail address such as name@example.be."
                )
        speak(self)  # type: ignore[arg-type]  # mixed into forms


class TwiceTheSame(InOurWords):
    cleaned_data: dict[str, Any]

    def clean(self) -> dict[str, Any]:
        """Instead of allauth's check, which only words it otherwise."""
        data = self.cleaned_data
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("Type the same password twice."))  # type: ignore[attr-defined]
        return data


class LoginForm(InOurWords, allauth_forms.LoginForm):  # type: ignore[misc]
    """Carries a form that was filled in before (core/kept.py), also past a wrong password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kept" in self.data or "kept" in self.initial:
            self.fields["kept"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        answer: HttpResponse = super().login(request, redirect_url=redirect_url)
        if request.user.is_authenticated:
            sealed = self.cleaned_data.get("kept", "")
            give_back(request.session, sealed, user=request.user.pk)
        return answer


class ResetPasswordForm(InOurWords, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    pass


class ReauthenticateForm(InOurWords, allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    pass


class ResetPasswordKeyForm(TwiceTheSame, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class ChangePasswordForm(TwiceTheSame, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    pass


class SetPasswordForm(TwiceTheSame, allauth_forms.SetPasswordForm):  # type: ignore[misc]
    pass
