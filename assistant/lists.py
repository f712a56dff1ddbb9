from assistant.draft import Draft


def list_draft(question, terms, evidence, neighbours):
    return Draft()
