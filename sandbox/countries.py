"""Names and codes of countries and their states, as far as addresses of the sandbox need them. Public tables."""

from __future__ import annotations

STATES = {
    "US": {
        **{"AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado"},
        **{"CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia"},
        **{"HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas"},
        **{"KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts"},
        **{"MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana"},
        **{"NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico"},
        **{"NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma"},
        **{"OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota"},
        **{"TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington"},
        **{"WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming"},
    },
    "CA": {
        **{"AB": "Alberta", "BC": "British Columbia", "MB": "Manitoba", "NB": "New Brunswick"},
        **{"NL": "Newfoundland and Labrador", "NS": "Nova Scotia", "NT": "Northwest Territories", "NU": "Nunavut"},
        **{"ON": "Ontario", "PE": "Prince Edward Island", "QC": "Quebec", "SK": "Saskatchewan", "YT": "Yukon"},
    },
    "AU": {
        **{"ACT": "Australian Capital Territory", "NSW": "New South Wales", "NT": "Northern Territory"},
        **{"QLD": "Queensland", "SA": "South Australia", "TAS": "Tasmania", "VIC": "Victoria"},
        "WA": "Western Australia",
    },
}
COUNTRIES = {
    **{"AD": "Andorra", "AE": "United Arab Emirates", "AL": "Albania", "AQ": "Antarctica", "AR": "Argentina"},
    **{"AT": "Austria", "AU": "Australia", "BA": "Bosnia and Herzegovina", "BE": "Belgium", "BG": "Bulgaria"},
    **{"BR": "Brazil", "CA": "Canada", "CH": "Switzerland", "CL": "Chile", "CN": "China", "CO": "Colombia"},
    **{"CY": "Cyprus", "CZ": "Czech Republic", "DE": "Germany", "DK": "Denmark", "EE": "Estonia", "EG": "Egypt"},
    **{"ES": "Spain", "FI": "Finland", "FR": "France", "GB": "United Kingdom", "GR": "Greece", "HK": "Hong Kong"},
    **{"HR": "Croatia", "HU": "Hungary", "ID": "Indonesia", "IE": "Ireland", "IL": "Israel", "IN": "India"},
    **{"IS": "Iceland", "IT": "Italy", "JP": "Japan", "KE": "Kenya", "KR": "Korea, Republic of"},
    **{"LI": "Liechtenstein", "LT": "Lithuania", "LU": "Luxembourg", "LV": "Latvia", "MA": "Morocco"},
    **{"MC": "Monaco", "MD": "Moldova", "ME": "Montenegro", "MK": "North Macedonia", "MT": "Malta", "MX": "Mexico"},
    **{"MY": "Malaysia", "NG": "Nigeria", "NL": "Netherlands", "NO": "Norway", "NZ": "New Zealand", "PE": "Peru"},
    **{"PH": "Philippines", "PL": "Poland", "PT": "Portugal", "RO": "Romania", "RS": "Serbia", "SA": "Saudi Arabia"},
    **{"SE": "Sweden", "SG": "Singapore", "SI": "Slovenia", "SK": "Slovakia", "SM": "San Marino", "TH": "Thailand"},
    **{"TR": "Turkey", "TW": "Taiwan", "UA": "Ukraine", "US": "United States", "UY": "Uruguay", "VA": "Vatican City"},
    **{"VN": "Vietnam", "ZA": "South Africa"},
}
# Where letters have no postal code, an address is whole without one.
WITHOUT_POSTAL_CODE = frozenset({"AE", "AQ", "HK"})


def state_code(country: str, written: str) -> str:
    """Return the short code of a state written as its code or its name; empty where it is not known."""
    known = STATES.get(country, {})
    wanted = written.strip().casefold()
    return next((code for code, name in known.items() if wanted in (code.casefold(), name.casefold())), "")


def state_name(country: str, code: str) -> str:
    """Return the name of a state, empty where it is not known."""
    return STATES.get(country, {}).get(code, "")
