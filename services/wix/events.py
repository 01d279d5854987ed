"""What is on at Wix Events, and a visitor's part in it: holds on tickets, answers to invitations, ticket orders."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from services.errors import (
    NotFoundError,
    PlatformAnswerError,
    PlatformRejectedError,
    ReservationExpiredError,
)
from services.models import (
    Customer,
    Event,
    EventQuery,
    NewRsvp,
    Page,
    RedirectSession,
    Reservation,
    ReservationState,
    ReturnUrls,
    Rsvp,
    RsvpAnswer,
    TicketOrder,
    WantedTicket,
)
from services.storefront import Visitor
from services.wix import event_wire as wire
from services.wix.client import WixClient, is_guid
from services.wix.event_catalog import WixEventCatalog
from services.wix.event_mapping import reservation_from_wix
from services.wix.event_orders import WixTicketOrders, is_order_number
from services.wix.event_reservations import refused_reservation, reservation_to_wix
from services.wix.event_rsvps import ANSWERS, may_be_full, refused_rsvp, rsvp_to_wix
from services.wix.redirect_intents import events_checkout
from services.wix.redirects import WixRedirects

Shape = TypeVar("Shape")

RESERVATIONS = "/events/v1/ticket-reservations"


class WixEvents:
    """Events for everybody come from the caches; holds, answers and orders always from the platform."""

    def __init__(
        self, client: WixClient, catalog: WixEventCatalog, redirects: WixRedirects, now: Callable[[], datetime]
    ) -> None:
        self._client = client
        self._catalog = catalog
        self._redirects = redirects
        self._orders = WixTicketOrders(client)
        self._now = now

    def list_events(self, query: EventQuery) -> Page[Event]:
        return self._catalog.list_events(query)

    def get_event(self, slug: str) -> Event:
        return self._catalog.get_event(slug)

    def find_events(self, event_ids: Collection[str]) -> tuple[Event, ...]:
        return self._catalog.find_events(event_ids)

    def create_reservation(self, visitor: Visitor, event: Event, tickets: tuple[WantedTicket, ...]) -> Reservation:
        """Source: https://dev.wix.com/docs/rest/business-solutions/events/ticket-reservations/create-ticket-reservation

        Shape: `ticketReservation`. Raises: SoldOutError, TicketChoiceError, PlatformSetupError.
        """
        body = reservation_to_wix(tickets)
        try:
            answer = self._client.call_as(
                visitor, "reserve tickets", RESERVATIONS, wire.ReservationAnswer, body=body, makes_visitor=True
            )
        except PlatformRejectedError as error:
            self._catalog.forget(event)  # so that the page drawn next says what is true now
            raise refused_reservation(error, event, tickets) from error
        reservation = reservation_from_wix(answer.ticket_reservation, self._now())
        return replace(reservation, event_id=reservation.event_id or event.id)

    def get_reservation(self, visitor: Visitor, reservation_id: str) -> Reservation:
        """A foreign hold is 403 and an unknown one 404; both read as not found.

        Source: https://dev.wix.com/docs/rest/business-solutions/events/ticket-reservations/get-ticket-reservation
        Shape: `ticketReservation`; a lapsed one is still there. Raises: NotFoundError.
        """
        answer = self._of_reservation(visitor, "get reservation", reservation_id, "", wire.ReservationAnswer)
        return reservation_from_wix(answer.ticket_reservation, self._now())

    def cancel_reservation(self, visitor: Visitor, reservation_id: str) -> None:
        """Read first, then cancelled if it is still held: Wix would cancel what was paid for as well.

        Source: https://dev.wix.com/docs/rest/business-solutions/events/ticket-reservations/cancel-ticket-reservation
        """
        if self._is_held(visitor, reservation_id):
            try:
                self._of_reservation(
                    visitor, "cancel reservation", reservation_id, "/cancel", wire.CancelAnswer, body={}
                )
            except PlatformRejectedError:
                if self._is_held(visitor, reservation_id):  # it did not lapse meanwhile
                    raise

    def create_redirect_session(
        self, visitor: Visitor, reservation_id: str, event_slug: str, urls: ReturnUrls
    ) -> RedirectSession:
        if not is_guid(reservation_id):
            raise ReservationExpiredError
        try:
            return self._redirects.create(visitor, events_checkout(reservation_id, event_slug), urls)
        except NotFoundError as error:
            raise ReservationExpiredError from error
        except PlatformRejectedError as error:
            if error.status == 404 or "RESERVATION" in (error.code or ""):
                raise ReservationExpiredError from error
            raise

    def create_rsvp(self, visitor: Visitor, event: Event, rsvp: NewRsvp) -> Rsvp:
        """One call; another, to look for a waiting list, where there is no place left.

        Source: https://dev.wix.com/docs/rest/business-solutions/events/rsvp-v2/create-rsvp
        Shape: `rsvp.id`, `rsvp.status`. Raises: RsvpRefusedError, NotFoundError (the event is gone).
        """
        try:
            answer = self._client.call_as(
                visitor,
                "create rsvp",
                "/events/v2/rsvps",
                wire.RsvpAnswer,
                body=rsvp_to_wix(event, rsvp),
                makes_visitor=True,
            )
        except PlatformRejectedError as error:
            has_waiting_list = (
                rsvp.answer is RsvpAnswer.YES and may_be_full(error) and self._catalog.has_waiting_list(event)
            )
            raise refused_rsvp(error, event, has_waiting_list=has_waiting_list) from error
        if answer.rsvp.status not in ("", ANSWERS[rsvp.answer]):
            raise PlatformAnswerError("$.rsvp.status is another", platform="wix", operation="create rsvp")
        return Rsvp(answer.rsvp.id, event.id, rsvp.answer)

    def is_order_number(self, text: str) -> bool:
        return is_order_number(text)

    def is_event_id(self, text: str) -> bool:
        return is_guid(text)

    def get_order(self, visitor: Visitor, event_id: str, order_number: str) -> TicketOrder:
        return self._orders.get(visitor, event_id, order_number)

    def list_orders(self, customer: Customer, cursor: str | None = None) -> Page[TicketOrder]:
        return self._orders.list_of(customer, cursor)

    def _is_held(self, visitor: Visitor, reservation_id: str) -> bool:
        return self.get_reservation(visitor, reservation_id).state is ReservationState.HELD

    def _of_reservation(
        self,
        visitor: Visitor,
        operation: str,
        reservation_id: str,
        action: str,
        shape: type[Shape],
        body: object = None,
    ) -> Shape:
        """Both calls may be repeated: reading changes nothing, and cancelled is cancelled."""
        if not is_guid(reservation_id):
            raise NotFoundError("reservation", reservation_id)
        path = f"{RESERVATIONS}/{reservation_id}{action}"
        try:
            return self._client.call_as(visitor, operation, path, shape, body=body, is_repeatable=True)
        except NotFoundError as error:
            raise NotFoundError("reservation", reservation_id) from error
        except PlatformRejectedError as error:
            if error.status in (403, 404):
                raise NotFoundError("reservation", reservation_id) from error
            raise
