"""Invented companies on the loopback interface, as a researcher's list would meet them, with what must come of each.

    with serve(site_pages()) as site:
        guard = Guard(LOOPBACK, resolve=site.resolve)
        ...                                  # fetch target_list(), then compare fetch.csv with expected_rows()

Pages, companies and policies are made up for these tests.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.pdfs import make_pdf, typeset
from tests.servers import MISSING, Answer, PageOf, in_turn, page, redirect, with_headers


@dataclass(frozen=True)
class Company:
    """A company of the list: its pages by path, and the rows that its set must have, as (path, role, status)."""

    host: str
    name: str
    sector: str
    pages: Mapping[str, PageOf]
    rows: tuple[tuple[str, str, str], ...]
    start: str = "/"
    pair: str = ""
    elsewhere: Mapping[tuple[str, str], PageOf] = field(default_factory=dict)  # pages on other hosts


def _html(title: str, body: str, head: str = "", language: str = "ja") -> str:
    return (
        f'<!doctype html>\n<html lang="{language}"><head>{head}<title>{title}</title></head><body>{body}</body></html>'
    )


def _shop_window(name: str) -> str:
    """What a home page says, in Japanese."""
    return (
        f"<h1>{name}</h1><p>{name}は、川沿いの町で歯車と軸受を作っています。水車の部品から始めて百年になります。</p>"
        "<p>工場の見学は火曜と木曜の午後です。駅から歩いて十五分、橋を渡ってすぐ左手の煉瓦の建物です。</p>"
    )


POLICY_JA = (
    "<h1>個人情報保護方針</h1>"
    "<p>当社は、お客様からお預かりする氏名、住所、電話番号などの個人情報を、次のとおり取り扱います。</p>"
    "<h2>1. 利用目的</h2><ul><li>ご注文の品の発送のため</li><li>修理のご依頼とお問い合わせへの回答のため</li></ul>"
    "<h2>2. 第三者への提供</h2><p>法令に基づく場合を除き、ご本人の同意を得ずに個人情報を第三者に提供しません。</p>"
)
POLICY_EN = (
    "<h1>Privacy Policy</h1>"
    "<p>We ask for your name, your address and your e-mail address, and we keep this personal data to send what you ordered.</p>"
    "<h2>1. Third parties</h2><p>We do not sell personal data, and we disclose it to third parties only with your consent.</p>"
    "<h2>2. Security</h2><p>Personal information is kept in a locked room and deleted after two years.</p>"
)
SECURITY_JA = (
    "<h1>個人データの安全管理措置</h1><p>個人データの漏えいを防ぐため、取り扱う従業者を限り、年に一度の研修を行います。</p>"
    "<p>個人データを記した書類は施錠できる棚に保管し、不要になったものは裁断して廃棄します。</p>"
)
JOINT_JA = (
    "<h1>個人データの共同利用</h1><p>当社は、保守の受付のため、販売会社との間で氏名と電話番号などの個人データを共同利用します。</p>"
    "<p>共同利用する個人情報の管理について責任を有する者は当社です。</p>"
)
REQUEST_JA = (
    "<h1>保有個人データの開示等の請求</h1><p>ご本人から保有個人データの開示、訂正、利用停止のご請求があったときは、本人であることを確かめて応じます。</p>"
    "<p>開示の請求には、一件につき八百円（税込）の手数料を申し受けます。</p>"
)
COOKIE_JA = (
    "<h1>Cookieの利用について</h1><p>当社のサイトは、閲覧の回数を数えるためにCookieを利用します。Cookieで個人情報を取得することはありません。</p>"
    "<p>Cookieの利用は、お使いのブラウザーの設定で停止できます。</p>"
)
COOKIE_EN = (
    "<h1>Cookie Policy</h1><p>Our site sets cookies that remember your language. Cookies hold no personal data.</p>"
    "<p>You can delete cookies in your browser, and we share none of them with third parties.</p>"
)
CALIFORNIA_EN = (
    "<h1>Privacy Notice for California Residents</h1><p>This notice adds to our privacy policy. Residents of California may ask which personal information we collect.</p>"
    "<p>We do not sell or share personal information, and you may ask us to delete it.</p>"
)
MISSING_JA = _html(
    "風の門", "<h1>ページが見つかりません</h1><p>お探しのページは移動または削除された可能性があります。</p>"
)

KAZAMI = Company(
    "www.kazami.example", "風見工業株式会社", "machines",
    {
        "/": page(_html(
            "風見工業",
            '<header><nav><a href="/">ホーム</a><a href="/products/">製品</a><a href="/recruit/">採用情報</a><a href="/en/">English</a></nav></header>'
            + _shop_window("風見工業")
            + '<ul class="news"><li><a href="/news/2025/04/01.html">2025.04.01 プライバシーポリシー改定のお知らせ</a></li></ul>'
            '<form action="/contact"><p><label><input type="checkbox">個人情報の取り扱いに同意する</label><a href="/contact/check">個人情報の取り扱いに同意して進む</a></p></form>'
            '<footer><a href="/terms/">利用規約</a><a href="/law/">特定商取引法に基づく表記</a><a href="/privacy/?utm_source=footer">個人情報保護方針</a>'
            '<a href="https://policies.search.example/privacy">検索会社のプライバシーポリシー</a></footer>',
        )),
        "/privacy/": page(_html(
            "個人情報保護方針",
            '<nav><a href="/en/privacy/">English</a></nav><main>' + POLICY_JA
            + '<h2>3. 安全管理</h2><p>講じている措置は、<a href="security.html">安全管理措置</a>のとおりです。</p>'
            '<h2>4. 共同利用</h2><p>販売会社との共同利用については<a href="joint.html">こちら</a>をご覧ください。</p>'
            '<h2>5. 開示等の請求</h2><p>手続きは<a href="request.html">開示等の請求について</a>に記しました。書式は<a href="form.pdf">開示請求書</a>です。</p></main>'
            '<footer><a href="/cookie.html">クッキーポリシー</a><a href="/privacy/">個人情報保護方針</a></footer>',
        )),
        "/privacy/security.html": page(_html("安全管理措置", SECURITY_JA)),
        "/privacy/joint.html": page(_html("共同利用", JOINT_JA)),
        "/privacy/request.html": page(_html("開示等の請求", REQUEST_JA)),
        "/cookie.html": page(_html("クッキー", COOKIE_JA)),
        "/en/": page(_html("Kazami Industries", '<p>Kazami makes gears.</p><a href="/">日本語</a><a href="/en/privacy/">Privacy Policy</a>', language="en")),
        "/en/privacy/": page(_html("Privacy Policy", POLICY_EN + '<a href="/privacy/">日本語</a>', language="en")),
    },
    (
        ("/", "listed", "not_policy"), ("/privacy/", "policy", "ok"), ("/en/", "home", "not_policy"), ("/privacy/security.html", "part", "ok"),
        ("/privacy/joint.html", "part", "ok"), ("/privacy/request.html", "part", "ok"), ("/cookie.html", "part", "ok"), ("/en/privacy/", "translation", "ok"),
    ),
    pair="kazami",
)  # fmt: skip

SHIOMI = Company(  # Shift_JIS as its pages declare; tables, pictures and capitals of the old days
    "shiomi-hotel.example", "潮見ホテル", "hotels",
    {
        "/": page(_html(
            "潮見ホテル",
            f'{_shop_window("潮見ホテル①")}<TABLE><TR><TD><A HREF="plan.html"><IMG SRC="plan.gif" ALT="ご宿泊プラン"></A></TD>'
            '<TD><A HREF="kojin.html"><IMG SRC="kojin.gif" ALT="個人情報の取扱い"></A></TD></TR></TABLE>',
            head='<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=Shift_JIS">',
        ), "cp932", ""),
        "/kojin.html": page(_html("個人情報", f"<CENTER>潮見ホテル㈱　髙橋</CENTER>{POLICY_JA}", head="<META CHARSET=Shift_JIS>"), "cp932", ""),
    },
    (("/", "listed", "not_policy"), ("/kojin.html", "policy", "ok")),
)  # fmt: skip

NISHIKAZE = Company(  # EUC-JP that nobody declares; the link is a picture without words
    "www.nishikaze-denki.example", "西風電機", "electronics",
    {
        "/": page(_html("西風電機", _shop_window("西風電機") + '<a href="/company/kojinjoho.html"><img src="/k.gif"></a>'), "euc_jp", ""),
        "/company/kojinjoho.html": page(_html("個人情報", POLICY_JA + '<p><a href="anzen.html">安全管理措置</a></p>'), "euc_jp", ""),
        "/company/anzen.html": page(_html("安全管理", SECURITY_JA), "euc_jp", "EUC-JP"),
    },
    (("/", "listed", "not_policy"), ("/company/kojinjoho.html", "policy", "ok"), ("/company/anzen.html", "part", "ok")),
)  # fmt: skip

FUJIMIDAI = Company(  # ISO-2022-JP and frames
    "fujimidai-unyu.example", "富士見台運輸", "transport",
    {
        "/": page('<html><frameset cols="160,*"><frame src="menu.html" name="m"><frame src="main.html" name="r"></frameset></html>'),
        "/menu.html": page(_html("m", '<a href="pp.html" target="r">プライバシーポリシー</a><br><a href="kaisha.html" target="r">会社案内</a>'), "iso2022_jp", ""),
        "/main.html": page(_html("富士見台運輸", _shop_window("富士見台運輸")), "iso2022_jp", "ISO-2022-JP"),
        "/pp.html": page(_html("pp", POLICY_JA), "iso2022_jp", ""),
    },
    (("/", "listed", "empty"), ("/menu.html", "frame", "not_policy"), ("/main.html", "frame", "not_policy"), ("/pp.html", "policy", "ok")),
)  # fmt: skip

LANTERN = Company(  # English, with a Japanese version that only the head of the page names
    "www.harbor-lantern.example", "Harbor Lantern Tours", "travel",
    {
        "/": page(_html(
            "Harbor Lantern", "<p>Evening tours of the old harbour, by boat and by lantern, since 1987. Meet us at the third pier, by the crane.</p>" * 6
            + '<footer><a href="/legal/privacy">Privacy Notice</a> <a href="/legal/cookies">Cookie Policy</a> <a href="/legal/terms">Terms of Use</a>'
            '<a href="/blog/what-is-a-privacy-policy">What is a privacy policy?</a></footer>', language="en",
        )),
        "/legal/privacy": page(_html(
            "Privacy Notice", POLICY_EN + '<p>Residents of California: please read the <a href="/legal/ca">California Privacy Notice</a>.</p>',
            head='<link rel="alternate" hreflang="ja" href="/ja/legal/privacy"><link rel="alternate" hreflang="fr" href="/fr/legal/privacy">', language="en",
        )),
        "/legal/cookies": page(_html("Cookies", COOKIE_EN, language="en")),
        "/legal/ca": page(_html("California", CALIFORNIA_EN, language="en")),
        "/ja/legal/privacy": page(_html("プライバシー", POLICY_JA)),
    },
    (
        ("/", "listed", "not_policy"), ("/legal/privacy", "policy", "ok"), ("/legal/cookies", "part", "ok"), ("/legal/ca", "part", "ok"),
        ("/ja/legal/privacy", "translation", "ok"),
    ),
    pair="lantern",
)  # fmt: skip

KOMADORI = Company(  # the policy is a PDF; the home page is compressed
    "komadori.example", "駒鳥書房", "books",
    {
        "/": with_headers(
            Answer(gzip.compress(_html("駒鳥書房", _shop_window("駒鳥書房") + '<a href="/files/privacy.pdf">プライバシーポリシー（PDF：8KB）</a>').encode())),
            ("Content-Encoding", "gzip"),
        ),
        "/files/privacy.pdf": Answer(
            make_pdf([typeset([
                "# 個人情報保護方針", "駒鳥書房は、お客様の氏名や住所などの個人情報を、ご注文の本の発送のためにだけ利用します。",
                "法令に基づく場合を除き、ご本人の同意なく個人情報を第三者に提供しません。",
            ])]),
            headers=(("Content-Type", "application/pdf"),),
        ),
    },
    (("/", "listed", "not_policy"), ("/files/privacy.pdf", "policy", "ok")),
)  # fmt: skip

HANEGAI = Company(  # moved: from its home page to a folder, and its policy to the group's host
    "hanegai.example", "羽貝製作所", "machines",
    {
        "/": page(_html("羽貝", "", head='<meta http-equiv="refresh" content="0; url=/ja/index.html">')),
        "/ja/index.html": page(_html("羽貝製作所", _shop_window("羽貝製作所") + '<a href="/ja/privacy.html">プライバシーポリシー</a>')),
        "/ja/privacy.html": redirect("http://group.hanegai.example/privacy/", 301),
    },
    (("/", "listed", "empty"), ("/ja/index.html", "frame", "not_policy"), ("/ja/privacy.html", "policy", "ok")),
    elsewhere={("group.hanegai.example", "/privacy/"): page(_html("グループ", POLICY_JA))},
)  # fmt: skip


def _one_link(name: str, to: str = "/privacy.html") -> Answer:
    return page(_html(name, f'{_shop_window(name)}<footer><a href="{to}">プライバシーポリシー</a></footer>'))


OTHERS = (
    Company("mugikko.example", "麦っ子製菓", "food", {"/": _one_link("麦っ子製菓"), "/privacy.html": page(MISSING_JA)},
            (("/", "listed", "not_policy"), ("/privacy.html", "policy", "soft_404"))),
    Company("kumade.example", "熊手会員クラブ", "clubs",
            {"/": _one_link("熊手会員クラブ"), "/privacy.html": redirect("/login?next=privacy"),
             "/login?next=privacy": page(_html("ログイン", '<h1>会員ログイン</h1><form><input name="id"><input type="password"></form>'))},
            (("/", "listed", "not_policy"), ("/privacy.html", "policy", "login_wall"))),
    Company("tonbo.example", "とんぼアプリ", "software", {"/": page(_html("とんぼ", '<div id="root"></div><script src="/app.js"></script>'))},
            (("/", "listed", "script_only"),)),
    Company("kakashi.example", "かかし農園", "farming",
            {"/robots.txt": Answer(b"User-agent: *\nDisallow: /privacy\nAllow: /\n", headers=(("Content-Type", "text/plain"),)),
             "/": _one_link("かかし農園"), "/privacy.html": page(_html("p", POLICY_JA))},
            (("/", "listed", "not_policy"), ("/privacy.html", "policy", "robots"))),
    Company("yamabiko.example", "やまびこ観光", "travel", {"/robots.txt": Answer(b"", 503), "/": _one_link("やまびこ観光")},
            (("/", "listed", "robots"),)),
    Company("hitode.example", "ひとで水産", "fishing", {"/": _one_link("ひとで水産"), "/privacy.html": MISSING},
            (("/", "listed", "not_policy"), ("/privacy.html", "policy", "http_404"))),
    Company("suzumushi.example", "鈴虫楽器", "music",
            {"/": in_turn(Answer(b"", 429, (("Retry-After", "0"),)), _one_link("鈴虫楽器")),
             "/privacy.html": in_turn(Answer(b"", 503), page(_html("p", POLICY_JA)))},
            (("/", "listed", "not_policy"), ("/privacy.html", "policy", "ok"))),
    Company("direct.example", "直売所ひなた", "shops", {"/about/privacy": page(_html("p", POLICY_JA))},
            (("/about/privacy", "listed", "ok"),), start="/about/privacy"),
    Company("kiremichi.example", "切通し整備", "building", {"/p": Answer(_html("p", POLICY_JA + "<p>以上</p>").encode(), cut=len(_html("p", POLICY_JA).encode()))},
            (("/p", "listed", "ok"),), start="/p"),
)  # fmt: skip
COMPANIES = (KAZAMI, SHIOMI, NISHIKAZE, FUJIMIDAI, LANTERN, KOMADORI, HANEGAI, *OTHERS)


def site_pages() -> dict[tuple[str, str], PageOf]:
    """All pages by host and path, as tests/servers.py wants them."""
    own = {(one.host, path): answer for one in COMPANIES for path, answer in one.pages.items()}
    return own | {place: answer for one in COMPANIES for place, answer in one.elsewhere.items()}


def target_list() -> str:
    """The list that a researcher would give to `policy-clauses fetch`, as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("id", "url", "company", "sector", "pair_id"))
    for one in COMPANIES:
        writer.writerow((one.host, f"http://{one.host}{one.start}", one.name, one.sector, one.pair))
    return out.getvalue()


def expected_rows() -> set[tuple[str, str, str, str]]:
    """What fetch.csv must hold, as (id of the company, address, role, status)."""
    return {
        (one.host, f"http://{one.host}{path}", role, status) for one in COMPANIES for path, role, status in one.rows
    }
