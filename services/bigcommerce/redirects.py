"""The single-use way from our page to BigCommerce's hosted cart and checkout."""

from __future__ import annotations

import logging
from urllib.parse import quote

from services.bigcommerce import wire
from services.bigcommerce.client import PLATFORM, BigCommerceClient
from services.campaign import campaign_parameters
from services.errors import NotFoundError, PlatformAnswerError, PlatformRejectedError
from services.hosted_origins import is_hosted, origin_of
from services.models import RedirectSession, ReturnUrls
from services.storefront import Visitor

log = logging.getLogger("foyer.bigcommerce")

OPERATION = "create redirect urls"
NOWHERE = ReturnUrls()


class BigCommerceRedirects:
    """Makes redirect URLs, anew for each click, and lets none lead anywhere but to the hosted origins."""

    def __init__(self, client: BigCommerceClient, hosted_origins: tuple[str, ...]) -> None:
        self._client = client
        self._hosted_origins = hosted_origins

    def to_checkout(self, visitor: Visitor, cart_id: str, urls: ReturnUrls) -> RedirectSession:
        """Where the hosted pages lead back to is not said here: it is a setting of the channel's site.

        Raises: NotFoundError (the cart is gone), PlatformAnswerError.
        """
        made = self._create(visitor, cart_id, urls)
        embedded = made.embedded_checkout_url
        return RedirectSession(
            self._checked(made.checkout_url, "checkout_url"),
            embedded if is_hosted(embedded, self._hosted_origins) else "",
        )

    def to_cart(self, visitor: Visitor, cart_id: str, urls: ReturnUrls = NOWHERE) -> RedirectSession:
        """Raises: as above."""
        return RedirectSession(self._checked(self._create(visitor, cart_id, urls).cart_url, "cart_url"))

    def _create(self, visitor: Visitor, cart_id: str, urls: ReturnUrls) -> wire.RedirectUrls:
        """All three URLs share one token, which the first visit spends.

        Source: https://developer.bigcommerce.com/docs/rest-management/carts/cart-redirect-urls
        """
        campaign = campaign_parameters(urls.campaign)
        try:
            answer = self._client.call(
                OPERATION,
                f"/v3/carts/{quote(cart_id, safe='')}/redirect_urls",
                wire.RedirectUrlsAnswer,
                visitor=visitor,
                method="POST",
                body={"query_params": campaign} if campaign else {},
                is_repeatable=True,
            )
        except PlatformRejectedError as error:
            if error.status == 404:
                raise NotFoundError("cart", cart_id) from error
            raise
        return answer.data

    def _checked(self, url: str, name: str) -> str:
        """The URL came from the API, and still nobody is sent to an origin that the settings do not name."""
        if not is_hosted(url, self._hosted_origins):
            log.error(
                "redirect URL leads to an origin that is not allowed; if it is yours: BIGCOMMERCE_HOSTED_ORIGINS",
                extra={"origin": origin_of(url)[:200]},
            )
            raise PlatformAnswerError(
                f"$.data.{name} is not on a hosted origin", platform=PLATFORM, operation=OPERATION
            )
        return url
