"""The hosted pages, in one tuple for the application to register."""

from __future__ import annotations

from sandbox.bigcommerce.customer_login import customer_login
from sandbox.bigcommerce.hosted_cart import hosted_cart
from sandbox.bigcommerce.hosted_checkout import hosted_checkout
from sandbox.bigcommerce.hosted_confirmation import hosted_confirmation

HOSTED = (hosted_cart, hosted_checkout, hosted_confirmation, customer_login)
