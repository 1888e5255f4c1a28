"""Personal data in texts: recognisers take a text and give spans; what is done with these, rails say.

Nothing in here knows of rails, turns or streams; nothing is downloaded; every recogniser takes time linear
in the text.
"""
