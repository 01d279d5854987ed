"""BigCommerce's JSON shapes of a checkout on our own pages and of paying; unknown fields are ignored."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from services.bigcommerce.wire import Wire, WireCheckout


class WireAddress(Wire, frozen=True):
    """An address of V3. Its id is a short hex string, whatever the specification says."""

    id: str = ""
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    company: str | None = None
    address1: str | None = None
    address2: str | None = None
    city: str | None = None
    state_or_province: str | None = None
    state_or_province_code: str | None = None
    country_code: str | None = None
    postal_code: str | None = None
    phone: str | None = None


class WireOption(Wire, frozen=True):
    """A way of delivery; its id is opaque and belongs to the address and the lines as they stand."""

    id: str
    description: str = ""
    cost: Decimal | None = None
    transit_time: str | None = None
    additional_description: str | None = None


class Consignment(Wire, frozen=True):
    """What goes to one address; the address stands there under two names."""

    id: str
    line_item_ids: tuple[str, ...] = ()
    address: WireAddress | None = None
    shipping_address: WireAddress | None = None
    selected_shipping_option: WireOption | None = None
    available_shipping_options: tuple[WireOption, ...] = ()


class DirectCheckout(WireCheckout, frozen=True):
    billing_address: WireAddress | None = None


class DirectCheckoutAnswer(Wire, frozen=True):
    data: DirectCheckout


class CreatedOrder(Wire, frozen=True):
    id: int


class CreatedOrderAnswer(Wire, frozen=True):
    data: CreatedOrder


class OrderStanding(Wire, frozen=True):
    """As much of a V2 order as paying depends on; amounts are decimal strings there."""

    id: int
    status_id: int
    payment_status: str | None = None
    cart_id: str | None = None
    total_inc_tax: Decimal | None = None
    is_deleted: bool = False


class Transaction(Wire, frozen=True):
    event: str = ""
    status: str | None = None


class TransactionsAnswer(Wire, frozen=True):
    data: tuple[Transaction, ...] = ()


class Instrument(Wire, frozen=True):
    instrument_type: str = ""
    verification_value_required: bool = False


class Method(Wire, frozen=True):
    id: str
    name: str = ""
    type: str = ""
    test_mode: bool = False
    supported_instruments: tuple[Instrument, ...] = ()


class MethodsAnswer(Wire, frozen=True):
    data: tuple[msgspec.Raw, ...] = ()


class AccessToken(Wire, frozen=True):
    id: str


class AccessTokenAnswer(Wire, frozen=True):
    data: AccessToken
