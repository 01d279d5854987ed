"""Modifiers: what a buyer may add to a product - a text, or a choice - and what it adds to the price.

Source: https://dev.wix.com/docs/rest/business-solutions/stores/catalog-v3/customizations-v3/introduction
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.products import Product
from sandbox.seed import seed_id
from sandbox.seed.rows import minor_units
from sandbox.wix.shapes import amount

CHOICES, TEXTS = "options", "customTextFields"
Json = dict[str, Any]


def modifier_json(product: Product, modifier: Mapping[str, Any]) -> Json:
    """Return a modifier as products show it."""
    name = modifier["name"]
    body: Json = {"id": seed_id("modifier", product.id, name), "name": name, "key": name}
    if modifier["kind"] == "text":
        settings = _text_settings(modifier)
        return body | {
            "modifierRenderType": "FREE_TEXT",
            "mandatory": modifier["mandatory"],
            "freeTextSettings": settings,
        }
    choices = [_choice_json(product, name, choice) for choice in modifier["choices"]]
    return body | {
        "modifierRenderType": "TEXT_CHOICES",
        "mandatory": modifier["mandatory"],
        "choicesSettings": {"choices": choices},
    }


def kept_modifiers(product: Product, options: Mapping[str, Any]) -> Json | None:
    """Return what a buyer chose, without empty answers.

    None where it does not fit - something mandatory missing, an unknown name or choice, a text too long - and Wix
    would drop the line.
    """
    chosen, written = _answers(options, CHOICES), _answers(options, TEXTS)
    if chosen is None or written is None or not _is_known(product, chosen, written):
        return None
    for modifier in product.modifiers:
        answer = (written if modifier["kind"] == "text" else chosen).get(modifier["name"])
        if not (_fits(modifier, answer) if answer is not None else not modifier["mandatory"]):
            return None
    return {name: answers for name, answers in ((CHOICES, chosen), (TEXTS, written)) if answers}


def answered(product: Product, kept: Mapping[str, Any]) -> Iterator[tuple[str, str, int]]:
    """Yield name, answer and added price (minor units, for each piece) of what was chosen, in the product's order."""
    for modifier in product.modifiers:
        name = modifier["name"]
        if modifier["kind"] == "text":
            if name in kept.get(TEXTS, {}):
                yield name, kept[TEXTS][name], minor_units(modifier.get("price", "0"))
        elif name in kept.get(CHOICES, {}):
            choice = _choice(modifier, kept[CHOICES][name])
            if choice is not None:
                yield name, choice["name"], minor_units(choice.get("price", "0"))


def _text_settings(modifier: Mapping[str, Any]) -> Json:
    added = minor_units(modifier.get("price", "0"))
    return {
        "minCharCount": 1 if modifier["mandatory"] else 0,
        "maxCharCount": modifier["max_length"],
        "title": modifier["name"],
        "key": modifier["name"],
        "defaultAddedPrice": amount(added) if added else "0",
    }


def _choice_json(product: Product, modifier: str, choice: Mapping[str, Any]) -> Json:
    name, added = choice["name"], minor_units(choice.get("price", "0"))
    identifier = seed_id("modifier-choice", product.id, modifier, name)
    body: Json = {"choiceId": identifier, "choiceType": "CHOICE_TEXT", "key": name, "name": name}
    return body | {"addedPrice": amount(added)} if added else body


def _answers(options: Mapping[str, Any], part: str) -> Json | None:
    """Return the answers of one kind that are not empty, None where they are not texts."""
    answers = options.get(part) or {}
    if not isinstance(answers, dict) or not all(isinstance(answer, str) for answer in answers.values()):
        return None
    return {name: answer for name, answer in answers.items() if answer}


def _is_known(product: Product, chosen: Json, written: Json) -> bool:
    of_kind = {kind: {m["name"] for m in product.modifiers if m["kind"] == kind} for kind in ("choice", "text")}
    return chosen.keys() <= of_kind["choice"] and written.keys() <= of_kind["text"]


def _fits(modifier: Mapping[str, Any], answer: str) -> bool:
    if modifier["kind"] == "text":
        return len(answer) <= int(modifier["max_length"])
    return _choice(modifier, answer) is not None


def _choice(modifier: Mapping[str, Any], key: str) -> Mapping[str, str] | None:
    return next((choice for choice in modifier["choices"] if choice["name"] == key), None)
