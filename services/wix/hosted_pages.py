"""Links to the pages of the site itself: a product's, and that of the services."""

from __future__ import annotations

from services.errors import NotFoundError, PlatformRejectedError
from services.models import RedirectSession, ReturnUrls
from services.storefront import Visitor
from services.wix.client import is_guid
from services.wix.redirect_intents import Intent, bookings_book, stores_product
from services.wix.redirects import WixRedirects


class WixHostedPages:
    """The same goods on the hosted site, for shops that show what pages of their own do not."""

    def __init__(self, redirects: WixRedirects) -> None:
        self._redirects = redirects

    def create_product_session(self, visitor: Visitor, slug: str, urls: ReturnUrls) -> RedirectSession:
        """Source: https://dev.wix.com/docs/api-reference/business-management/headless/redirects/create-redirect-session"""
        if not slug:
            raise NotFoundError("product", slug)
        return self._create(visitor, stores_product(slug), urls, NotFoundError("product", slug))

    def create_services_session(self, visitor: Visitor, staff_id: str, urls: ReturnUrls) -> RedirectSession:
        """Source: https://dev.wix.com/docs/api-reference/business-management/headless/redirects/create-redirect-session"""
        if staff_id and not is_guid(staff_id):
            raise NotFoundError("staff", staff_id)
        return self._create(visitor, bookings_book(staff_id), urls, NotFoundError("staff", staff_id))

    def _create(self, visitor: Visitor, intent: Intent, urls: ReturnUrls, gone: NotFoundError) -> RedirectSession:
        try:
            return self._redirects.create(visitor, intent, urls, makes_visitor=True)
        except PlatformRejectedError as error:
            if error.status == 404:
                raise gone from error
            raise
