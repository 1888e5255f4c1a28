from nemoguardrails.actions import action


@action(name="break_it")
def break_it():
    raise RuntimeError("secret inside")
