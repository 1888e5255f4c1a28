from nemoguardrails.actions import action
from nemoguardrails.actions.actions import ActionResult


@action(name="get_balance")
async def get_balance(context: dict | None = None):
    return (context or {}).get("balance_on_file", 100)


@action()
async def transfer(amount, context: dict):
    left = context.get("balance_on_file", 100) - int(amount)
    if left < 0:
        return False
    return ActionResult(return_value=True, context_updates={"balance": left, "balance_on_file": left})
