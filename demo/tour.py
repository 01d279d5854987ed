"""GET /tour: what this visitor's browser and the shop just did, as a drawing; for this visitor alone."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, make_response, redirect, render_template, url_for

from demo.store import TraceStore
from demo.trips import trips_of
from demo.visit import current_visit


def create_tour(store: TraceStore, api_bases: Mapping[str, str], lone_sandbox_url: str) -> Blueprint:
    """Make the blueprint. `api_bases` are the platforms' own addresses by the mount that stands for each here."""
    tour = Blueprint("tour", __name__)

    @tour.get("/tour")
    def show() -> Response:
        """All trips that are kept of this visitor, the latest first."""
        visit = current_visit.get()
        trips = trips_of(store.hops_of(visit.label)) if visit else []
        bases = [(f"{lone_sandbox_url}{mount}", base) for mount, base in api_bases.items()]
        return private(render_template("demo/tour.html", trips=trips, bases=bases))

    @tour.post("/tour/forget")
    def forget() -> Response:
        """Throw away what is kept of this visitor."""
        if visit := current_visit.get():
            store.forget(visit.label)
        return make_response(redirect(url_for("tour.show"), code=303))

    return tour


def private(page: str) -> Response:
    """A page that is one visitor's own."""
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response
