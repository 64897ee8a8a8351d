"""Facts in Japanese clauses: fees, kinds of safety measures, who receives data and how, citations of law."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline.document import Clause
from pipeline.findings import Fact
from pipeline.languages.reading import FactTables, charged, earliest, table

DIGIT = "0-9０-９"
NUMERAL = f"{DIGIT}〇一二三四五六七八九十百千万壱弐参拾"
AMOUNT = re.compile(
    f"[¥￥]\\s?(?P<sign>[{DIGIT}][{DIGIT},，.]{{0,12}})|(?P<number>[{NUMERAL}][{NUMERAL},，、]{{0,12}})\\s?円(?!も)"
)
# What is not done with a fee that nobody pays. 「返金いたしません」 and 「お支払いいただけない場合」 are no such words.
UNPAID = (
    "(?:いただ|頂)(?:きません|かない|いて(?:おり|い)ません|くことは(?:あり|ござい)ません)"
    "|(?:頂戴|徴収|収受|請求|発生)(?:は)?(?:(?:いた|致)?し(?:ません|て(?:おり|い)ません)|しない|することは(?:あり|ござい)ません)"
    "|(?:申し受け|かかり)ません|かからない|必要(?:は)?(?:あり|ござい)ません|不要|ございません"
)
FREE = re.compile(
    f"無料|無償|(?:手数料|費用|料金|代金|お代|実費|お金|[一1１]円も)(?!.{{0,12}}(?:返|払い?戻)).{{0,12}}?(?:{UNPAID})|(?:徴収|収受|請求)(?:は)?(?:いた)?しません"
)
TAX = table(
    included="税込|税[^。、税]{0,8}?(?:含(?:[むめ]|み(?!ません)|まれ(?:る|ます|てい?ます|ており?ます))|込)|内税|うち(?:消費)?税|税[・、]送料込",
    excluded="税別|税抜|外税|別途(?:消費)?税|[＋+]\\s?(?:消費)?税|税[^。、税]{0,8}?含(?:まない|まず|みません|まれ(?:ない|ません|て(?:い|おり)ません))|消費税(?:等|相当額)?(?:は|を)?(?:別途|加算|加え|除)",
)
PER = re.compile(
    f"(?:(?:ご?[請申][求請込し]|開示|対象|書類|申請書?|保有個人データ)?\\s?[{DIGIT}一]{{1,4}}\\s?(?:件|回|通|枚|請求|部|人|名|項目|申請)(?:の(?:ご)?(?:請求|申請|開示))?"
    "\\s?(?:につき|に付き|ごと|毎|あたり|当たり|当り|に対し)?)|(?:ご?請求|申請)(?:の都度|ごと|毎)"
)

SAFETY_TYPES = table(
    policy="基本方針(?:の策定|を策定|を定|として)",
    rules="規律の整備|(?:規程|規則|規定|ルール|マニュアル|手順|規律)(?:等)?(?:を|の)(?:策定|整備|定め|制定|設け|明確)|取扱規程|社内規[程則]",
    organizational="組織的|責任者|管理者を(?:置|設|任|配)|監査|点検|管理体制|体制を|マネジメント・?システム|コンプライアンス・?プログラム|報告連絡体制",
    personnel="人的|従業[員者].{0,30}(?:教育|研修|監督|指導|誓約|周知|徹底)|教育|研修|秘密保持に関する(?:事項|誓約)|役員.{0,12}(?:教育|周知)",
    physical="物理的|施錠|入退[室館]|盗難|持ち?出し|キャビネット|シュレッダ|溶解|防犯",
    technical="技術的|暗号|SSL|TLS|ファイア|アクセス(?:制御|制限|権限|権)|不正アクセス|不正ソフトウェア|ウイルス|ウィルス|パスワード|アクセスログ|外部からの",
    contractor="(?:委託先|委託する場合|受託者|業務委託).{0,60}(?:監督|選定|契約|管理)|委託先の(?:監督|管理|選定)",
    external_environment="外的環境|(?:外国|米国|海外|国外).{0,40}(?:制度|把握)",
)
RELATIONS = table(
    entrustment="委託(?!を受け(?:た|る)(?:者|もの|事業者)が、?法令)|外部(?:の)?(?:業者|会社|事業者)に|預託|代行",
    joint_use="共同(?:して)?(?:で)?利用",
    succession="合併|承継|会社分割|(?:事業|営業)(?:の)?(?:譲渡|統合)|買収",
    authority="法令|警察|裁判所|捜査|国の機関|地方公共団体|官公庁|行政機関|公的機関|司法|税務署|命令",
    foreign="外国|国外|海外|越境|米国|EU|EEA|十分性",
    ad_analytics="アナリティクス|analytics|広告|解析|アドセンス|SDK|firebase|タグ|google|facebook|meta|yahoo|クッキー|cookie",
)
STANCES = table(
    conditional="(?:場合|とき|もの|こと)(?:等)?を(?:除|のぞ)[きい]|同意を?(?:得|いただ|頂|取得).{0,20}(?:上|うえ|場合に|限り|なければ)|同意(?:なく|なし|を得(?:ることなく|ないで|ずに)|をいただくことなく).{0,60}(?:ません|ない)|場合に限り|以外(?:に|は)|以下の場合|次の場合|下記の場合|除いて",
    does_not="(?:提供|開示|販売|譲渡|共有|貸与|売却|委託|公開|利用|預託|使用)(?:すること)?(?:は|も)?(?:一切)?(?:いた|致)?し(?:ません|ない)|(?:こと|提供|開示)(?:は|も)(?:一切)?(?:ありません|ございません|ない|行いません|行っておりません)|しておりません|していません",
    may="(?:こと|場合)が(?:あり|ござい|ある)|ことができ|場合も(?:あり|ござい)|可能性",
)
RECIPIENTS = re.compile(
    "(?:業務)?委託(?:先|業者|会社)|受託(?:者|事業者)|外部(?:の)?(?:業者|事業者|会社|専門家)|配送(?:業者|会社)|運送(?:業者|会社|事業者)|宅配業者|印刷(?:業者|会社)|決済代行(?:会社|業者|事業者)"
    "|(?:クレジット)?カード会社|収納代行(?:会社|業者)|金融機関|銀行|保険会社|保険代理店|代理店|販売店|取扱店|グループ(?:会社|企業|各社)|関[連係](?:会社|企業)|子会社|親会社|提携(?:先|会社|企業|事業者|店)?|(?:他の|第三者である)(?:事業者|会社|企業)|譲受(?:人|会社)|承継(?:人|先|会社|者)"
    "|協力(?:会社|企業|業者)|パートナー(?:企業|会社)?|共同利用者|派遣先(?:企業)?|求人企業|紹介先|医療機関|審査支払機関|保険者|学校|教育委員会|旅行(?:業者|会社)|宿泊(?:施設|機関)|運輸(?:機関|事業者)"
    "|信用情報機関|個人信用情報機関|警察(?:署|機関)?|裁判所|検察(?:庁)?|税務署|行政(?:機関|庁)|官公庁|国の機関|国(?=、?(?:又は|または|もしくは|若しくは|及び|および|や|・)、?地方公共団体)|地方公共団体|監督官庁|捜査機関|弁護士|税理士|公認会計士|社会保険労務士|司法書士"
    "|広告(?:配信)?(?:事業者|会社)|広告主|Google(?:\\s?(?:LLC|Inc\\.?))?|グーグル|Meta(?:\\s?Platforms(?:,?\\s?Inc\\.?)?)?|Facebook|Yahoo!?|ヤフー(?:株式会社)?|LINE(?:ヤフー)?(?:株式会社)?|Twitter|X Corp\\.?|TikTok|Microsoft|Amazon|Apple"
)
LAWS = (
    "個人情報の?保護(?:に関する)?法(?:律)?(?:施行(?:令|規則))?|個人情報保護法|番号法|マイナンバー法|行政手続における特定の個人を識別するための番号の利用等に関する法律"
    "|電気通信事業法|電気通信事業における個人情報(?:等の)?保護に関するガイドライン|特定商取引(?:に関する)?法(?:律)?|職業安定法|労働者派遣法|銀行法|保険業法|旅行業法|医療法|割賦販売法|犯罪による収益の移転防止に関する法律"
    "|不正アクセス禁止法|会社法|民法|刑事訴訟法|弁護士法|JIS\\s?Q\\s?15001|ISO(?:/IEC)?\\s?27001|GDPR|EU一般データ保護規則|一般データ保護規則|CCPA"
)
ARTICLE = f"(?:第\\s?[{DIGIT}一二三四五六七八九十]+条(?:の[{DIGIT}一二三四五六七八九十]+)?(?:第\\s?[{DIGIT}一二三四五六七八九十]+項)?(?:第?\\s?[{DIGIT}一二三四五六七八九十]+号)?)"
CITATION = re.compile(
    f"(?:{LAWS})(?:」?(?:（[^（）]{{1,20}}）)?\\s?(?:の)?{ARTICLE})?(?:(?:、|及び|および|又は|または){ARTICLE})*"
)
SENTENCE = re.compile("(?:ます|ません|する|しない|ない|です|ある)(?:。|$)")


def _fee(clause: Clause) -> Iterator[Fact]:
    text = clause.text
    amount, free = AMOUNT.search(text), FREE.search(text)
    if amount:
        start, end, value = amount.start(), amount.end(), _number(amount)
        near = text[max(0, start - 10) : end + 12]
        tax = earliest(TAX, near, earliest(TAX, text, "unstated"))
    elif free:
        start, end, value, tax = free.start(), free.end(), "0", "unstated"
    else:
        return
    yield from charged(clause, (start, end), (value, "JPY"), tax, PER.search(text) if amount else None)


def _number(found: re.Match[str]) -> str:
    return str(number(found["sign"] or found["number"]))


def number(text: str) -> int:
    """The value of a number in digits, kanji or both: １，０００ is 1000, 千五百 1500, 2万5千 25000, 二〇 20."""
    digits = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"壱": 1, "弐": 2, "参": 3}
    units = {"十": 10, "拾": 10, "百": 100, "千": 1000}
    total = section = current = 0
    for character in text:
        if character in units:
            section += max(current, 1) * units[character]
            current = 0
        elif character == "万":
            total += max(section + current, 1) * 10_000
            section = current = 0
        elif character in digits or character.isdigit():
            current = current * 10 + digits.get(character, unicodedata.digit(character, 0))
    return total + section + current


TABLES = FactTables(
    citation=CITATION,
    safety_types=SAFETY_TYPES,
    relations=RELATIONS,
    stances=STANCES,
    recipients=RECIPIENTS,
    sentence=SENTENCE,
    fee=_fee,
)
