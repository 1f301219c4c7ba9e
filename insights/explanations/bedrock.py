"""Explanations by a language model on Amazon Bedrock, through its Converse operation."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import orjson
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from insights.enums import Source
from insights.explanations.inputs import Inputs
from insights.explanations.protocol import Draft, NoAnswer

if TYPE_CHECKING:
    from types_boto3_bedrock_runtime.client import BedrockRuntimeClient

PROMPTS = Path(__file__).resolve().parent.parent / "prompts"
PROMPT_VERSION = "explain-1"
LANGUAGE_NAMES = {"en": "English", "es": "Spanish", "fr": "French"}
CONNECT_SECONDS, READ_SECONDS, TRIES = 3, 8, 2
MOST_TOKENS = 400
FIELDS = ("what", "why", "could")

TOOL: dict[str, Any] = {
    "toolSpec": {
        "name": "explain",
        "description": "Gives the explanation to its readers.",
        "inputSchema": {
            "json": {
                "type": "object",
                "properties": {field: {"type": "string", "maxLength": 200} for field in FIELDS},
                "required": list(FIELDS),
                "additionalProperties": False,
            }
        },
    }
}


class BedrockExplainer:
    """One call an explanation; sees numbers and the catalog's own names only."""

    source = Source.BEDROCK
    prompt_version = PROMPT_VERSION

    def __init__(self, client: "BedrockRuntimeClient | None" = None) -> None:
        self.model = settings.BEDROCK_MODEL
        self._client = client or new_client()

    def explain(self, inputs: Inputs, *, category: str, language: str) -> Draft:
        asked = {**inputs, "category": category, "language": LANGUAGE_NAMES[language]}
        try:
            answer: Any = self._client.converse(
                modelId=self.model,
                system=[{"text": system_prompt()}],
                messages=[{"role": "user", "content": [{"text": orjson.dumps(asked).decode()}]}],
                toolConfig={"tools": [TOOL], "toolChoice": {"tool": {"name": "explain"}}},  # type: ignore[list-item]
                inferenceConfig={"maxTokens": MOST_TOKENS, "temperature": 0},
            )
        except ClientError as error:
            raise NoAnswer(str(error.response.get("Error", {}).get("Code", "error"))) from error
        except BotoCoreError as error:
            raise NoAnswer(type(error).__name__) from error
        return _read(answer)


def new_client() -> "BedrockRuntimeClient":
    """A client with short patience: the worker has other things to do."""
    return boto3.client(
        "bedrock-runtime",
        region_name=settings.BEDROCK_REGION,
        endpoint_url=settings.BEDROCK_ENDPOINT_URL or None,
        config=Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"total_max_attempts": TRIES, "mode": "standard"},
        ),
    )


@cache
def system_prompt() -> str:
    return (PROMPTS / f"{PROMPT_VERSION}.md").read_text(encoding="utf-8")


def _read(answer: Any) -> Draft:
    """The three sentences of the tool call, whatever else came with it.

    Raises:
        NoAnswer: the answer has not the shape that was asked for.
    """
    try:
        blocks = answer["output"]["message"]["content"]
        said = next(block["toolUse"]["input"] for block in blocks if "toolUse" in block)
        sentences = [said[field] for field in FIELDS]
        usage = answer.get("usage", {})
        used = int(usage.get("inputTokens", 0)), int(usage.get("outputTokens", 0))
    except (KeyError, TypeError, StopIteration, ValueError) as error:
        raise NoAnswer("unexpected shape") from error
    if not all(isinstance(sentence, str) for sentence in sentences):
        raise NoAnswer("unexpected shape")
    return Draft(" ".join(sentence.strip() for sentence in sentences), *used)
