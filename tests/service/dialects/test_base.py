from __future__ import annotations

from service.dialects.base import AnswerMeta, new_id
from service.dialects.choose import find_dialects
from service.errors import CouldNotLoadError, MissingConfigError
from tests.wire import ID


def test_ids_are_random_uuids():
    ids = {new_id() for _ in range(200)}
    assert len(ids) == 200
    assert all(ID.fullmatch(one) for one in ids)


def test_of_several_configurations_the_first_is_told():
    assert AnswerMeta("x", 1, ("a", "b")).config_id == "a"
    assert AnswerMeta("x", 1).config_id is None


def test_every_dialect_tells_the_documented_sentences_and_errors():
    for dialect in find_dialects():
        assert dialect.sentence_for(CouldNotLoadError(("a",))) == CouldNotLoadError(("a",)).message
        assert dialect.sentence_for(MissingConfigError()) is None
        assert dialect.render_error(MissingConfigError())[0] == 422
        assert dialect.internal_error.startswith("Internal server error")
        assert dialect.stream_content_type.endswith("; charset=utf-8")
