"""Facts in English clauses."""

from __future__ import annotations

import pytest

from pipeline.codebook import Label
from tests.builders import cases, clause, facts_of, fee, read_facts


@pytest.mark.parametrize(("text", "expected"), cases(
    ("We charge $25 per request.", ("25", "USD", "unstated", "per request"), "a dollar sign and a unit"),
    ("The fee is USD 25.", ("25", "USD", "unstated", ""), "a code before the number"),
    ("The fee is 25 EUR.", ("25", "EUR", "unstated", ""), "a code behind the number"),
    ("The fee is US$10.", ("10", "USD", "unstated", ""), "the dollar of a country"),
    ("S$50 for each request", ("50", "SGD", "unstated", "for each request"), "Singapore"),
    ("HK$100", ("100", "HKD", "unstated", ""), "Hong Kong"),
    ("A$20 (including GST)", ("20", "AUD", "included", ""), "Australia, tax included"),
    ("CAD $5", ("5", "CAD", "unstated", ""), "a code and a sign"),
    ("A fee of €6.35 applies.", ("6.35", "EUR", "unstated", ""), "decimals"),
    ("The fee is £10.", ("10", "GBP", "unstated", ""), "pounds; the full stop is no decimal point"),
    ("R50 per record", ("50", "ZAR", "unstated", "per record"), "rand"),
    ("$1,250.00", ("1250.00", "USD", "unstated", ""), "a comma and decimals"),
    ("10 cents a page", ("0.10", "USD", "unstated", "a page"), "cents"),
    ("25p per sheet", ("0.25", "GBP", "unstated", "per sheet"), "pence"),
    ("1,000 yen including tax", ("1000", "JPY", "included", ""), "yen in words, tax included"),
    ("1,000 yen (tax included)", ("1000", "JPY", "included", ""), "the other order"),
    ("JPY 1,000 (excluding consumption tax)", ("1000", "JPY", "excluded", ""), "tax excluded"),
    ("$30 plus GST", ("30", "USD", "excluded", ""), "tax on top"),
    ("The fee (plus 10% VAT) is £12.", ("12", "GBP", "excluded", ""), "tax on top at a rate"),
    ("Access is free of charge.", ("0", "", "unstated", ""), "free of charge"),
    ("You get a copy for free.", ("0", "", "unstated", ""), "for free"),
    ("There is no fee.", ("0", "", "unstated", ""), "no fee"),
    ("We do not charge a fee.", ("0", "", "unstated", ""), "not charged"),
    ("Nobody is required to pay for a copy; you are not required to pay any charge.", ("0", "", "unstated", ""), "nor asked for"),
    ("You will not have to pay a fee.", ("0", "", "unstated", ""), "not to be paid"),
    ("Access is free of charge; a further copy costs $5.", ("0", "", "unstated", ""), "free comes first"),
    ("We may charge a reasonable fee.", None, "a fee without an amount"),
    ("Feel free to write.", None, "free to do something"),
    ("We are free to refuse.", None, "another"),
    ("A tax-free shop", None, "free in a compound"),
    ("We answer within 30 days.", None, "a number that is no amount"),
))  # fmt: skip
def test_fee(text: str, expected: tuple[str, str, str, str] | None) -> None:
    assert fee("en", text) == expected


@pytest.mark.parametrize(("text", "headings", "types"), cases(
    ("We established a basic policy.", (), ["policy"], "a basic policy"),
    ("We set internal rules.", (), ["rules"], "rules"),
    ("An audit takes place every year.", (), ["organizational"], "an audit"),
    ("Our employees are trained.", (), ["personnel"], "training"),
    ("Paper lies in a locked cabinet.", (), ["physical"], "a lock"),
    ("We encrypt all traffic.", (), ["technical"], "encryption"),
    ("We use physical, electronic and managerial procedures.", (), ["organizational", "physical", "technical"], "three kinds in a row"),
    ("Our employees are reminded of this every year.", (), ["personnel"], "employees who are told"),
    ("Our machines stand in a data centre.", (), ["physical"], "a place that is guarded"),
    ("We supervise our contractors.", (), ["contractor"], "contractors"),
    ("Contractors are bound by an agreement.", (), ["contractor"], "contractors as the subject"),
    ("We study the legal systems of foreign countries.", (), ["external_environment"], "the law abroad"),
    ("We keep it safe.", (), ["general"], "no kind named"),
    ("Third parties that work for us are obliged to keep silent.", (), ["contractor"], "third parties that are bound"),
    ("After five unsuccessful attempts the account closes.", (), ["technical"], "what blocks an attempt"),
    ("We act with care.", ("Physical measures", "Safety", "Contact", "Hours"), ["general"], "only the two nearest headings tell"),
    ("Staff are trained and passwords are changed.", (), ["personnel", "technical"], "two kinds"),
    ("We act with care.", ("Safety", "Physical measures"), ["physical"], "the heading decides when the text is silent"),
    ("We encrypt all traffic.", ("Physical measures",), ["technical"], "the text decides before the heading"),
))  # fmt: skip
def test_safety_types(text: str, headings: tuple[str, ...], types: list[str]) -> None:
    assert facts_of(clause("en", text, headings), Label.SAFETY_MEASURE)["safety_types"] == types


@pytest.mark.parametrize(("text", "lead_in", "relations", "stance", "recipients"), cases(
    ("We do not sell your data.", "", ["provision"], "does_not", [], "a plain no"),
    ("We never pass it on.", "", ["provision"], "does_not", [], "never"),
    ("We never share it without your consent.", "", ["provision"], "conditional", [], "not without consent"),
    ("We share it only if you agree.", "", ["provision"], "conditional", [], "only if"),
    ("We may give your address to couriers.", "", ["provision"], "may", ["couriers"], "a possibility"),
    ("We share data with service providers.", "", ["entrustment"], "does", ["service providers"], "entrustment"),
    ("We use it jointly with our affiliates.", "", ["joint_use"], "does", ["affiliates"], "joint use"),
    ("In a merger, data is passed on.", "", ["succession"], "does", [], "succession, as a noun"),
    ("If we merge, data is passed on.", "", ["succession"], "may", [], "succession, as a verb; what happens if something happens may"),
    ("We don’t sell your name.", "", ["provision"], "does_not", [], "a curly apostrophe"),
    ("We do not give it to third parties unless required by law.", "", ["provision", "authority"], "conditional", [], "two ways in one sentence"),
    ("We may count visitors without your permission and tell partners.", "", ["provision"], "may", ["partners"], "without permission makes no condition by itself"),
    ("Your data may be sent abroad to Hill Tailors Ltd.", "", ["foreign"], "may", ["Hill Tailors Ltd"], "a company by its legal form"),
    ("Hill Tailors Ltd may send it abroad.", "", ["foreign"], "may", [], "who gives is no recipient"),
    ("mailing vendors who send our letters.", "We may give your name to:", ["entrustment"], "may", ["mailing vendors"], "an item in small letters, whatever mark ends it"),
    ("A court order was shown to the competent authorities.", "", ["authority"], "does", ["competent authorities"], "a court order is nobody"),
    ("We hand it to the police.", "", ["authority"], "does", ["police"], "an authority"),
    ("It is stored outside the EU.", "", ["foreign"], "does", [], "abroad"),
    ("We use Google Analytics.", "", ["ad_analytics"], "does", ["Google Analytics"], "analytics"),
    ("banks and hotels", "We may give your name to:", ["provision"], "may", ["banks", "hotels"], "an item has the stance of its lead-in"),
))  # fmt: skip
def test_third_party(text: str, lead_in: str, relations: list[str], stance: str, recipients: list[str]) -> None:
    found = facts_of(clause("en", text, (), lead_in), Label.THIRD_PARTY)
    assert found["relations"] == relations
    assert found["stance"] == [stance]
    assert found.get("recipients", []) == recipients


def test_relation_under_a_heading() -> None:
    assert facts_of(clause("en", "your name", ("Joint use",)), Label.THIRD_PARTY)["relations"] == ["joint_use"]


@pytest.mark.parametrize(("text", "citations"), cases(
    ("We rely on Article 6(1)(f) of the GDPR.", ["Article 6(1)(f) of the GDPR"], "an article of a regulation"),
    ("See Section 5 of the Privacy Act 1988.", ["Section 5 of the Privacy Act 1988"], "a section of an act with its year"),
    ("Under the Data Protection Act 2018 it is kept.", ["Data Protection Act 2018"], "an act with its year"),
    ("Under S.B. 27 you may ask.", ["S.B. 27"], "a bill"),
    ("The CCPA and COPPA apply.", ["CCPA", "COPPA"], "two laws"),
    ("Our house rules apply.", [], "no law"),
))  # fmt: skip
def test_citations_need_no_label(text: str, citations: list[str]) -> None:
    assert facts_of(clause("en", text)) == ({"citations": citations} if citations else {})


def test_offsets_are_those_of_the_document() -> None:
    found = read_facts(clause("en", "The fee is $25.", start=70), Label.FEE)
    assert {(fact.start, fact.end, fact.text) for fact in found} == {(81, 84, "$25")}
