from nemoguardrails import LLMRails


def shout(text):
    return text.upper() + "!"


def one_letter(answer):
    return [answer.strip() == "n"]


def opening_hours():
    return "9 to 17"


def greet(greeting: str):
    return greeting


def init(app: LLMRails):
    app.register_filter(shout, "shout")
    app.register_output_parser(one_letter, "one_letter")
    app.register_prompt_context("shop", app.config.custom_data["shop"])
    app.register_prompt_context("hours", opening_hours)
    app.register_action(greet, name="greet")
    app.register_action_param("greeting", "good day")
