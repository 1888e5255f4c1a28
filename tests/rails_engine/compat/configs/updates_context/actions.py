from nemoguardrails.actions import action
from nemoguardrails.actions.actions import ActionResult
from nemoguardrails.utils import new_event_dict


@action(name="look_up_balance")
async def look_up(context: dict, events: list):
    assert any(event["type"] == "UserIntent" for event in events)
    assert new_event_dict("Looked", amount=3)["amount"] == 3
    return ActionResult(return_value=True, context_updates={"balance": 120, "currency": "euros"})


@action()
def measure(text: str):
    return len(text)
