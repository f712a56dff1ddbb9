"""The bot over an assistant that answers at once.

`python -m tests.slack.serve_echo LIBRARY API PORT`
"""

import sys
from pathlib import Path

from assistant.log import log_to_stderr
from assistant.page_server import listen, run
from assistant.slack_app import build, served_alone
from ingest.settings import Settings
from tests.slack.fake import BOT_TOKEN
from tests.slack.sending import SECRET
from tests.slack.standins import Echo

if __name__ == "__main__":
    library, api, port = sys.argv[1:]
    settings = Settings(
        library=Path(library),
        slack_bot_token=BOT_TOKEN,
        slack_signing_secret=SECRET,
        slack_api_url=api,
        _env_file=None,
    )
    log_to_stderr()
    listening = listen(int(port))
    echo = Echo()
    run(served_alone(build(settings, echo, echo.snapshot)), listening, on_exit=lambda: None)
