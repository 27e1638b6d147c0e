"""What allauth asks of us: nobody signs up by themselves, and second factors lie encrypted."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from organizations.sealing import seal, unseal


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an account begins with an invitation."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The home of this door."""
        return reverse("home")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """After the transaction, and a mail server that is down is no error of the person's."""
        message = self.render_mail(template_prefix, email, {"request": self.request, **context})
        transaction.on_commit(message.send, robust=True)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Secrets of authenticator apps and recovery codes are encrypted in the database."""

    def encrypt(self, text: str) -> str:
        """With the newest data key."""
        return seal(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """With any data key that is still listed."""
        return unseal(encrypted_text.encode()).decode()
