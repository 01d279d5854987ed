"""The shapes of Wix's answers about members.

Source: https://dev.wix.com/docs/rest/crm/members-contacts/members/member-management/members/introduction
"""

from __future__ import annotations

from services.wix.wire import MediaImage, Wire


class MemberProfile(Wire, frozen=True):
    nickname: str = ""
    photo: MediaImage | None = None


class MemberContact(Wire, frozen=True):
    first_name: str = ""
    last_name: str = ""


class WireMember(Wire, frozen=True):
    id: str
    login_email: str = ""
    profile: MemberProfile = MemberProfile()
    contact: MemberContact = MemberContact()


class MemberAnswer(Wire, frozen=True):
    member: WireMember
