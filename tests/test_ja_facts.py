"""Facts in Japanese clauses."""

from __future__ import annotations

import pytest

from pipeline.codebook import Label
from pipeline.languages.ja.facts import number
from tests.builders import cases, clause, facts_of, fee, read_facts


@pytest.mark.parametrize(("text", "amount", "tax", "per"), cases(
    ("手数料として1,000円（税込）を納めてください。", "1000", "included", "", "a comma, tax included"),
    ("手数料は１，０００円です。", "1000", "unstated", "", "full-width digits and comma"),
    ("１件につき壱千円を申し受けます。", "1000", "unstated", "１件につき", "formal kanji"),
    ("千五百円の小為替を同封してください。", "1500", "unstated", "", "kanji"),
    ("二〇〇〇円をお送りください。", "2000", "unstated", "", "kanji place by place"),
    ("手数料：¥500", "500", "unstated", "", "the yen sign"),
    ("手数料：￥５００（税別）", "500", "excluded", "", "the full-width yen sign"),
    ("手数料は1万円とします。", "10000", "unstated", "", "digits and 万"),
    ("手数料は1万5,000円とします。", "15000", "unstated", "", "digits on both sides of 万"),
    ("手数料は2万5千円とします。", "25000", "unstated", "", "digits and two kanji units"),
    ("手数料は５百円とします。", "500", "unstated", "", "a digit and a kanji unit"),
    ("1件500円（税抜）", "500", "excluded", "1件", "the unit right before the amount"),
    ("1請求ごとに1,000円（消費税込み）", "1000", "included", "1請求ごと", "a unit with ごとに"),
    ("申請1通毎に、800円の手数料が必要です。", "800", "unstated", "申請1通毎", "a unit with 毎に"),
    ("１回の請求につき、金1,000円", "1000", "unstated", "１回の請求につき", "a unit with につき"),
    ("手数料800円（消費税別途）", "800", "excluded", "", "tax on top"),
    ("手数料800円（消費税は別途申し受けます）", "800", "excluded", "", "tax on top, as a sentence"),
    ("手数料1,000円＋消費税", "1000", "excluded", "", "tax on top, as a sum"),
    ("手数料880円（消費税10%を含む）", "880", "included", "", "tax included at a rate"),
    ("手数料1,100円（うち消費税100円）", "1100", "included", "", "the tax in the amount"),
    ("消費税を含まない1,000円", "1000", "excluded", "", "the negative of included"),
    ("手数料は1,000円です。消費税は含まれておりません。", "1000", "excluded", "", "the negative, as a sentence"),
    ("1,100円（税込、税抜1,000円）", "1100", "included", "", "the word nearest behind the amount"),
    ("1,000円（税抜）（税込1,100円）", "1000", "excluded", "", "the other way round"),
    ("500円分の郵便切手を同封してください。", "500", "unstated", "", "paid in stamps"),
    ("閲覧は無料、写しは1枚10円です。", "10", "unstated", "1枚", "an amount outweighs a word"),
    ("開示は無料です。", "0", "unstated", "", "free"),
    ("写しのお代は一円もいただきません。", "0", "unstated", "", "not one yen"),
    ("無償で応じます。", "0", "unstated", "", "free, another word"),
    ("手数料は不要です。", "0", "unstated", "", "not needed"),
    ("手数料はかかりません。", "0", "unstated", "", "does not cost"),
    ("手数料はいただきません。", "0", "unstated", "", "not taken"),
    ("手数料はいただいておりません。", "0", "unstated", "", "not being taken"),
    ("手数料は頂戴いたしません。", "0", "unstated", "", "not taken, humbly"),
    ("手数料を徴収することはありません。", "0", "unstated", "", "never taken"),
    ("費用をご負担いただく必要はありません。", "0", "unstated", "", "no need to bear"),
))  # fmt: skip
def test_fee(text: str, amount: str, tax: str, per: str) -> None:
    assert fee("ja", text) == (amount, "JPY", tax, per)


@pytest.mark.parametrize("text", cases(
    ("郵送の実費をご負担いただきます。", "actual cost has no amount"),
    ("所定の手数料を申し受けます。", "a fee without an amount"),
    ("手数料の返金はいたしません。", "no refund is not free"),
    ("手数料をお支払いいただけない場合は、応じません。", "what happens without payment"),
    ("手数料が不足するときは、開示いたしません。", "what happens with too little"),
    ("費用がかかるかもしれません。", "a possibility"),
    ("10年間保存します。", "a number that is no amount"),
))  # fmt: skip
def test_no_fee(text: str) -> None:
    assert fee("ja", text) is None


@pytest.mark.parametrize(("text", "value"), cases(
    ("１，２００", 1200, "full-width"), ("千", 1000, "a unit alone"), ("壱万", 10000, "formal"), ("拾", 10, "formal ten"),
    ("三百二十一", 321, "hundreds"), ("二〇", 20, "place by place"), ("十二万三千四百五十六", 123456, "below and above 万"),
))  # fmt: skip
def test_number(text: str, value: int) -> None:
    assert number(text) == value


@pytest.mark.parametrize(("text", "headings", "types"), cases(
    ("取扱いの基本方針を策定しました。", (), ["policy"], "a basic policy"),
    ("取扱いの規程を整備しました。", (), ["rules"], "rules"),
    ("責任者を置き、毎年監査します。", (), ["organizational"], "a person in charge"),
    ("従業員に研修を受けさせます。", (), ["personnel"], "training"),
    ("書類は施錠した棚にしまいます。", (), ["physical"], "a lock"),
    ("通信を暗号化します。", (), ["technical"], "encryption"),
    ("委託先を監督します。", (), ["contractor"], "contractors"),
    ("扱いの規程を明確にします。", (), ["rules"], "rules that are made clear"),
    ("外国の制度を把握して守ります。", (), ["external_environment"], "the law abroad"),
    ("厳重に守ります。", (), ["general"], "no kind named"),
    ("不正アクセスや紛失を防ぐよう努めます。", (), ["general"], "what is to be prevented is no kind"),
    ("不正アクセス対策を行います。", (), ["technical"], "what is done against it is one"),
    ("扱いの規程、手順、様式を定めます。", (), ["rules"], "a list of rules"),
    ("扱い方を見直し、改善します。", (), ["organizational"], "looking again"),
    ("従業員に研修し、通信を暗号化します。", (), ["personnel", "technical"], "two kinds"),
    ("確実に行います。", ("安全管理措置", "物理的な措置"), ["physical"], "the heading decides when the text is silent"),
    ("通信を暗号化します。", ("物理的な措置",), ["technical"], "the text decides before the heading"),
))  # fmt: skip
def test_safety_types(text: str, headings: tuple[str, ...], types: list[str]) -> None:
    assert facts_of(clause("ja", text, headings), Label.SAFETY_MEASURE)["safety_types"] == types


@pytest.mark.parametrize(("text", "lead_in", "relations", "stance", "recipients"), cases(
    ("第三者に提供しません。", "", ["provision"], "does_not", [], "a plain no"),
    ("第三者への提供は行いません。", "", ["provision"], "does_not", [], "a no to the noun"),
    ("本人の同意を得ることなく第三者に提供しません。", "", ["provision"], "conditional", [], "not without consent"),
    ("次の場合を除き、第三者に提供しません。", "", ["provision"], "conditional", [], "a no with exceptions"),
    ("法令による場合を除き、第三者に渡したり提供したりしません。", "", ["provision", "authority"], "conditional", [], "two ways in one sentence"),
    ("次の場合に提供することがあります。", "", ["provision"], "may", [], "cases alone make no condition"),
    ("同意なく提供することがあります。", "", ["provision"], "may", [], "nor does what needs no consent"),
    ("命に関わるとき", "", ["provision"], "conditional", [], "a case that nothing introduces"),
    ("次の場合は第三者に該当しません。", "", ["provision"], "conditional", [], "an exception by definition"),
    ("国や自治体の事務に協力する場合", "ただし、次に当たる場合は例外となります。", ["authority"], "conditional", [], "items of an exception"),
    ("共同利用は行いません。", "", ["joint_use"], "does_not", [], "a no to joint use"),
    ("住所を印刷会社と山田運輸株式会社に伝えます。", "", ["provision"], "does", ["印刷会社", "山田運輸株式会社"], "a company by its legal form"),
    ("山田商店株式会社は、住所を外に伝えます。", "", ["provision"], "does", [], "who gives is no recipient"),
    ("本人の同意を得た場合に限り提供します。", "", ["provision"], "conditional", [], "only with consent"),
    ("配送会社に住所を伝えることがあります。", "", ["provision"], "may", ["配送会社"], "a possibility"),
    ("業務を委託しています。", "", ["entrustment"], "does", [], "entrustment"),
    ("グループ会社と共同利用します。", "", ["joint_use"], "does", ["グループ会社"], "joint use"),
    ("合併に伴い引き継ぎます。", "", ["succession"], "does", [], "succession"),
    ("警察に開示します。", "", ["authority"], "does", ["警察"], "an authority"),
    ("市の機関や、その委託を受けた者が法令の事務を行うのに協力します。", "", ["authority"], "does", [], "a contractor of the authority is none of ours"),
    ("国または地方公共団体に協力します。", "", ["authority"], "does", ["国", "地方公共団体"], "the state"),
    ("法令による場合をのぞき、渡しません。", "", ["authority"], "conditional", [], "an exception in kana"),
    ("事業の譲渡のとき、譲受人に渡します。", "", ["succession"], "does", ["譲受人"], "who takes the business over"),
    ("米国に保存します。", "", ["foreign"], "does", [], "abroad"),
    ("広告の配信先に送ります。", "", ["ad_analytics"], "does", [], "advertising"),
    ("税理士及び弁護士", "次の者に渡すことがあります。", ["provision"], "may", ["税理士", "弁護士"], "an item has the stance of its lead-in"),
))  # fmt: skip
def test_third_party(text: str, lead_in: str, relations: list[str], stance: str, recipients: list[str]) -> None:
    found = facts_of(clause("ja", text, (), lead_in), Label.THIRD_PARTY)
    assert found["relations"] == relations
    assert found["stance"] == [stance]
    assert found.get("recipients", []) == recipients


def test_relation_under_a_heading() -> None:
    assert facts_of(clause("ja", "お名前", ("共同利用について",)), Label.THIRD_PARTY)["relations"] == ["joint_use"]


@pytest.mark.parametrize(("text", "citations"), cases(
    ("個人情報保護法第23条第1項及び第27条に従います。", ["個人情報保護法第23条第1項及び第27条"], "articles of a law"),
    ("個人情報の保護に関する法律を守ります。", ["個人情報の保護に関する法律"], "the full name"),
    ("JIS Q 15001に沿います。", ["JIS Q 15001"], "a standard"),
    ("会社法と民法によります。", ["会社法", "民法"], "two laws"),
    ("個人情報保護法の定義によります。", ["個人情報保護法"], "a particle behind it is no part of it"),
    ("社内の規程によります。", [], "no law"),
))  # fmt: skip
def test_citations_need_no_label(text: str, citations: list[str]) -> None:
    assert facts_of(clause("ja", text)) == ({"citations": citations} if citations else {})


def test_offsets_are_those_of_the_document() -> None:
    found = read_facts(clause("ja", "手数料は500円です。", start=70), Label.FEE)
    assert {(fact.start, fact.end, fact.text) for fact in found} == {(74, 78, "500円")}
