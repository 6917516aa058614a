"""Rules for passwords, each with a sentence that tells how to mend."""

from typing import Any

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class LengthValidator:
    """Between two lengths; the longest keeps hashing cheap for whoever sends megabytes."""

    def __init__(self, shortest: int = 12, longest: int = 128) -> None:
        self.lengths = {"shortest": shortest, "longest": longest}

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 - Django's
        if len(password) < self.lengths["shortest"]:
            sentence = _("Choose a password of at least %(shortest)s characters.")
        elif len(password) > self.lengths["longest"]:
            sentence = _("Choose a password of at most %(longest)s characters.")
        else:
            return
        raise ValidationError(sentence % self.lengths, code="password_length")

    def get_help_text(self) -> str:
        return _("Between %(shortest)s and %(longest)s characters.") % self.lengths


class UncommonValidator(CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Many people use this password. Choose one that is harder to guess.")

    def get_help_text(self) -> str:
        return _("Not a password that many people use.")


class OwnDataValidator(UserAttributeSimilarityValidator):
    DEFAULT_USER_ATTRIBUTES = ("email", "name")

    def __init__(self) -> None:
        super().__init__(user_attributes=self.DEFAULT_USER_ATTRIBUTES)

    def get_error_message(self) -> str:
        return _(
            "This password looks like your %(verbose_name)s. Choose one that says nothing about you."
        )

    def get_help_text(self) -> str:
        return _("Not your name or your e-mail address.")
