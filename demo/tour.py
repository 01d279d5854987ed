"""GET /tour: what this visitor's browser and the shop just did, as a drawing; for this visitor alone."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, url_for

from demo.store import TraceStore
from demo.trips import trips_of
from demo.visit import current_visit


def create_tour(store: TraceStore, lone_url: str, live_url: str) -> Blueprint:
    """Make the blueprint; the addresses are those of the API of a sandbox on its own, and of the real platform."""
    tour = Blueprint("tour", __name__)

    @tour.get("/tour")
    def show() -> Response:
        """All trips that are kept of this visitor, the latest first."""
        visit = current_visit.get()
        trips = trips_of(store.hops_of(visit.label)) if visit else []
        return private(render_template("demo/tour.html", trips=trips, lone_url=lone_url, live_url=live_url))

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
