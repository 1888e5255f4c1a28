"""Payment cards: the length and first digits of a network, and the check digit."""

from __future__ import annotations

import re

from rails_engine.guards.personal_data.checksums import digits_of, is_luhn
from rails_engine.guards.personal_data.recogniser import Hit, Recogniser, words

CARD_WORDS = words(
    "card cards credit debit visa mastercard amex american express maestro discover jcb diners cc ccn "
    "pan karte kreditkarte kartennummer carte tarjeta carta cartão cartao kaart kort payment charge pay "
    "cardnumber ccnum cvv"
)
#: First digits from, to (of four), and the lengths that the network gives out.
_NETWORKS = (
    (2200, 2205, (16, 19)),
    (2221, 2720, (16,)),
    (3000, 3059, (14,)),
    (3400, 3499, (15,)),
    (3528, 3589, (16,)),
    (3600, 3699, (14, 16)),
    (3700, 3799, (15,)),
    (3800, 3999, (14, 16)),
    (4000, 4999, (13, 16, 19)),
    (5060, 5061, (16, 18, 19)),
    (5100, 5599, (16,)),
    (6011, 6011, (16, 19)),
    (6200, 6299, (16, 17, 18, 19)),
    (6440, 6599, (16, 19)),
    (8100, 8299, (16,)),
    (9792, 9792, (16,)),
)
#: Networks whose numbers have many lengths; these count only where a word says that it is a card.
_LOOSE = (1800, 2131, 5000, 5018, 5020, 5038, 5600, 5893, 6304, 6759, 6761, 6762, 6763)
_LONG = 12
_MARKS = re.compile("[ .\\-\xa0]")
#: How the digits of a card are grouped where dots stand between them.
_GROUPS = ([4, 4, 4, 4], [4, 6, 5], [4, 6, 4])
_LEAST_GROUP, _LARGEST_GROUP = 3, 7


def is_card(digits: list[int]) -> bool:
    """Whether a network gives out such numbers."""
    first = int("".join(map(str, digits[:4])))
    return is_luhn(digits) and any(a <= first <= b and len(digits) in sizes for a, b, sizes in _NETWORKS)


def _stands_alone(hit: Hit) -> bool:
    """A date or a code may follow behind a bar or a colon, other numbers behind a comma."""
    before, after = hit.before, hit.after
    if before.isalnum() or before == "_" or after.isalnum() or after == "_":
        return False
    if before and before in ".-" and hit.text[hit.start - 2 : hit.start - 1].isdigit():
        return False
    return not (after and after in ".-" and hit.text[hit.end + 1 : hit.end + 2].isdigit())


def _is_grouped(value: str) -> bool:
    """Whether the marks between the digits are where people put them."""
    sizes = [len(group) for group in _MARKS.split(value)]
    if "." in value:
        return sizes in _GROUPS
    return len(sizes) == 1 or (min(sizes[:-1]) >= _LEAST_GROUP and max(sizes) <= _LARGEST_GROUP)


def _score(hit: Hit) -> float:
    digits = digits_of(hit.value)
    if len(set(digits)) == 1 or not is_luhn(digits) or not _stands_alone(hit) or not _is_grouped(hit.value):
        return 0.0
    said = hit.follows(CARD_WORDS)
    if is_card(digits):
        return 1.0 if said else 0.9
    first = int("".join(map(str, digits[:4])))
    return 0.8 if said and (first in _LOOSE or first // 1000 in (3, 4, 5, 6)) else 0.0


RECOGNISERS = (
    Recogniser("CREDIT_CARD", rf"\d(?:[ .\x{{a0}}-]?\d){{{_LONG - 1},18}}", judge=_score, inside=True),
)
