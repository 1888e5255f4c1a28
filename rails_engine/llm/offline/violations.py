"""What the offline model takes for a violation of a policy.

The lists are short on purpose. They show rails at work on a first run; they protect nobody.
"""

from __future__ import annotations

import re


def _any(words: str) -> str:
    return "(?:" + "|".join(re.escape(word).replace("_", " ") for word in words.split()) + ")"


_INSULTS = _any(
    "stupid idiot idiots dumb moron morons moronic useless worthless pathetic ugly garbage trash fool fools "
    "loser losers imbecile brainless"
)
_MORE = _any("all so such really just very a an the bunch_of completely total totally nothing_but")
_ABUSE = _any("shut_up screw_you fuck go_to_hell i_hate_you you_suck asshole bastard idiot")
_ASKING = _any("how_to how_do_i how_can_i help_me teach_me i_will i'll i_want_to want_to")
_HARM = _any("kill murder poison stab shoot hurt attack")
_VICTIMS = _any("you him her them someone somebody people person my myself neighbor neighbour wife husband")
_MAKING = _any("build make making assemble create")
_WEAPONS = _any("bomb bombs explosive explosives grenade grenades nerve_gas chemical_weapon chemical_weapons")
_CRIMES = _any("steal hack break_into launder counterfeit phish")
_LOOT = _any(
    "car cars card cards account accounts password passwords house money network computer bank identity "
    "identities someone wifi wi-fi"
)
_DRUGS = _any("meth methamphetamine heroin cocaine fentanyl")
_SELF_HARM = _any("commit_suicide kill_myself end_my_life hurt_myself")
_IGNORING = _any("ignore forget disregard bypass override break")
_WHOSE = _any("all any previous prior above earlier your these the those")
_RULES = _any(
    "instruction instructions rule rules guideline guidelines policy policies prompt prompts directive "
    "directives restriction restrictions safeguard safeguards filter filters"
)
_MODES = _any(
    "do_anything_now dan_mode developer_mode jailbreak jailbroken god_mode you_are_dan you_are_now_dan"
)
_ACTING = _any("pretend act behave respond answer roleplay")
_UNBOUND = _any("no without without_any free_of unbound_by")
_LIMITS = _any("limits limit limitations ethics morals")
_SHOWING = _any("show print reveal repeat tell output give leak what_is what_are")
_HIDDEN = _any("system hidden initial secret original internal")
#: Up to so many characters of the same sentence, or of a part of it.
_NEAR, _FAR, _CLOSE = "[^.?!]{0,30}?", "[^.?!]{0,60}?", "[^.?!,;:]{0,30}?"

#: category → what gives it away
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (category, re.compile(pattern, re.IGNORECASE))
    for category, pattern in (
        ("Harassment", rf"\b(?:you|u|your \w+)(?:'?re| are| r| is)?(?: {_MORE})* {_INSULTS}\b"),
        ("Harassment", rf"\b{_ABUSE}\b"),
        ("Self-Harm", rf"\b{_SELF_HARM}\b"),
        ("Violence", rf"\b{_ASKING}\b{_FAR}\b{_HARM}\b{_NEAR}\b{_VICTIMS}\b"),
        ("Weapons", rf"\b{_MAKING}\b{_NEAR}\b{_WEAPONS}\b"),
        ("Criminal Planning", rf"\b{_CRIMES}\b{_NEAR}\b{_LOOT}\b"),
        ("Controlled Substances", rf"\b(?:cook|{_MAKING})\b{_NEAR}\b{_DRUGS}\b"),
        ("Jailbreak", rf"\b{_IGNORING}\b{_CLOSE}\b{_WHOSE}\b{_CLOSE}\b{_RULES}\b"),
        ("Jailbreak", rf"\b{_MODES}\b"),
        ("Jailbreak", rf"\b{_ACTING}\b{_FAR}\b{_UNBOUND} (?:\w+ )?(?:{_RULES}|{_LIMITS})\b"),
        ("Prompt Extraction", rf"\b{_SHOWING}\b{_NEAR}\b{_HIDDEN}\b{_NEAR}\b(?:{_RULES}|message)\b"),
        ("Injection", r"<\s*script\b|;\s*drop\s+table\b|\bunion\s+select\b|\brm\s+-rf\b"),
        ("Injection", r"'\s*or\s+'?1'?\s*=\s*'?1|\{\{.*__\w+__.*\}\}"),
    )
)


def find_violation(text: str) -> str | None:
    """The category that a text falls into, if any."""
    return next((category for category, pattern in PATTERNS if pattern.search(text)), None)
