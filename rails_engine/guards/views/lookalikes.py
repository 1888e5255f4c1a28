"""Which characters pass for which Latin letter, as far as Unicode's compatibility forms (NFKC) do not say so.

Letters of other scripts, small capitals, letters upside down. It is not the whole list of confusables: what
cannot be typed by hand or bought in a text styler is left out. Written in escapes, since nobody could tell
the characters from the letters that they stand for.
"""

from __future__ import annotations

from functools import cache

_LOOKALIKES = {
    "a": "\u0430\u0251\u03b1\u1d00\u2200\u237a\u039b\uab7a\u13aa\u2c65\u00aa\u15e9\u0391",
    "b": "\u042c\u044c\u0299\u0432\u13f4\u03b2\u10d1\u0180\u0185\u15f7\u0392\u0253",
    "c": "\u0441\u03f2\u1d04\u217d\u1455\u00a2\u2184\u00a9\u0188\u13df",
    "d": "\u0501\u1d05\u217e\u2202\u0257\u13a0\u0111\u00f0\u056a\u15ea\u0256",
    "e": "\u0435\u0454\u04bd\u1d07\u03b5\u025b\u212f\u20ac\u03be\u04bf\u0259\u044d\u0258\u13ac\u15f4\u0395",
    "f": "\ua730\u0493\u0192\u017f\u03dd\ua799\u0284\u15b4",
    "g": "\u0261\u0262\u0581\u050d\u029b\u0260\u13c0\u19c1\u161c",
    "h": "\u04bb\u029c\u0570\u043d\u210e\u13c2\u0127\u0266\u13bb\u157c\u0397",
    "i": "\u0456\u0131\u0269\u03b9\u026a\u00a1\u13a5\u2170\u0268\u13c6\u0399",
    "j": "\u0458\u03f3\u1d0a\u029d\u0575\u13ab\u148d",
    "k": "\u043a\u03ba\u1d0b\u04a1\u13e6\u043a\u0199\u0138\u16d5\u039a",
    "l": "\u217c\u029f\u2113\u056c\uabae\u0142\u04cf\u2223\u0196\u13de\u14aa\u026d",
    "m": "\u043c\u1d0d\u217f\u20a5\u15f0\u13b7\u039c",
    "n": "\u057c\u043f\u03b7\u0274\u014b\u144e\u0578\u0273\u039d",
    "o": (
        "\u043e\u03bf\u03c3\u1d0f\u0585\u0966\u0a66\u2c9f"
        "\u0254\u00f8\u04e9\u03b8\u0e4f\u2205\u0298\u15dd\u039f\u03f4"
    ),
    "p": "\u0440\u03c1\u1d18\u1d29\u01bf\u00fe\u146d\u13e2\u03a1",
    "q": "\u051b\u0566\u06cb\u04a9\u0563\u146b\u03d8",
    "r": "\u0433\u044f\u0280\u1d26\u027c\u16b1\u024d\u13a1\u1587",
    "s": "\u0455\ua731\u0282\u10fd\u00a7\u023f\u054f\u01bd\u13da\u0283",
    "t": "\u0442\u03c4\u1d1b\u019a\u2020\u0167\u13a2\u03a4\u0372\u0288",
    "u": "\u03c5\u057d\u1d1c\u028b\u03bc\u1200\u10ae\u144c\u028a",
    "v": "\u03bd\u0475\u1d20\u2174\u221a\u2228\u142f\u13d9",
    "w": "\u0461\u051d\u1d21\u03c9\u0448\u0449\u0561\u15ef\u13d4\u13b3",
    "x": "\u0445\u03c7\u00d7\u2179\u166d\u03a7",
    "y": "\u0443\u04af\u03b3\u028f\u00a5\u10e7\u0263\u13bd\u13a9\u03a5",
    "z": "\u1d22\u0290\u0292\u01b6\u13c3\u1614\u0396",
}
#: Characters of Chinese and Japanese that text stylers use for letters. Elsewhere they are none.
_PICTURES = {
    "a": "\u5342\u30e0\uff91\u4e39", "b": "\u4e43\u65e5", "c": "\u531a\u1103\u4ea1",
    "d": "\u5200\u308a\u53e5", "e": "\u4e47\u30e2\u30e8", "f": "\u4e0b\u30ad\uff77\u4e4d",
    "g": "\u53b6\u5442", "h": "\u5344\u3093\u5efe", "i": "\u5de5\u30ce\uff89",
    "j": "\u4e01\u30d5\uff8c\u52f9", "k": "\u957f\u30ba\u7247", "l": "\u4e5a\u30ec\uff9a\u3057",
    "m": "\u4ece\u110a\uffb6\u518a", "n": "\U00020628\u51e0", "o": "\u53e3\u306e\u56de",
    "p": "\u5c38\u30a2\uff71\u6237", "q": "\u353f\u3090\u7532", "r": "\u5c3a", "s": "\u4e02\u4e94",
    "t": "\u4e05\u30a4\uff72", "u": "\u51f5\u3072", "v": "\u30ea\u4eba", "w": "\u5c71",
    "x": "\u4e42\u30e1\uff92\u7236", "y": "\u4e2b\uff98\u4e86", "z": "\u4e59",
}  # fmt: skip
#: Dots of Braille, in the order of the alphabet.
_BRAILLE = "\u2801\u2803\u2809\u2819\u2811\u280b\u281b\u2813\u280a\u281a\u2805\u2807\u280d"
_MORE_BRAILLE = "\u281d\u2815\u280f\u281f\u2817\u280e\u281e\u2825\u2827\u283a\u282d\u283d\u2835"
#: Letters upside down; the text that they make reads from right to left.
UPSIDE_DOWN = {
    "\u0250": "a", "\u0254": "c", "\u01dd": "e", "\u025f": "f", "\u0183": "g", "\u0265": "h",
    "\u1d09": "i", "\u0131": "i", "\u027e": "j", "\u029e": "k", "\u026f": "m", "\u0279": "r",
    "\u0287": "t", "\u028c": "v", "\u028d": "w", "\u028e": "y", "\u0253": "g", "\u05df": "l",
    "\u2142": "l", "\ua4d5": "t",
}  # fmt: skip
#: In a text with letters upside down, the ones that turn into others.
_TURNED = {"u": "n", "n": "u", "b": "q", "q": "b", "d": "p", "p": "d"}


@cache
def lookalikes() -> dict[str, str]:
    """Character to the Latin letter that it passes for."""
    table: dict[str, str] = {}
    for letter, others in _LOOKALIKES.items():
        for other in others:
            table.setdefault(other, letter)
    for other, letter in UPSIDE_DOWN.items():
        table.setdefault(other, letter)
    table.update(zip(_BRAILLE + _MORE_BRAILLE, "abcdefghijklmnopqrstuvwxyz", strict=True))
    return table


@cache
def pictures() -> dict[str, str]:
    """Character of Chinese or Japanese to the letter that it looks like, if all of a text is made of such."""
    return {other: letter for letter, others in _PICTURES.items() for other in others}


def turn_over(text: str) -> str:
    """Read a text that stands upside down."""
    return "".join(UPSIDE_DOWN.get(c) or _TURNED.get(c, c) for c in reversed(text))
