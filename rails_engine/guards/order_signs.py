"""What tells an order to an assistant from what documents say to people: signs of both, each with its weight.

A sign is a pattern over one folded sentence. No sign is proof: manuals give orders as well, and so do mails,
laws and recipes. What they say to people ("your password", "the tenant shall") speaks against.
The weights are those of a logistic regression, rounded; a sentence's score is the logistic of their sum.
"""

from __future__ import annotations

from typing import NamedTuple

#: The sum without any sign; what each unit adds by which the attack classifier's logit is above its threshold, and
#: up to how many units.
BIAS, LEARNED, LEARNED_LIMIT = -1.4, 0.5, 6.0


class Sign(NamedTuple):
    """What it is a sign of, the pattern, and what it adds."""

    kind: str
    pattern: str
    weight: float


_AI = (
    r"(?:ai|a\.i\.|ais|llms?|language models?|chat ?bots?|gpt|chatgpt|claude|gemini|copilot|ai (?:assistants?|agents?|models?)"
    r"|automated (?:systems?|reviewers?|assistants?))"
)
_HELPER = r"(?:assistants?|models?|agents?|bots?)"
_ANSWER = (
    r"(?:answers?|responses?|repl(?:y|ies)|outputs?|summar(?:y|ies)|explanations?|completions?|translations?)"
)
_RULES = (
    r"(?:instructions?|prompts?|rules|guidelines|directives|directions|commands|orders|context|task|training|programming|policies"
    r"|everything|anything|(?:question|documents|text|paragraph|messages?|task)s? (?:above|before)|(?:the )?user'?s? (?:question|request))"
)
_OVERRIDE = (
    r"(?:ignore|disregard|forget|override|bypass|discard|neglect|skip|set aside|cancel|stop following|do not follow|don'?t follow"
    r"|do not obey|pay no attention to|no longer follow)"
)
_START = (
    r"^\W*(?:(?:please|now|also|then|always|just|simply|instead|and|important|urgent|so|first|next|finally|before you \w+|from now on)\b"
    r"[\s,:]*){0,3}"
)
_PERSON = r"(?:users?|readers?|human|persons?(?: you talk to)?|customers?)"
_DO = (
    r"(?:modify|change|end|begin|start|finish|conclude|include|add|append|insert|prepend|encode|encrypt|translate|scramble|write"
    r"|respond|answer|reply|make|craft|incorporate|integrate|employ|use|mix|replace|reverse|alternate|rephrase|mention|promote"
    r"|recommend|advertise|provide|present|compose|create|deliver|construct|enrich|enhance|boost|optimi[sz]e|infuse|weave"
    r"|sprinkle|limit|restrict|omit|remove|substitute|convert|format|rate|rank|state|claim|praise|prefer|say|suggest|augment|embed|render|introduce|ensure|list|give|hide|treat|approve|grant|stop|act)"
)
_DATA = (
    r"(?:conversation|chat (?:history|log)|passwords?|api[ _-]?keys?|credentials?|tokens?|secrets?|system prompt|inbox|mailbox"
    r"|contacts|private (?:notes|data|files)|calendar|card number|last (?:\w+ )?(?:mails?|emails?|messages?)|all files|records)"
)
_SEND = r"(?:send|forward|post|upload|e-?mail|exfiltrat\w*|leak|transmit|submit|copy|append|share|put|encode|fetch|include|embed)"
_ADDRESS = r"(?:https?:|//\w|www\.|ftp\.|\S@\w|\blink\b|\burl\b|\bimage\b|\bserver\b|\bpublic\b)"

SIGNS = (
    # The assistant is spoken to, or about.
    Sign("addresses the assistant", rf"\b{_AI}\b", 1.4),
    Sign("addresses the assistant", rf"\b{_HELPER}\b", 0.5),
    Sign(
        "addresses the assistant",
        rf"^\W*(?:(?:notes?|messages?|instructions?|attention|reminder|orders?|info(?:rmation)?|notice|hey|dear|hello|hi|to|for|you)\b[ :,]{{0,3}}){{1,3}}"
        rf"(?:to |for )?(?:the |any |all |every )?(?:{_AI}|{_HELPER})\b[^:,]{{0,25}}[:,]",
        2.4,
    ),
    Sign(
        "addresses the assistant",
        rf"\b(?:if|when|as|since|because) (?:you are|you'?re|an?) (?:an? |the )?(?:{_AI}|{_HELPER})\b"
        rf"|\b(?:{_AI}|{_HELPER})s? (?:that|which|who)? ?(?:is |are )?(?:reads?|reading|sees?|process(?:es|ing)?|summari[sz](?:es|ing)|visiting)\b",
        0.8,
    ),
    Sign(
        "addresses the assistant",
        rf"\b(?:{_AI}|{_HELPER}|it)\b.{{0,40}}\b(?:must|should|shall|needs? to|has to|have to)\b.{{0,60}}\b(?:ignore|say|tell|reply|"
        r"respond|answer|send|forward|call|follow|mention|recommend|include|insert|leave out|click|give|obey|praise)\b",
        2.4,
    ),
    # What it was told is to count no longer.
    Sign("overrides instructions", rf"{_START}{_OVERRIDE}\b.{{0,40}}\b{_RULES}\b", 0.5),
    Sign(
        "overrides instructions",
        rf"\b(?:your|all|any|these|those|the user'?s|my) (?:\w+ ){{0,2}}(?:previous|prior|earlier|system|original|initial|above|past|old) ?(?:\w+ )?{_RULES}\b"
        r"|\b(?:everything|text|instructions?|line) (?:above|before|so far)\b|\byour (?:\w+ )?(?:instructions|prompt|rules|guidelines|programming|developer|creators?|configuration|real task|goal|new role|persona)\b",
        1.8,
    ),
    Sign(
        "overrides instructions",
        r"\b(?:new|real|actual|updated|only|following) (?:system )?(?:instructions?|tasks?|directives?|objectives?|commands?|orders?)\b ?(?:for you|:|is|are|begins?|below)?",
        2.4,
    ),
    Sign(
        "overrides instructions",
        r"\bno longer (?:apply|valid|count)|\b(?:instead|only) (?:of|follow|obey|answer|write|talk|say)\b|\b(?:follow|obey|carry out|do what) (?:this|these|the following|the steps|below)\b|\bhas priority\b",
        0.9,
    ),
    # Words that only the system, the user or the assistant itself has.
    Sign(
        "passes for the system",
        r"<\|[a-z_]{2,20}\|>|\[/?inst\]|<</?sys>>|</?(?:system[a-z_]*|assistant|user|instructions?|user_?input|prompt|document|context|tool_(?:result|response|call)|function_results)>"
        r"|\[(?:system|admin|developer|assistant)\b[^\]]{0,20}\]",
        2.5,
    ),
    Sign(
        "passes for the system",
        r"^\W*(?:system|assistant|developer|human|user)(?: (?:message|prompt|note|override|update))* ?:",
        2.1,
    ),
    Sign(
        "passes for the system",
        r"#{2,4} ?(?:instructions?|response|system|assistant|human) ?:|\bbegin (?:new )?(?:system )?(?:instructions?|prompt)|\bend of (?:document|context|text|input|data|prompt)\b|\bsystem (?:prompt|message|override|note)\b",
        0.4,
    ),
    # It is to be somebody else.
    Sign(
        "changes who speaks",
        rf"{_START}(?:you (?:are now|will now|must now|must (?:act|behave|respond|speak)|speak|act|behave)|you,)|\b(?:from (?:now|here) on,? (?:you|the assistant|answer|speak|act|respond))"
        r"|\b(?:pretend (?:to be|that you are|you are)|act as (?:if|though) you|(?:enter|switch to|enable) \w+ mode|unrestricted|no (?:restrictions|limits|filters?))\b",
        2.3,
    ),
    # Data leaves.
    Sign("sends data away", rf"\b{_SEND}\b.{{0,80}}\b{_DATA}\b", 1.4),
    Sign("sends data away", rf"\b{_SEND}\b.{{0,120}}{_ADDRESS}", 2.9),
    Sign(
        "sends data away",
        r"!\[[^\]]{0,80}\]\(\s*<?(?:https?:)?//[^)]{1,300}(?:[{\[<$%]|[?&/](?:data|secret|history|conversation|chat|prompt|token|password|payload|exfil|leak|info|context|msg|q|d|c)=)"
        r"|<img[^>]{1,200}src=[^>]{1,300}\?[^>]{0,200}[{\[$]|\[[^\]]{0,80}\]\((?:https?:)?//[^)\s]{1,300}[?&][a-z_]{1,20}=[{\[<$]",
        4.5,
    ),
    Sign("sends data away", r"\bhttps?://[^\s)]{1,200}[?&][a-z_]{1,20}=(?:[\s)\"'{\[<$]|$)", 0.6),
    # The person who asks is spoken of as somebody else.
    Sign("speaks of the user", rf"\b(?:the|a) {_PERSON}\b", 2.4),
    Sign(
        "speaks of the user",
        rf"\b(?:tell|inform|ask|convince|advise|warn|suggest to|recommend to|remind|instruct|show|persuade|urge|advising|telling) (?:the|every|each) {_PERSON}\b",
        2.9,
    ),
    Sign("speaks of the user", rf"\b{_PERSON}'s? (?:\w+ ){{0,2}}\w+", 1.2),
    Sign(
        "hides from the user",
        r"\b(?:do not|don'?t|never|without|not) (?:tell|mention|inform|reveal|alert|notify|disclose|show|ask|notice|learn|asking|telling|mentioning)\w*\b.{0,40}\b(?:the |your )?"
        rf"(?:{_PERSON}|this|that you|that this|these|it)\b",
        2.1,
    ),
    Sign(
        "hides from the user",
        r"\b(?:silently|secretly|keep (?:this|these|it)\b.{0,20}\bsecret|hide (?:this|these|it)|from the log|between (?:us|you and me)|act normally|answer as usual|does not notice)\b",
        1.9,
    ),
    # Its tools.
    Sign(
        "calls a tool",
        r"\b(?:call|invoke|trigger|execute|run|use|with)\b.{0,40}\b(?:tools?|function|plugin|search api|shell)\b|\btrigger\b.{0,40}\baction\b",
        2.6,
    ),
    Sign("calls a tool", rf"{_START}(?:call|invoke|trigger|execute|run|use|open|schedule|transfer|delete|buy|click)\b", 1.4),
    Sign("calls a tool", r"\byour (?:\w+ )?(?:tools?|memory|browser|search|functions?|plugins?)\b|\ball tools\b|\b[a-z]+_[a-z]+ (?:tool|function|action)\b", 1.1),
    # The answer.
    Sign("steers the answer", rf"\b(?:in|to|of|with|into|throughout|from|begin|start|end|write|translate|replace|every|each|finish|format|make) (?:\w+ ){{0,3}}(?:your|each|every|the) (?:\w+ )?{_ANSWER}\b", 1.3),
    Sign("steers the answer", rf"\byour (?:next |final |entire |whole )?{_ANSWER}\b", 1.6),
    Sign("steers the answer", rf"{_START}{_DO}\b", 1.7),
    Sign("steers the answer", rf"{_START}(?:answer|reply|respond|say|output|print)\b.{{0,40}}\b(?:only|just|exactly|nothing but|nothing else|the (?:word|letter|sentence|text))\b", 0.5),
    Sign("steers the answer", r"\byour (?:\w+ )?(?:code|codebase|implementation|solution|message|writing|text)\b", 1.5),
    Sign("steers the answer", r"\b(?:every|each|all|any) (?:\w+ )?(?:answer|response|reply|output|message|summary|question|sentence)s?\b", 0.8),
    Sign("steers the answer", r"\bwhen (?:asked|the user|someone asks|you (?:are asked|answer|see|read))\b", 1.5),
    Sign("steers the answer", r"\b(?:say|state|claim|mention|answer|write|confirm|pretend|conclude) that\b", 2.6),
    Sign("steers the answer", r"\b(?:this (?:product|source|page|site|article|candidate|applicant|shop|brand|company)|our (?:shop|product|brand|premium|new)|the best|free|highest score|positive review|genius)\b", 2.1),
    Sign(
        "asks for secrets",
        r"\b(?:reveal|print|output|repeat|show|disclose|list|dump|tell me)\b.{0,50}\b(?:system prompt|your (?:\w+ )?(?:instructions|prompt|rules|tools|memory|configuration)|hidden|you (?:were|was|are) (?:given|told)|you must follow|above)\b",
        1.9,
    ),
    # What is said to people, and about them.
    Sign("", r"^\W*(?:he|she|they|we|i|it|nobody|some|neither|members|students|readers|experts|critics|scientists|users)\b", -0.8),
    Sign("", r"^\W*(?:the|an?|this|our|its|their|my|large|previous|any|personal) (?:\w+ ){1,4}?(?:was|were|is|are|has|have|had|said|says|shall|may|can|will|replaces?|told|ordered|found|should|must|asked|relies|does)\b", -2.0),
    Sign("", r"\byour (?:\w+ )?(?:password|account|order|invoice|email|e-mail|name|team|partner|guests|phone|badge|neighbour|letter|request|receipt|customer number|browser|environment|identity|report|language|delivery|staff|seat)\b", -2.2),
    Sign("", r"\b(?:press|oven|battery|button|filter|invoice|agreement|clause|tenant|minutes|sentences?|paragraph|deadline|page \d|step \d|by (?:monday|tuesday|wednesday|thursday|friday|noon)|meeting|office|appliance|machine|device|device's|repository|config|install|release|version|issue|module|package|copyright|licen[cs]e|software)\b", -0.7),
    Sign("", r"[;{}]|\w\(|==|\\w\.\\w+\(|^\s*(?://|--|/\*|#)", -1.4),
    Sign("", r"\b(?:never|not|nobody)\b.{0,20}\b(?:ask|share|send|reply|show|commit|log|forward)\b", -1.0),
    Sign("", r"\b(?:please|thanks|could you|we|us|our)\b", -1.1),
)  # fmt: skip
