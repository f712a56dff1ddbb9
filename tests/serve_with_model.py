"""The page over a library and a scripted model: `python -m tests.serve_with_model LIBRARY URL`."""

import os
import sys

import app
from tests.model_standin import KEY

if __name__ == "__main__":
    library, url = sys.argv[1:]
    os.environ |= {
        "OPENAI_API_KEY": KEY,
        "OPENAI_BASE_URL": url,
        "WENZHENG_CHAT_MODEL": "openai:test-model",
        "WENZHENG_CHAT_FIRST_TOKEN_S": "3",
    }
    sys.exit(app.main(["--library", library, "--port", "0"]))
