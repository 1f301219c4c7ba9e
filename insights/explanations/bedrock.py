"""Explanations by a language model on Amazon Bedrock, through its Converse operation.

Only a worker imports this (docs/decisions/insights-explainer-role.md).
"""

import json
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
)
from botocore.parsers import ResponseParserError
from django.conf import settings

from insights.enums import Source
from insights.explanations import answers
from insights.explanations.prompts import PROMPTS, TOOL_NAME, question
from insights.explanations.protocol import Draft, NoAnswer, Told, Usage

if TYPE_CHECKING:
    from types_boto3_bedrock_runtime.client import BedrockRuntimeClient

MOST_TOKENS = 400
"""Of an answer; longer ones are cut off by the service, and refused."""
BYTES_A_TOKEN = 2
TOOL_TOKENS = 600
"""A prompt takes at most a token for two bytes (English takes one for four), and what the service
itself adds to explain the tool."""
THROTTLED, BROKEN = 429, 500
UNREADABLE = (ResponseParserError, AttributeError, KeyError, TypeError, ValueError)
"""What botocore's parser raises on a body that is no answer of this operation."""
NEVER_SENT = (EndpointConnectionError, ConnectTimeoutError)


class BedrockExplainer:
    """One request a call; sees numbers and the catalog's own names only."""

    source = Source.BEDROCK

    def __init__(self, client: "BedrockRuntimeClient | None" = None) -> None:
        self.model = settings.BEDROCK_MODEL
        self._client = client or new_client()

    def version(self, context: str) -> str:
        return PROMPTS[context].version

    def most(self, told: Told) -> Usage:
        asked = json.dumps(self._request(told), ensure_ascii=False).encode()
        return Usage(len(asked) // BYTES_A_TOKEN + TOOL_TOKENS, MOST_TOKENS)

    def write(self, told: Told) -> Draft:
        try:
            answer: Any = self._client.converse(**self._request(told))
        except ClientError as error:
            raise _refused(error) from error
        except BotoCoreError as error:
            raise _broken(error) from error
        except UNREADABLE as error:
            raise NoAnswer("unreadable answer", usage=None) from error
        return answers.read(answer, PROMPTS[told.context].fields)

    def _request(self, told: Told) -> dict[str, Any]:
        prompt = PROMPTS[told.context]
        return {
            "modelId": self.model,
            "system": [{"text": prompt.system}],
            "messages": [{"role": "user", "content": [{"text": question(told)}]}],
            "toolConfig": {"tools": [prompt.tool], "toolChoice": {"tool": {"name": TOOL_NAME}}},
            "inferenceConfig": {"maxTokens": MOST_TOKENS, "temperature": 0},
        }


def new_client() -> "BedrockRuntimeClient":
    """A client that sends each request once: `calls` asks again, counting each time."""
    return boto3.client(
        "bedrock-runtime",
        region_name=settings.BEDROCK_REGION,
        endpoint_url=settings.BEDROCK_ENDPOINT_URL or None,
        config=Config(
            connect_timeout=settings.BEDROCK_CONNECT_SECONDS,
            read_timeout=settings.BEDROCK_READ_SECONDS,
            retries={"total_max_attempts": 1, "mode": "standard"},
        ),
    )


def _refused(error: ClientError) -> NoAnswer:
    """The service said no; that costs nothing, and may be otherwise in a moment."""
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    code = str(error.response.get("Error", {}).get("Code") or "error")
    name = code if code.isascii() and code.isalnum() and len(code) <= 80 else "error"
    return NoAnswer(name, passing=status == THROTTLED or status >= BROKEN)


def _broken(error: BotoCoreError) -> NoAnswer:
    """Nothing came: what was sent may have been answered, and charged."""
    passing = isinstance(error, (ConnectionError, HTTPClientError))
    free = isinstance(error, NEVER_SENT) or not passing
    return NoAnswer(type(error).__name__, passing=passing, usage=Usage() if free else None)
