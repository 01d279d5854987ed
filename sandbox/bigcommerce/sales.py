"""The endpoints from the checkout on, in one tuple for the application to register."""

from __future__ import annotations

from sandbox.bigcommerce.checkouts import checkouts
from sandbox.bigcommerce.consignments import consignments
from sandbox.bigcommerce.customers import customers
from sandbox.bigcommerce.hooks import hooks
from sandbox.bigcommerce.orders import orders
from sandbox.bigcommerce.payments import payments

SALES = (checkouts, consignments, orders, payments, customers, hooks)
