"""stub"""
from __future__ import annotations
from typing import Any
from flask import Blueprint
def create_control(sandbox: Any) -> Blueprint:
    return Blueprint("control", __name__)
