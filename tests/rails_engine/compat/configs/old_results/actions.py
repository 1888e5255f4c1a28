from nemoguardrails.actions import action


def too_many(result) -> bool:
    return result["found"] > 2


@action(is_system_action=True, output_mapping=too_many)
def count_numbers(text: str):
    return {"found": sum(word.isdigit() for word in text.split())}
