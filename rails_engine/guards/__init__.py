"""What local rails look with: views of a text, classifiers, recognisers of personal data.

Nothing here knows of flows, turns or configurations; rails in ``rails/library/`` put it to use.
"""
