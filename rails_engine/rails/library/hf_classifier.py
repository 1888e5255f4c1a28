"""``hf classifier check input|output|retrieval $classifier="name"``: classifiers that are served over HTTP.

    rails:
      config:
        hf_classifier:
          toxicity:
            engine: vllm            # or kserve, fms
            base_url: http://localhost:8000
            model: s-nlp/roberta_toxicity_classifier
            threshold: 0.5
            blocked_labels: [toxic]

A label of ``blocked_labels`` that reaches the threshold blocks; on retrieval it empties the chunks. A key, in the
variable that ``api_key_env_var`` names, is sent over https only. ``engine: local``, which loads a model into the
process, is not supported here: serve the model with vLLM or KServe. A failed call blocks; ``on_error: allow``, for
each classifier, lets the text through.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.config.reading import InvalidValueError
from rails_engine.errors import ActionError, did_you_mean
from rails_engine.rails.remote.flows import Guard, list_flows, write_flows
from rails_engine.rails.remote.rail import RemoteRail, bearer, subject
from rails_engine.rails.remote.settings import OnError, check_share, check_timeout
from rails_engine.rails.remote.wiring import Wiring
from rails_engine.transport import Tls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from rails_engine.actions.context import Scope
    from rails_engine.config.schema import RailsConfig
    from rails_engine.rails.remote.answers import Answer
    from rails_engine.rails.remote.service import Service
    from rails_engine.transport import Transport

Engine = Literal["local", "vllm", "kserve", "fms"]
_EXCEPTIONS = {"input": "InputRailException", "output": "OutputRailException"}
_GUARDS = tuple(
    Guard(
        f"hf classifier check {kind}",
        kind,
        f"hf_classifier_check_{kind}(classifier=$classifier)",
        exception=_EXCEPTIONS.get(kind),
        empties=kind == "retrieval",
    )
    for kind in ("input", "output", "retrieval")
)


@dataclass(frozen=True, slots=True)
class ClassifierParameters:
    """How the server is reached."""

    timeout: float = 30.0
    verify_ssl: bool = True
    ca_cert: str | None = None
    client_cert: str | None = None
    client_key: str | None = None

    def __post_init__(self) -> None:
        check_timeout(self.timeout)


@dataclass(frozen=True, slots=True, kw_only=True)
class Classifier:
    """``rails.config.hf_classifier.<name>``."""

    engine: Engine = "local"
    model: str | None = None
    task: str = "text-classification"
    threshold: float = 0.5
    blocked_labels: tuple[str, ...] = ()
    base_url: str | None = None
    api_key_env_var: str | None = None
    parameters: ClassifierParameters = field(default_factory=ClassifierParameters)
    on_error: OnError = "block"
    #: In place of ``parameters.timeout``.
    timeout: float | None = None

    def __post_init__(self) -> None:
        check_share(self.threshold, "threshold")
        check_timeout(self.timeout)
        if self.api_key_env_var and not (self.base_url or "").startswith("https://"):
            raise InvalidValueError(
                "api_key_env_var", "is for a base_url that begins with https://, so that nobody reads the key"
            )


class HfClassifier(RemoteRail):
    """Judges texts by the label that a classifier gives them."""

    name = "hf classifier"
    flows = list_flows("hf_classifier", *_GUARDS)
    colang = write_flows(*_GUARDS)
    settings_key = "hf_classifier"
    settings_type = dict[str, Classifier]
    #: The servers of the classifiers, by their names.
    servers: Mapping[str, Service]

    def connect(self, config: RailsConfig, transport: Transport) -> None:
        """See ``Rail``: every classifier that a rails list names must be one that can be asked."""
        wiring = Wiring(self, config, transport)
        for reference in wiring.references:
            name = reference.params.get("classifier")
            if name not in self.settings:
                known = did_you_mean(str(name), self.settings)
                hint = (
                    known
                    or f'Write {reference.flow} $classifier="NAME", and NAME under rails.config.hf_classifier.'
                )
                raise reference.refuse(f"the rail {reference.text!r} names no classifier that there is", hint)
            self._check(wiring, str(name), self.settings[name])
        self.servers = {
            name: self._connect(wiring, name, classifier)
            for name, classifier in self.settings.items()
            if classifier.engine != "local" and classifier.base_url
        }

    @staticmethod
    def _check(wiring: Wiring, name: str, classifier: Classifier) -> None:
        if classifier.engine == "local":
            engines = " or ".join(engine for engine in get_args(Engine) if engine != "local")
            raise wiring.refuse(
                f"names the classifier {name!r}, whose engine is 'local'; models are not run in this process",
                f"Serve it, and set engine ({engines}) and base_url.",
            )
        wiring.need(classifier.base_url, f"{name}.base_url", "http://localhost:8000")
        if classifier.engine != "fms":
            wiring.need(classifier.model, f"{name}.model", "the model's name on the server")
        if not classifier.blocked_labels:
            wiring.need(None, f"{name}.blocked_labels", "[toxic]")

    @staticmethod
    def _connect(wiring: Wiring, name: str, classifier: Classifier) -> Service:
        variable, parameters = classifier.api_key_env_var, classifier.parameters
        key = wiring.need_variable(variable) if variable else None
        headers = bearer(key)
        if classifier.engine == "fms" and classifier.model:
            headers["detector-id"] = classifier.model
        return wiring.service(
            str(classifier.base_url),
            wiring.setting(f"{name}.base_url"),
            headers=headers,
            secrets=(key,),
            patience=wiring.patience(classifier.timeout or parameters.timeout),
            tls=Tls(parameters.verify_ssl, parameters.ca_cert, parameters.client_cert, parameters.client_key),
        )

    def allows_on_error(self, params: Mapping[str, Any]) -> bool:
        """See ``Rail``: each classifier has its own word."""
        classifier = self.settings.get(params.get("classifier"))
        return classifier is not None and classifier.on_error == "allow"

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """One for each kind of text."""
        return {
            "hf_classifier_check_input": self.check_input,
            "hf_classifier_check_output": self.check_output,
            "hf_classifier_check_retrieval": self.check_retrieval,
        }

    @action(is_system_action=True, name="hf_classifier_check_input")
    def check_input(
        self, scope: Scope, classifier: str | None = None, text: str | None = None
    ) -> RailOutcome:
        """What a classifier says of the user's message."""
        return self._judge(scope, classifier, subject(scope, "input", text))

    @action(is_system_action=True, name="hf_classifier_check_output")
    def check_output(
        self, scope: Scope, classifier: str | None = None, text: str | None = None
    ) -> RailOutcome:
        """What a classifier says of the bot's message."""
        return self._judge(scope, classifier, subject(scope, "output", text))

    @action(is_system_action=True, name="hf_classifier_check_retrieval")
    def check_retrieval(
        self, scope: Scope, classifier: str | None = None, text: str | None = None
    ) -> RailOutcome:
        """What a classifier says of the retrieved chunks."""
        return self._judge(scope, classifier, subject(scope, "retrieval", text))

    def _judge(self, scope: Scope, name: str | None, text: str) -> RailOutcome:
        server = self.servers.get(name or "")
        if server is None:
            raise ActionError(f"There is no classifier {name!r} that can be asked.")
        classifier: Classifier = self.settings[name]
        found = {}
        if text:
            found = {
                label: score
                for label, score in _READERS[classifier.engine](server, scope, classifier, text)
                if label in classifier.blocked_labels and score >= classifier.threshold
            }
        if found:
            return RailOutcome.block(reason=", ".join(found), legacy=True, metadata={"labels": found})
        return RailOutcome.allow(legacy=False)


def _ask_vllm(server: Service, scope: Scope, asked: Classifier, text: str) -> Iterator[tuple[str, float]]:
    """The likeliest label is named, and the probabilities of all are given."""
    answer = server.post(scope, {"model": asked.model, "input": text}, "/classify")
    first = answer.at("data", 0)
    yield first.text("label"), max((item.number() for item in first.items("probs")), default=1.0)


def _ask_kserve(server: Service, scope: Scope, asked: Classifier, text: str) -> Iterator[tuple[str, float]]:
    """KServe hands on what the model's server makes of it: labels with scores, in one of three shapes."""
    answer = server.post(scope, {"instances": [text]}, f"/v1/models/{asked.model}:predict")
    first = answer.at("predictions", 0)
    if isinstance(first.value, list):
        yield from ((item.text("label"), item.number("score")) for item in first.items())
    elif first.find("label") is not None:
        yield first.text("label"), first.number("score")
    else:
        yield from ((label, score.number()) for label, score in first.fields())


def _ask_fms(server: Service, scope: Scope, asked: Classifier, text: str) -> Iterator[tuple[str, float]]:
    """A detector of the FMS guardrails lists what it has detected."""
    payload = {"contents": [text], "detector_params": {"threshold": asked.threshold}}
    answer: Answer = server.post(scope, payload, "/api/v1/text/contents")
    for item in answer.items(0):
        yield item.text("detection_type"), item.number("score")


_READERS = {"vllm": _ask_vllm, "kserve": _ask_kserve, "fms": _ask_fms}
