"""What the content policy refuses, in any page of a browser, is heard of."""

from playwright.sync_api import BrowserContext

LISTENER = """
document.addEventListener("securitypolicyviolation",
  ({ violatedDirective, blockedURI, sourceFile, lineNumber }) =>
    window.sayRefused(`${violatedDirective} ${blockedURI} ${sourceFile}:${lineNumber}`));
"""


def listen(context: BrowserContext, refused: list[str]) -> None:
    """Add to `refused` whatever the policy refuses in pages that are opened from now on."""
    context.expose_binding(
        "sayRefused",
        lambda source, what: refused.append(f"{source['page'].url}: {what}"),
    )
    context.add_init_script(LISTENER)
