"""Which links of a home page lead to a policy, and which of a policy page to the rest of its set."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.scrape.find import urls
from pipeline.scrape.find.anchors import MAX_HTML
from pipeline.scrape.find.evidence import Link, Role
from pipeline.scrape.find.links import LIMITS, policy_links, set_links
from tests.builders import cases

HOME = "https://www.kazami.example/"
JA = "<p>風見工業は、山あいの町で歯車と軸受を作っている会社です。工場の見学もお受けしています。</p>"
EN = "<p>Kazami Industries makes gears and bearings in a town between the hills. You may visit the works.</p>"


def _short(links: tuple[Link, ...]) -> list[str]:
    """The links as "role language path", in their order."""
    return [
        f"{link.role} {link.language or '-'} {re.sub('^https?://www.kazami.example(?=/)', '', link.url)}"
        for link in links
    ]


def _from_home(body: str, text: str = JA, url: str = HOME) -> list[str]:
    return _short(policy_links(f"<html><body>{text}{body}</body></html>", url))


def _from_policy(body: str, text: str = JA, url: str = f"{HOME}privacy/") -> list[str]:
    return _short(set_links(f"<html><body><h1>個人情報保護方針</h1>{text}{body}</body></html>", url))


@pytest.mark.parametrize("words", cases(
    ("プライバシーポリシー", "the usual name"),
    ("プライバシー・ポリシー", "with a middle dot"),
    ("ﾌﾟﾗｲﾊﾞｼｰﾎﾟﾘｼｰ", "half-width, as old pages write it"),
    ("個人情報保護方針", "the usual name of older companies"),
    ("個 人 情 報 保 護 方 針", "letters set apart"),
    ("個人情報の取り扱いについて", "another usual name"),
    ("個人情報のお取扱い", "polite, with fewer kana"),
    ("個人情報取扱規程", "a rule rather than a policy"),
    ("個人情報に関する基本方針", "a basic policy"),
    ("お客様の個人情報の保護について", "names whose information it is"),
    ("個人情報保護への取り組み", "named as an effort"),
    ("個人情報保護宣言", "what securities firms and agents call it"),
    ("患者様の個人情報の取扱い", "what clinics call it"),
    ("プライバシーステートメント", "a statement"),
    ("プライバシーに関する通知", "a translated notice"),
    ("プライバシー", "one word that stands alone"),
    ("個人情報について", "short, and it stands alone"),
    ("▶ 【個人情報保護方針】（PDF：120KB）", "between ornaments, with the size of a file"),
    ("風見グループ プライバシーポリシー", "behind the name of the company"),
    ("プライバシーポリシー（個人情報保護方針）", "two names at once"),
    ("データ保護方針", "data instead of personal information"),
    ("お客様の個人情報について", "no word of a policy, and it stands alone"),
    ("個人情報の利用について", "named as a use"),
    ("個人信用情報の取扱い", "what lenders call it"),
    ("ご利用規約／個人情報保護方針", "one page for both"),
    ("プライバシー＆クッキーポリシー", "with cookies, still the policy"),
    ("Privacy Policy", "an English name on a Japanese page leads to a Japanese page"),
))  # fmt: skip
def test_japanese_names(words: str) -> None:
    assert _from_home(f'<footer><a href="/about/p.html">{words}</a></footer>') == ["policy ja /about/p.html"]


@pytest.mark.parametrize("words", cases(
    ("Privacy Policy", "the usual name"),
    ("PRIVACY NOTICE", "in capitals"),
    ("Privacy statement", "a statement"),
    ("Privacy", "one word that stands alone"),
    ("Privacy & Cookies", "with cookies, still the policy"),
    ("Privacy and Cookie Policy", "the same in full"),
    ("Online Privacy Practices", "practices"),
    ("Data Protection Policy", "the British way"),
    ("Handling of Personal Information", "translated from Japanese"),
    ("Policy on the Protection of Personal Information", "translated from Japanese, in full"),
    ("Personal Information Protection Policy", "translated from Japanese, another way"),
    ("How we use your information", "plain words"),
    ("Terms and Privacy", "one page for both"),
    ("Your privacy", "plain words, alone"),
    ("Personal Data Protection", "a thing rather than a policy"),
    ("Privacy Hub", "a page of many policies"),
    ("Privacy & Policy", "written as two things"),
    ("Privacy & Data Protection", "two words for one thing"),
    ("Kazami Industries Privacy Policy", "behind the name of the company"),
))  # fmt: skip
def test_english_names(words: str) -> None:
    assert _from_home(f'<footer><a href="/about/p.html">{words}</a></footer>', EN) == ["policy en /about/p.html"]


@pytest.mark.parametrize("words", cases(
    ("プライバシーポリシー改定のお知らせ", "news of a policy"),
    ("個人情報保護方針を改定しました", "news of a policy, as a sentence"),
    ("2024.03.01 個人情報の取り扱いについて", "an entry of a list of news"),
    ("個人情報漏えいに関するお詫び", "an accident"),
    ("個人情報の取り扱いに同意して送信する", "the consent line of a form"),
    ("個人情報の取り扱いに同意の上、確認画面へ", "the button of a form"),
    ("個人情報開示等請求書（PDF）", "a form to fill in"),
    ("個人情報保護管理者の求人", "a job"),
    ("個人情報保護セミナーのご案内", "a course"),
    ("プライバシーポリシーの書き方", "a post about policies"),
    ("プライバシーポリシーとは？", "a post about policies"),
    ("プライバシーマーク取得支援", "a service for sale"),
    ("プライバシーマークについて", "a certificate"),
    ("個人情報保護委員会", "the authority"),
    ("個人情報保護法の改正", "the law"),
    ("プライバシーフィルター", "a product"),
    ("プライバシーの守れる個室", "a room"),
    ("クッキー設定", "settings, no text"),
    ("特定商取引法に基づく表記", "what shops must tell"),
    ("旧プライバシーポリシー", "what held once"),
    ("プライバシーポリシー新旧対照表", "what changed"),
    ("個人情報の第三者提供に関する同意書", "a form to sign"),
    ("開示方針", "what companies tell their shareholders"),
    ("利用規約", "terms of use"),
    ("会社情報", "about the company"),
    ("採用情報", "jobs"),
    ("情報セキュリティ基本方針", "a policy on another matter"),
    ("お問い合わせ", "contact"),
    ("共同利用施設", "a building, and no word of personal data"),
    ("当社がお客様の個人情報の取り扱いについて大切にしていること、そして社員一人ひとりが毎日の仕事の中で守り続けている五つの約束", "a headline"),
))  # fmt: skip
def test_japanese_lookalikes(words: str) -> None:
    assert _from_home(f'<div><a href="/x/y.html">{words}</a></div>') == []


@pytest.mark.parametrize("words", cases(
    ("Updates to our Privacy Policy", "news of a policy"),
    ("We have updated our Privacy Notice", "news of a policy"),
    ("I agree to the Privacy Policy", "the consent line of a form"),
    ("Privacy Officer (full time)", "a job"),
    ("How to write a privacy policy", "a post about policies"),
    ("Privacy Policy Generator", "a tool"),
    ("Privacy Act of 1974", "a law"),
    ("Privacy FAQs", "questions"),
    ("Cookie Settings", "settings, no text"),
    ("Your Privacy Choices", "settings, no text"),
    ("Privacy screens for offices", "a product"),
    ("Terms of Use", "terms of use"),
    ("Careers", "jobs"),
    ("Data breach notification", "an accident"),
    ("Return Policy", "a policy on another matter"),
    ("Previous versions of the privacy policy", "what held once"),
))  # fmt: skip
def test_english_lookalikes(words: str) -> None:
    assert _from_home(f'<div><a href="/x/y.html">{words}</a></div>', EN) == []


@pytest.mark.parametrize(("body", "expected"), cases(
    ('<a href="/kojin/"><img src="b.gif" alt="個人情報保護方針"></a>', ["policy ja /kojin/"], "a picture tells its text"),
    ('<a href="/a.html" title="プライバシーポリシー"><i></i></a>', ["policy ja /a.html"], "a title"),
    ('<a href="/a.html" aria-label="Privacy policy">P</a>', ["policy ja /a.html"], "a label for screen readers"),
    ('<map><area href="/a.html" alt="個人情報保護方針"></map>', ["policy ja /a.html"], "a map of areas"),
    ('<a href="/kojinjoho/"><i class="icon"></i></a>', ["policy ja /kojinjoho/"], "an icon: the address tells"),
    ('<a href="/company/pp.html">詳細はこちら</a>', ["policy ja /company/pp.html"], "words without meaning: the address tells"),
    ('<a href="/%E3%83%97%E3%83%A9%E3%82%A4%E3%83%90%E3%82%B7%E3%83%BC/"></a>', ["policy ja /%E3%83%97%E3%83%A9%E3%82%A4%E3%83%90%E3%82%B7%E3%83%BC/"], "an address in kana"),
    ('<a href="/index.php?page=privacy"></a>', ["policy ja /index.php?page=privacy"], "the query of an address"),
    ('<a href="/privacy/security.html">ＡＴＭの安全なご利用</a>', [], "the word stands in a folder, not in the page's own name"),
    ('<a href="/privacy.html">法務</a>', ["policy ja /privacy.html"], "other words: the address is a last resort"),
    ('<a href="/privacy.html">法務</a><a href="/b.html">個人情報保護方針</a>', ["policy ja /b.html"], "which is not needed here"),
    ('<a href="/p.html">サイトポリシー</a>', ["policy ja /p.html"], "the policy of the site may hold it"),
    ('<a href="/p.html">サイトポリシー</a><a href="/b.html">個人情報保護方針</a>', ["policy ja /b.html"], "which is not needed here"),
    ('<a href="javascript:void(0)" onclick="window.open(\'/pp.html\')">個人情報保護方針</a>', ["policy ja /pp.html"], "a script opens it"),
    ('<div onclick="location.href=\'/pp.html\'">個人情報保護方針</div><a href="/b.html">プライバシーポリシー</a>', ["policy ja /b.html"], "a link is better than a script"),
    ('<iframe src="/pp.html" title="プライバシーポリシー"></iframe>', ["policy ja /pp.html"], "the policy stands in a frame"),
    ('<form><label><input type="checkbox"><a href="/pp/">個人情報の取扱い</a>に同意する</label></form>', ["policy ja /pp/"], "a form links to the policy"),
    ('<ul class="news-list"><li><a href="/news/12.html">個人情報の取扱い窓口</a></li></ul>', [], "news"),
    ('<a href="/blog/2021/05/17/privacy-policy.html">うちのプライバシーポリシー考</a>', [], "a post"),
    ('<a href="/policy/2021/05/17/story.html">プライバシーポリシー</a>', ["policy ja /policy/2021/05/17/story.html"], "a dated address with the name alone"),
    ('<a href="https://policies.search.example/privacy">プライバシーポリシー</a>', [], "another company's policy"),
    ('<a href="https://group.kazami.example/pp">グループのプライバシーポリシー</a>', ["policy ja https://group.kazami.example/pp"], "another host of the same owner"),
    ('<a href="#privacy">プライバシーポリシー</a><a href="/#pp">個人情報保護方針</a>', [], "a place on the page itself"),
    ('<a href="mailto:privacy@kazami.example">個人情報保護方針</a>', [], "an e-mail address"),
    ('<a href="/files/privacy.docx">個人情報保護方針</a>', [], "a file that cannot be read"),
    ('<a href="/files/privacy.pdf">個人情報保護方針</a>', ["policy ja /files/privacy.pdf"], "a PDF"),
    ('<a href="//www.kazami.example/pp/?utm_source=foot#top">個人情報保護方針</a>', ["policy ja /pp/"], "scheme, tracking and fragment"),
    ('<a href=" \n/pp/\t">個人情報保護方針</a>', ["policy ja /pp/"], "white space in an address"),
    ('<base href="https://www.kazami.example/old/"><a href="pp.html">個人情報保護方針</a>', ["policy ja /old/pp.html"], "a base"),
    ('<base href="{{ base }}"><a href="pp.html">個人情報保護方針</a>', ["policy ja /pp.html"], "a base that is none"),
    ('<a href="/pp/">個人情報保護方針</a><a href="http://kazami.example/pp/index.html">プライバシーポリシー</a>', ["policy ja /pp/"], "one page in two spellings"),
    ('<!-- <a href="/old.html">プライバシーポリシー</a> -->', [], "a link taken out of the page"),
))  # fmt: skip
def test_ways_a_home_page_links(body: str, expected: list[str]) -> None:
    assert _from_home(body) == expected


@pytest.mark.parametrize(("html", "expected"), cases(
    ('<frameset cols="20,80"><frame src="menu.html" name="m"><frame src="main.html"></frameset>', ["frame - /menu.html", "frame - /main.html"], "an old site: the frames hold the page"),
    ('<meta http-equiv="refresh" content="0; url=/ja/top.html">', ["frame - /ja/top.html"], "the page forwards at once"),
    ('<meta http-equiv="Refresh" content="3;URL=\'top.html\'">', ["frame - /top.html"], "the page forwards, written otherwise"),
    ('<meta http-equiv="refresh" content="600">', [], "the page reads itself again"),
    ('<noscript><meta http-equiv="refresh" content="0; url=/old/"></noscript>', [], "for readers without scripts"),
    ('<frameset><frame src="https://ads.example/x"></frameset>', [], "a frame of another company"),
))  # fmt: skip
def test_pages_that_hold_another(html: str, expected: list[str]) -> None:
    assert _short(policy_links(html, HOME)) == expected


@pytest.mark.parametrize(("body", "text", "expected"), cases(
    ('<a href="/en/">English</a>', JA, ["home en /en/"], "a language switch"),
    ('<a href="/en/"><img src="e.gif" alt="English"></a>', JA, ["home en /en/"], "a switch that is a picture"),
    ('<a href="/english.html">英語版</a>', JA, ["home en /english.html"], "a switch in Japanese"),
    ('<a href="/ja/">日本語</a>', EN, ["home ja /ja/"], "a switch from English"),
    ('<a href="/">🇯🇵 JP</a>', EN, [], "the page itself"),
    ('<a href="/en/">EN</a><a href="/e/">English site</a>', JA, ["home en /en/"], "one a language"),
    ('<a href="/">日本語</a>', JA, [], "the language of the page itself"),
    ('<select><option value="/">日本語</option><option value="/en/index.html">English</option></select>', JA, ["home en /en/index.html"], "a switch that is a choice"),
    ('<link rel="alternate" hreflang="en" href="/en/"><link rel="alternate" hreflang="zh" href="/zh/">', JA, ["home en /en/"], "named in the head; Chinese is no language here"),
    ('<link rel="alternate" hreflang="en-US" href="/us/">', JA, ["home en /us/"], "with a region"),
    ('<link rel="alternate" hreflang="x-default" href="/intl/">', JA, [], "no language at all"),
    ('<a href="https://www.kazami-usa.example/">English</a>', JA, [], "another owner, as far as addresses tell"),
    ('<a href="/pp.html">プライバシーポリシー</a><a href="/pp_en.html">Privacy Policy (English)</a>', JA, ["policy ja /pp.html", "policy en /pp_en.html"], "the words name the language"),
    ('<a href="/en/privacy/">Privacy Policy</a>', JA, ["policy en /en/privacy/"], "the address names the language"),
    ('<a hreflang="en" href="/global-privacy">Privacy Policy</a>', JA, ["policy en /global-privacy"], "the link names the language"),
    ('<a hreflang="fr" href="/fr/privacy">Privacy Policy</a>', EN, [], "French is no language here"),
    ('<a href="/jp/en/privacy">Privacy Policy</a>', JA, ["policy en /jp/en/privacy"], "the country comes before the language"),
))  # fmt: skip
def test_languages(body: str, text: str, expected: list[str]) -> None:
    assert _from_home(body, text) == expected


@pytest.mark.parametrize(("words", "topic"), cases(
    ("クッキーポリシー", "cookies", "Japanese"),
    ("Cookieの利用について", "cookies", "half Japanese"),
    ("Cookie ポリシー", "cookies", "half Japanese, with a space"),
    ("Cookie Policy", "cookies", "English"),
    ("利用者情報の外部送信について", "external transmission", "what the telecommunications law wants told"),
    ("特定個人情報等の適正な取扱いに関する基本方針", "individual numbers", "the numbers have their own"),
    ("採用応募者の個人情報の取り扱いについて", "applicants and staff", "applicants have their own"),
    ("個人情報の共同利用について", "joint use", "joint use"),
    ("個人情報保護法に基づく公表事項", "matters to be made public", "what the law wants told"),
    ("保有個人データの開示等の請求手続きについて", "requests for disclosure", "requests"),
    ("個人情報の利用目的", "purposes of use", "purposes"),
    ("GDPRプライバシーポリシー", "a region's law", "a region"),
    ("California Privacy Notice", "a region's law", "a region in English"),
    ("Children's Privacy Policy", "children", "children"),
    ("Joint use of personal data", "joint use", "joint use in English"),
    ("匿名加工情報について", "anonymised data", "anonymised data, and no word of persons"),
    ("Matters under the Act on the Protection of Personal Information", "matters to be made public", "the law is named, and the page is no law"),
))  # fmt: skip
def test_parts_on_a_home_page(words: str, topic: str) -> None:
    (link,) = policy_links(f'<body>{JA}<a href="/p.html">{words}</a></body>', HOME)
    assert link.role is Role.PART
    assert f"({topic})" in link.reason


@pytest.mark.parametrize(("body", "expected"), cases(
    ('<p><a href="anzen.html">安全管理措置</a></p>', ["part ja /privacy/anzen.html"], "in a policy fewer words are enough"),
    ('<ul><li><a href="/k.html">共同利用</a></li><li><a href="/c.html">開示等の請求</a></li></ul>', ["part ja /k.html", "part ja /c.html"], "a list of parts"),
    ('<nav><a href="/k.html">共同利用施設</a></nav>', [], "in a menu they are not"),
    ('<p>開示等のご請求については、<a href="/k.html">こちら</a>をご覧ください。</p>', ["part ja /k.html"], "the sentence tells"),
    ('<p>共同利用については<a href="/k.html">こちら</a>、工場見学については<a href="/m.html">こちら</a>です。</p>', ["part ja /k.html"], "each link has its own words"),
    ('<h3>外部送信について</h3><p>詳しくは、<a href="/g.html">こちら</a>。</p>', ["part ja /g.html"], "the heading tells"),
    ('<h3>お問い合わせ</h3><p><a href="/g.html">こちら</a></p>', [], "the heading tells of something else"),
    ('<p>The list of third parties is <a href="/tp.html">here</a>.</p>', ["part ja /tp.html"], "the sentence tells, in English"),
    ('<p>開示等の請求には<a href="/f.pdf">個人情報開示請求書</a>をお使いください。</p>', [], "a form to fill in"),
    ('<p><a href="/privacy/eu.html">Europe</a></p>', ["part ja /privacy/eu.html"], "a page below the policy, linked in its text"),
    ('<nav><a href="/privacy/eu.html">Europe</a></nav>', [], "a page below the policy, in a menu"),
    ('<footer><a href="/cookie.html">Cookie Policy</a></footer>', ["part ja /cookie.html"], "the foot of a policy page"),
    ('<footer><a href="/staff.html">採用応募者の個人情報の取扱い</a><a href="/privacy/">個人情報保護方針</a></footer>', ["part ja /staff.html"], "a link to the policy itself is none"),
    ('<p><a href="/pp2.html">個人情報の取り扱いについて</a></p>', ["part ja /pp2.html"], "a second policy that the text refers to"),
    ('<p>詳しくは「個人情報の取扱いについて」を<a href="/pp2.html">ご覧ください</a>。</p>', ["part ja /pp2.html"], "a second policy that its sentence names"),
    ('<footer><a href="/pp2.html">個人情報の取り扱いについて</a></footer>', ["policy ja /pp2.html"], "a second policy at the foot of all pages"),
    ('<p>当社は<a href="https://analytics.example/privacy">プライバシーポリシー</a>を定める会社の道具を使います。</p>', [], "another company's policy"),
    ('<a href="/en/privacy/">English</a>', ["translation en /en/privacy/"], "the switch leads to the same page"),
    ('<a href="/privacy/?lang=en">EN</a>', ["translation en /privacy/?lang=en"], "the same page by its query"),
    ('<a href="/en/privacy/">🌐 Read this page in other words</a>', ["translation en /en/privacy/"], "the address differs in its language alone"),
    ('<a href="/pp-english.html">個人情報保護方針（英語）</a>', ["translation en /pp-english.html"], "the words name the language"),
    ('<link rel="alternate" hreflang="en" href="/en/privacy/"><a href="/en/">English</a>', ["translation en /en/privacy/"], "the head names it: no need of the home page"),
    ('<link rel="alternate" hreflang="en" href="/en/">', ["home en /en/"], "the head names a home page"),
    ('<a href="/en/">English</a>', ["home en /en/"], "the switch leads to the home page"),
    ('<a href="/news/3.html">プライバシーポリシーを改定しました</a>', [], "news"),
    ('<a href="/terms/">利用規約</a><a href="/tokutei/">特定商取引法に基づく表記</a><a href="/">ホーム</a>', [], "what else stands at a foot"),
))  # fmt: skip
def test_ways_a_policy_links(body: str, expected: list[str]) -> None:
    assert _from_policy(body) == expected


def test_translation_of_a_page_beside_it() -> None:
    body = (
        '<a href="privacy-en.html">English</a><a href="privacy-ja.html">日本語</a><a href="privacy-ko.html">한국어</a>'
    )
    assert _from_policy(body, url=f"{HOME}privacy-ja.html") == ["translation en /privacy-en.html"]


@pytest.mark.parametrize(("body", "place"), cases(
    ('<div id="footerNavi"><a href="/a">プライバシーポリシー</a></div>', "foot of the page", "an id"),
    ('<div class="l-footer__links x"><ul><li><a href="/a">プライバシーポリシー</a></li></ul></div>', "foot of the page", "one of several classes"),
    ('<ul id="gNavi"><li><a href="/a">プライバシーポリシー</a></li></ul>', "navigation", "a menu"),
    ('<form><a href="/a">プライバシーポリシー</a></form>', "form", "a form"),
    ('<table><tr><td><a href="/a">プライバシーポリシー</a></td></tr></table>', "text", "nothing tells"),
))  # fmt: skip
def test_places(body: str, place: str) -> None:
    (link,) = policy_links(f"<body>{JA}{body}</body>", HOME)
    assert f"({place})" in link.reason


@pytest.mark.parametrize(("body", "reason"), cases(
    ('<footer><a href="/a">プライバシーポリシー</a></footer>', 'the link "プライバシーポリシー" (foot of the page) names a privacy policy', "a name"),
    ('<nav><a href="/a">Cookie Policy</a></nav>', 'the link "Cookie Policy" (navigation) names a part of the policy (cookies)', "a part"),
    ('<a href="/kojin.html"></a>', 'a link without a name, with an address that names a privacy policy ("kojin")', "an address"),
    ('<a href="/a">サイトポリシー</a>', 'no link names a privacy policy, and the link "サイトポリシー" may hold it', "a last resort"),
    ('<a href="/en/">English</a>', 'the link "English" leads to the English version', "a switch"),
    ('<link rel="alternate" hreflang="en" href="/en/">', "named as the English version of the page (hreflang)", "the head of the page"),
    ('<meta http-equiv="refresh" content="0;url=/top">', "the page forwards to it", "a page that forwards"),
))  # fmt: skip
def test_reasons(body: str, reason: str) -> None:
    (link,) = policy_links(f"<body>{JA}{body}</body>", HOME)
    assert link.reason == reason


def test_reason_of_a_pointer() -> None:
    (link,) = set_links(f'<body>{JA}<p>安全管理措置は<a href="/a">こちら</a>。</p></body>', f"{HOME}privacy/")
    assert link.reason == 'the link "こちら" in a sentence about a part of the policy (safety measures)'


def test_order_is_by_role_then_score_then_place() -> None:
    body = (
        '<a href="/en/">English</a><a href="/c">Cookie Policy</a><a href="/1">風見の森 プライバシーポリシー</a>'
        '<a href="/2">プライバシーポリシー</a><a href="/3">個人情報保護方針</a>'
    )
    assert _from_home(body) == ["policy ja /2", "policy ja /3", "policy ja /1", "part ja /c", "home en /en/"]
    assert _from_home(body) == _from_home(body)


def test_links_are_limited_a_page() -> None:
    body = "".join(f'<a href="/p{number}">プライバシーポリシー</a>' for number in range(50))
    assert len(_from_home(body)) == LIMITS[Role.POLICY]


@pytest.mark.parametrize(("link", "expected"), cases(
    ("HTTPS://WWW.Kazami.Example:443/a/../b", f"{HOME}b", "one spelling of scheme, host, port and path"),
    ("/a;jsessionid=9F?x=1&PHPSESSID=3", f"{HOME}a?x=1", "no sessions"),
    ("/a?utm_medium=m&gclid=1", f"{HOME}a", "no tracking"),
    ("\\privacy\\a.html", f"{HOME}privacy/a.html", "backslashes, as browsers read them"),
    ("http://日本.example/", "http://xn--wgv71a.example/", "a host in kanji"),
    ("javascript:alert(1)", "", "a script"),
    ("data:text/html,x", "", "data"),
    ("http://[", "", "no address at all"),
    ("/" + "a" * 3000, "", "longer than any policy's"),
))  # fmt: skip
def test_addresses_have_one_spelling(link: str, expected: str) -> None:
    assert urls.normalise(link, HOME) == expected


@pytest.mark.parametrize(("one", "other", "expected"), cases(
    ("http://kaze.co.jp/", "https://www.kaze.co.jp/", True, "a host of the domain"),
    ("http://a.co.jp/", "http://b.co.jp/", False, "co.jp is nobody's"),
    ("http://a.github.io/", "http://b.github.io/", False, "nor are the names that hosting services give out"),
    ("http://a.kaze.example/", "http://b.kaze.example/", True, "a suffix that no list knows"),
    ("http://127.0.0.1/", "http://127.0.0.2/", False, "numbers have no domain"),
    ("http://127.0.0.1:8000/", "http://127.0.0.1/", True, "the port does not count"),
    ("http://localhost/", "http://localhost/a", True, "one word is a host"),
))  # fmt: skip
def test_sites(one: str, other: str, expected: bool) -> None:
    assert urls.same_site(one, other) is expected


PIECES = st.sampled_from(
    ["<a href=/privacy>", "<a href='", "</a>", "プライバシーポリシー", "English", "<footer>", "<form>", "<base href=x>", "<frame src=//[>", "<option value=/en/>",
     "<link rel=alternate hreflang=en-US href=?>", "<area alt=個人情報>", "onclick=location.href='/x'", "<meta http-equiv=refresh content='0;url=%%'>", "<h2>", "こちら", "<br>", "<b>", "&#0;", "<!--"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(html=st.lists(PIECES | st.text(max_size=6), max_size=40).map("".join))
def test_any_html_gives_links_of_the_site(html: str) -> None:
    for links in (policy_links(html, HOME), set_links(html, HOME)):
        assert all(urls.same_site(link.url, HOME) and "#" not in link.url and link.reason for link in links)
        assert all(0 < link.score <= 1 for link in links)


@pytest.mark.parametrize("part", ["<div>", "<h2>", "<table><tr><td>", "<b><a href=/x>"])
def test_deep_pages_are_read(part: str) -> None:
    links = policy_links(f"{part * 5_000}<a href=/pp>個人情報保護方針</a>", HOME)
    assert f"{HOME}pp" in [link.url for link in links]


def test_of_a_long_page_the_foot_is_read() -> None:
    (link,) = policy_links(f"{JA}<p>{'x' * MAX_HTML}</p><footer><a href=/pp>個人情報保護方針</a></footer>", HOME)
    assert link.url == f"{HOME}pp"
