"""Japanese is the language of the house; English is one click away and stays chosen."""


def lang(browser, **headers):
    return browser.get("/account/login/", **headers).headers["Content-Language"]


def test_japanese_whatever_the_browser_asks_for(browser):
    stranger = browser("")
    assert lang(stranger) == "ja"
    assert lang(stranger, headers={"accept-language": "en-US,en;q=0.9"}) == "ja"


def test_english_once_it_is_chosen(browser):
    worker = browser("caseworker")
    worker.post("/language/", {"language": "en", "next": "/today/"})
    answer = worker.get("/today/")
    assert answer.headers["Content-Language"] == "en"
    assert 'lang="en"' in answer.content.decode()
    worker.post("/language/", {"language": "xx"})
    assert worker.get("/today/").headers["Content-Language"] == "en"
