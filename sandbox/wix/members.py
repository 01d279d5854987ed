"""The endpoint by which a member reads the own account.

Source: https://dev.wix.com/docs/rest/crm/members-contacts/members/member-management/members/introduction
"""

from __future__ import annotations

import re
import sqlite3
from typing import Any

from flask import Blueprint, request

from sandbox.wix.errors import application_error, violation
from sandbox.wix.member_store import Member, find_member
from sandbox.wix.shapes import media_url
from sandbox.wix.site import Site, current_site, current_subject

members = Blueprint("members", __name__, url_prefix="/members/v1/members")
Json = dict[str, Any]
PUBLIC, EXTENDED, FULL = "PUBLIC", "EXTENDED", "FULL"
FIELD_SETS = (PUBLIC, EXTENDED, FULL)
PORTRAIT_PIXELS = 200


@members.get("/my")
def get_my_member() -> Json:
    """Return the member who calls; a visitor is not found.

    Source: https://dev.wix.com/docs/rest/crm/members-contacts/members/member-management/members/get-my-member
    """
    site, subject = current_site(), current_subject()
    field_set = _field_set()
    with site.database.read() as db:
        member = find_member(db, subject.id) if subject.kind == "MEMBER" else None
        if member is None:
            raise application_error(404, "NOT_FOUND", "Member not found")
        return {"member": _member_json(db, site, member, field_set)}


def _field_set() -> str:
    """Return the widest field set that is asked for, under either of its two names."""
    asked = [*request.args.getlist("fieldsets"), *request.args.getlist("fieldSet")]
    for name in asked:
        if name not in FIELD_SETS:
            raise violation("fieldsets", f"must be one of {', '.join(FIELD_SETS)}", "ENUM")
    return max(asked, key=FIELD_SETS.index, default=PUBLIC)


def _member_json(db: sqlite3.Connection, site: Site, member: Member, field_set: str) -> Json:
    body: Json = {
        "id": member.id,
        "status": "UNKNOWN",
        "contactId": member.contact_id,
        "privacyStatus": "UNKNOWN",
        "activityStatus": "UNKNOWN",
        "createdDate": member.created_at,
        "updatedDate": member.created_at,
        "profile": _profile(site, member),
    }
    if field_set != PUBLIC:
        body |= {"loginEmail": member.email, "loginEmailVerified": True, "status": "APPROVED"}
        body |= {"privacyStatus": "PUBLIC", "activityStatus": "ACTIVE", "lastLoginDate": _last_login(db, member)}
    if field_set == FULL:
        body["contact"] = _contact(member)
    return body


def _profile(site: Site, member: Member) -> Json:
    slug = re.sub(r"[^a-z0-9]+", "-", member.nickname.lower()).strip("-") or member.id
    profile: Json = {"nickname": member.nickname, "slug": slug}
    if member.photo:
        size = {"height": PORTRAIT_PIXELS, "width": PORTRAIT_PIXELS, "offsetX": 0, "offsetY": 0}
        profile["photo"] = {"id": member.photo, "url": media_url(site, member.photo), **size}
    return profile


def _contact(member: Member) -> Json:
    return {
        "contactId": member.contact_id,
        "firstName": member.first_name,
        "lastName": member.last_name,
        "phones": [],
        "emails": [member.email],
        "addresses": [],
        "customFields": {},
    }


def _last_login(db: sqlite3.Connection, member: Member) -> str:
    """Return when the member last got tokens, which is as near as the sandbox knows."""
    row = db.execute("SELECT MAX(issued_at) FROM wix_tokens WHERE subject_id = ?", (member.id,)).fetchone()
    return row[0] or member.created_at
