from nemoguardrails.actions import action

from .texts import SOURCE


@action(name="SummarizeAction")
class Summarize:
    def __init__(self):
        self.calls = 0

    async def run(self, words: int, llm=None):
        self.calls += 1
        answer = await llm.ainvoke([("system", "Be short."), {"role": "user", "content": SOURCE}], stop=["."])
        return " ".join(answer.content.split()[:words])


@action()
async def title_of(text: str):
    from nemoguardrails.actions.llm.utils import strip_quotes

    return strip_quotes(text).title()
