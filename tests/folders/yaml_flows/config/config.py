from nemoguardrails import LLMRails
from nemoguardrails.actions.actions import ActionResult


def init(app: LLMRails):
    async def read_weather(context: dict):
        sky = context.get("sky", "sunny")
        return ActionResult(context_updates={"weather": sky, "rain": sky == "rainy", "town": "Bern"})

    app.register_action(read_weather, name="read_weather")
