"""How a hosted page is to look and what its address carries along: preferences, language, campaign."""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.campaign import campaign_parameters
from services.models import ReturnUrls
from services.wix.redirect_intents import Intent

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\Z")
LINGUIST = "x-wix-linguist"
LANGUAGE_PARAMETER = "lang"


@dataclass(frozen=True, slots=True)
class Preferences:
    """Wix's own defaults. `additional_query_parameters` are added to the hosted page's address."""

    use_generic_wix_pages: bool = True
    maintain_identity: bool = True
    check_if_publish: bool = False
    additional_query_parameters: tuple[tuple[str, str], ...] = ()

    def to_wix(self, intent: Intent, urls: ReturnUrls) -> dict[str, object]:
        """What is sent with this intent; the campaign yields to a parameter of the same name that was asked for."""
        parameters = {**campaign_parameters(urls.campaign), **dict(self.additional_query_parameters)}
        carried: dict[str, object] = {"additionalQueryParameters": parameters} if parameters else {}
        if not intent.carries_identity:
            return carried
        return {
            "useGenericWixPages": self.use_generic_wix_pages,
            "maintainIdentity": self.maintain_identity,
            "checkIfPublish": self.check_if_publish,
            **carried,
        }

    def headers(self, urls: ReturnUrls) -> dict[str, str]:
        """The header that names the language, unless a `lang` was asked for: that one has priority at Wix."""
        is_asked_for = any(name == LANGUAGE_PARAMETER for name, _ in self.additional_query_parameters)
        if is_asked_for or not LANGUAGE.match(urls.language):
            return {}
        return {LINGUIST: urls.language}
