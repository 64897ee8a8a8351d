"""Headings that no tag marks, tags that mark no heading, and what stays although it looks like furniture."""

from __future__ import annotations

import pytest

from tests.helpers import blocks, cleaned

JA = "<h1>個人情報の取り扱い</h1><p>当店は、お客様の氏名や住所を、商品の発送のために利用し、大切に管理いたします。</p>"
EN = "<h1>Privacy Policy</h1><p>We use your personal data to send what you ordered, and we never sell it to others.</p>"

TITLES = [
    (EN + "<p><b>Cookies.</b> They remember your basket.</p>", ["heading 23|Cookies.", "paragraph|They remember your basket."], "a bold caption that runs into its text"),
    (EN + "<p><b>We never sell it.</b> Nor do we rent it.</p>", ["paragraph|We never sell it. Nor do we rent it."], "a bold sentence is no caption"),
    (EN + "<p><b>What We Ask and Why You Tell Us.</b> Your size.</p>", ["heading 23|What We Ask and Why You Tell Us.", "paragraph|Your size."], "a caption may speak of us and you"),
    (EN + "<p><b>Data we may collect.</b> Your size.</p>", ["heading 23|Data we may collect.", "paragraph|Your size."], "a verb that only describes a noun"),
    (EN + "<p><b>Your size is kept.</b> So is your name.</p>", ["paragraph|Your size is kept. So is your name."], "a verb that states something"),
    (EN + "<li><b>Who may see it?</b> Only our tailor.</li>", ["heading 23|Who may see it?", "list_item|Only our tailor."], "a question that is answered"),
    (EN + "<p><b>4. Cookies</b> They remember your basket.</p>", ["heading 23|4. Cookies", "paragraph|They remember your basket."], "a number makes a caption without a mark"),
    (EN + "<p><b>4.1.</b> They remember your basket.</p>", ["list_item 1|4.1. They remember your basket."], "a number alone is none"),
    (EN + "<p>4. <b>Cookies.</b> They remember your basket.</p>", ["heading 23|4. Cookies.", "paragraph|They remember your basket."], "the number may be in plain letters"),
    (EN + "<ul><li>Letters</li><p>We write to you when your coat is ready.</p><li>Calls</li><p>We call you when we cannot read your card.</p></ul>", ["heading 23|Letters", "paragraph|We write to you when your coat is ready.", "heading 23|Calls", "paragraph|We call you when we cannot read your card."], "an item is the caption of what stands behind it in the list alone"),
    (JA + "<p>次の場合にお伝えします。</p><div><h4>法令に基づく場合</h4></div><div><h4>命に関わる場合</h4></div><div><h4>店を継ぐとき</h4></div><p>名簿は鍵のかかる棚に入れております。</p>", ["paragraph|次の場合にお伝えします。", "list_item 1|法令に基づく場合", "list_item 1|命に関わる場合", "list_item 1|店を継ぐとき", "paragraph|名簿は鍵のかかる棚に入れております。"], "the last of a run of headings is an item too if it tells a case"),
    (EN + "<p>4 <b>tailors</b> sew for us.</p>", ["paragraph|4 tailors sew for us."], "a bold word behind a figure is none"),
    (EN + "<p><b>Write to: tailor@example.com</b></p><p>We answer your letters within a month at most.</p>", ["paragraph|Write to: tailor@example.com", "paragraph|We answer your letters within a month at most."], "an address in bold heads nothing"),
    (EN + "<p><b>Call (0113) 555 0100</b></p><p>We answer your calls on all days but Mondays.</p>", ["paragraph|Call (0113) 555 0100", "paragraph|We answer your calls on all days but Mondays."], "nor does a telephone number"),
    (EN + "<p><b>1. Firebase</b> is what we count with.</p>", ["list_item 1|1. Firebase is what we count with."], "a sentence goes on in small letters"),
    (EN + "<li><b>Firebase</b>: counts</li><li><b>Stripe</b> – takes payments</li>", ["heading 23|Firebase:", "list_item|counts", "heading 23|Stripe", "list_item|takes payments"], "no text begins with the mark between"),
    (EN + "<p><b>Cookies</b>. They remember your basket.</p>", ["heading 23|Cookies.", "paragraph|They remember your basket."], "the full stop may stand outside"),
    (EN + "<p><b>Cookies</b> - They remember your basket.</p>", ["heading 23|Cookies", "paragraph|They remember your basket."], "so may a dash"),
    (EN + "<p><b>No</b>. We never sell it.</p>", ["paragraph|No. We never sell it."], "an answer is no caption"),
    (EN + "<p><b>Hill Ltd</b>. of <b>Leeds</b>. sews for us.</p>", ["paragraph|Hill Ltd. of Leeds. sews for us."], "behind an abbreviation the sentence goes on"),
    (EN + "<p><b>If you are a tailor,</b></p><ul><li>lock it</li></ul>", ["paragraph|If you are a tailor,", "list_item 2|lock it"], "no caption ends in a comma"),
    (EN + "<p><b>Your rights</b>:</p><ul><li>to ask</li></ul>", ["heading 23|Your rights:", "list_item 2|to ask"], "nor is it a text of its own"),
    (EN + "<div>How We Use It</div><p><b>To Write to You.</b> We send you news of our shop.</p>", ["heading 7|How We Use It", "heading 23|To Write to You.", "paragraph|We send you news of our shop."], "a lone line over a bold caption"),
    (EN + "<p><b>Tailors:</b> All who sew for us</p><p><b>Couriers:</b> All who carry it</p>", ["heading 23|Tailors:", "paragraph|All who sew for us", "heading 23|Couriers:", "paragraph|All who carry it"], "the text of a caption is no title of the next one"),
    (JA + "<p><b>集めない情報</b>：声や顔です。</p>", ["heading 23|集めない情報：", "paragraph|声や顔です。"], "a Japanese verb that only describes a noun"),
    (JA + "<p><b>１．窓口</b>　お電話でどうぞ。</p>", ["heading 23|１．窓口", "paragraph|お電話でどうぞ。"], "a Japanese number"),
    (EN + "<p>We keep it safe.<br>Opening hours<br>We open at nine, except on holidays.</p>", ["paragraph|We keep it safe.", "heading 23|Opening hours", "paragraph|We open at nine, except on holidays."], "a short line between sentences, parted by line breaks"),
    (EN + "<p>We ask for the following:<br>Your size<br>We never ask for your age or your weight.</p>", ["paragraph|We ask for the following:", "paragraph|Your size", "paragraph|We never ask for your age or your weight."], "a short line behind an announcement is no title"),
    (EN + "<p>We ask for sizes.<br>Your height<br>Your weight<br>We never ask for your age or your income.</p>", ["paragraph|We ask for sizes.", "list_item 1|Your height", "list_item 1|Your weight", "paragraph|We never ask for your age or your income."], "nor are two short lines titles"),
    (JA + "<p><b>保存期間：</b>二年たったら消します。</p>", ["heading 23|保存期間：", "paragraph|二年たったら消します。"], "a Japanese caption with a colon"),
    (JA + "<p><b>当店</b>は名簿を鍵のかかる棚に置きます。</p>", ["paragraph|当店は名簿を鍵のかかる棚に置きます。"], "bold for stress only"),
    (EN + "<p><b>Last updated: April 20, 2023</b></p><p>We wrote this.</p>", ["paragraph|Last updated: April 20, 2023", "paragraph|We wrote this."], "a date is no heading"),
    (JA + "<h3>制定日：2021年4月1日</h3><p>見直しを続けます。</p>", ["paragraph|制定日：2021年4月1日", "paragraph|見直しを続けます。"], "not even as an h3"),
    (JA + "<ul><li><b>氏名</b></li><li><b>住所</b></li></ul>", ["list_item 2|氏名", "list_item 2|住所"], "bold items that head nothing"),
    (JA + "<h4>同意がある場合</h4><h4>命に関わる場合</h4><h4>法律による場合</h4><h2>窓口</h2>", ["list_item 1|同意がある場合", "list_item 1|命に関わる場合", "list_item 1|法律による場合", "heading 2|窓口"], "headings in a row are a list"),
    (EN + "<h2>Contact Us</h2><p>Write to our shop at any time.</p>", ["heading 2|Contact Us", "paragraph|Write to our shop at any time."], "a heading is no link text"),
    (EN + "<h2 id='how-we-share-it'>Sharing</h2><p>We pass it to the courier.</p>", ["heading 2|Sharing", "paragraph|We pass it to the courier."], "a word of a heading's id says nothing"),
    (EN + "<p>We keep it <del>five</del> two years.</p>", ["paragraph|We keep it two years."], "deleted text is not said"),
    (JA + "<p>(1) 保存</p><p>二年たったら、名簿から消去いたします。</p><p>(2) 窓口</p><p>お電話でもお受けいたします。</p>", ["heading 14|(1) 保存", "paragraph|二年たったら、名簿から消去いたします。", "heading 14|(2) 窓口", "paragraph|お電話でもお受けいたします。"], "numbered captions in paragraphs of their own"),
    (JA + "<div><b>１．保存</b><br>二年たったら、名簿から消去いたします。<br><b>２．窓口</b><br>お電話でもお受けいたします。</div>", ["heading 11|１．保存", "paragraph|二年たったら、名簿から消去いたします。", "heading 11|２．窓口", "paragraph|お電話でもお受けいたします。"], "numbered bold captions are siblings, whatever follows them"),
    (JA + "<div><b>７．お預かりした記録の開示、訂正、利用の停止などのお申し出と苦情</b><br>お電話でもお受けいたします。</div>", ["heading 11|７．お預かりした記録の開示、訂正、利用の停止などのお申し出と苦情", "paragraph|お電話でもお受けいたします。"], "a long numbered caption in bold has not been wrapped"),
    (JA + "<h2>1. 保存</h2><p>二年で消します。</p><h3>2. 窓口</h3><p>お電話でどうぞ。</p>", ["heading 2|1. 保存", "paragraph|二年で消します。", "heading 2|2. 窓口", "paragraph|お電話でどうぞ。"], "the number that follows is on the same level, whatever its tag"),
    (EN + "<h2>1. Storage</h2><h3>1. Paper</h3><p>We lock it.</p><h2>2. Questions</h2><p>Call us.</p>", ["heading 2|1. Storage", "heading 3|1. Paper", "paragraph|We lock it.", "heading 2|2. Questions", "paragraph|Call us."], "but a level that counts by itself stays as it is"),
    (EN + "<p>1. Storage</p><p>We lock all of it in a steel cabinet.</p><p>2. Questions</p><ul><li>Call us.</li></ul>", ["heading 10|1. Storage", "paragraph|We lock all of it in a steel cabinet.", "heading 10|2. Questions", "list_item 2|Call us."], "and so is a line that a list follows"),
    (EN + "<h3>1. Storage</h3><p>We ask for:<br>2. your size<br>3. your name</p>", ["heading 3|1. Storage", "paragraph|We ask for:", "list_item 1|2. your size", "list_item 1|3. your name"], "numbers that go on at once are a list"),
    (JA + "<div><b>（1）用途</b><br>お届けに使います。<br>＜お店で伺うもの＞<br>お釣りの確認に使います。<br><b>（2）窓口</b><br>お電話でどうぞ。</div>", ["heading 14|（1）用途", "paragraph|お届けに使います。", "heading 19|＜お店で伺うもの＞", "paragraph|お釣りの確認に使います。", "heading 14|（2）窓口", "paragraph|お電話でどうぞ。"], "a caption without a number inside a numbered series is below it"),
    (EN + "<p><b>What we ask for:</b></p><p>Your size and your name.</p>", ["heading 7|What we ask for:", "paragraph|Your size and your name."], "a bold line with a colon names what follows"),
    (EN + "<p><b>We ask for this:</b></p><p>Your size and your name.</p>", ["paragraph|We ask for this:", "paragraph|Your size and your name."], "one that states something does not"),
    (JA + "<p class='fw_bold'>保存</p><ol><li>二年で消します。</li></ol>", ["heading 7|保存", "list_item 2 1.|二年で消します。"], "bold by its class"),
    (EN + "<ol><li>Shipping<br>We tell the courier where you live, and nothing else.</li></ol>", ["heading 23 1.|Shipping", "list_item 2|We tell the courier where you live, and nothing else."], "the first line of an item names the rest"),
    (JA + "<ol><li><p>届け先</p><p>お客様の住所は、宅配の会社にだけ伝えます。</p></li></ol>", ["heading 23 1.|届け先", "list_item 2 1.|お客様の住所は、宅配の会社にだけ伝えます。"], "so does its first paragraph"),
    (JA + "<ul><li><em>鍵</em><p>名簿の棚には、いつも鍵をかけております。</p></li></ul>", ["heading 23|鍵", "list_item 2|名簿の棚には、いつも鍵をかけております。"], "or what stands before it"),
    (JA + "<ul><li>お届けを頼む場合<br>この場合は、住所だけを運送会社に伝えます。</li></ul>", ["list_item 2|お届けを頼む場合", "list_item 2|この場合は、住所だけを運送会社に伝えます。"], "a case is an item, no caption"),
    (EN + "<ul><li>Shipping<br>We tell the courier where you live.</li><li>Returns to the shop<br>We take it back.</li></ul>", ["heading 23|Shipping", "list_item 2|We tell the courier where you live.", "heading 23|Returns to the shop", "list_item 2|We take it back."], "where half of the items have a caption, others with one have it too"),
    (EN + "<ul><li>E-mail<br>tailor@example.com</li></ul>", ["list_item 2|E-mail", "list_item 2|tailor@example.com"], "nor is the name of an address"),
    (EN + "<p>We ask for what the law includes. We keep it safe.<br>Opening hours<br>We open at nine, except on holidays.</p>", ["paragraph|We ask for what the law includes. We keep it safe.", "heading 23|Opening hours", "paragraph|We open at nine, except on holidays."], "only the sentence before it may announce something"),
    (EN + "<p>We keep it safe.</p><p>We lock it all away</p><p>The key of the cabinet hangs in the office of our head tailor.</p>", ["paragraph|We keep it safe.", "paragraph|We lock it all away", "paragraph|The key of the cabinet hangs in the office of our head tailor."], "a line that states something is no title"),
    (EN + "<p>We keep it safe.</p><p>We Lock It All Away</p><p>The key of the cabinet hangs in the office of our head tailor.</p>", ["paragraph|We keep it safe.", "heading 7|We Lock It All Away", "paragraph|The key of the cabinet hangs in the office of our head tailor."], "unless it is written as a title"),
    (EN + "<p>WHO KEEPS THE KEY?<br>Our head tailor does.</p>", ["heading 7|WHO KEEPS THE KEY?", "paragraph|Our head tailor does."], "capitals make a title"),
    (EN + "<p>What we measure<br>- your height<br>- your waist</p>", ["heading 7|What we measure", "list_item 1|- your height", "list_item 1|- your waist"], "a line over marked ones is their title"),
    (EN + "<p><b>Last updated:</b> April 20, 2023</p><p>We wrote this.</p>", ["paragraph|Last updated: April 20, 2023", "paragraph|We wrote this."], "a date is no caption of its line"),
    (JA + "<dl><dt>窓口</dt><dd>【ご相談】<br>お電話でどうぞ。</dd></dl>", ["heading 20|窓口", "heading 23|【ご相談】", "definition|お電話でどうぞ。"], "a caption by its mark in a definition"),
    (JA + "<p>お客様のご要望があったにもかかわらず、当店がお届けできないのは、<br>(1) お届け先が分からないとき<br>(2) お品物がないとき</p>", ["paragraph|お客様のご要望があったにもかかわらず、当店がお届けできないのは、", "list_item 1|(1) お届け先が分からないとき", "list_item 1|(2) お品物がないとき"], "a number opens a line, whatever the one before ends with"),
    (JA + "<ol><li>次のときは、名簿をお見せします。<br>(1) ご本人のとき<br>(2) 法律が命じるとき</li></ol>", ["list_item 2 1.|次のときは、名簿をお見せします。", "list_item 4|(1) ご本人のとき", "list_item 4|(2) 法律が命じるとき"], "numbered lines of an item are below it"),
    (JA + "<p>二年たったら消します。</br>お電話でどうぞ。</p>", ["paragraph|二年たったら消します。", "paragraph|お電話でどうぞ。"], "browsers break the line at a closed br"),
    (EN + "<p>We ask for it to:</p><ul>Sew what fits.</ul><ul>Send it.</ul>", ["paragraph|We ask for it to:", "list_item 3|Sew what fits.", "list_item 3|Send it."], "short paragraphs behind a colon are items"),
    (JA + "<p>次のために使います：</p><p>お届け</p><p>ご返信</p><p>控えは二年で消します。</p>", ["paragraph|次のために使います：", "list_item 1|お届け", "list_item 1|ご返信", "paragraph|控えは二年で消します。"], "up to the next statement"),
    (EN + "<p>Write to us:</p><p>E-mail: tailor@example.com</p><p>Hill Tailors</p>", ["paragraph|Write to us:", "paragraph|E-mail: tailor@example.com", "paragraph|Hill Tailors"], "but data of an address are none"),
    (EN + "<p>We can be reached at:</p><p><b>Hill Tailors</b><br>The Old Mill<br>Leeds</p>", ["paragraph|We can be reached at:", "list_item 1|Hill Tailors", "list_item 1|The Old Mill", "list_item 1|Leeds"], "a bold name over an address heads nothing"),
    (EN + "<p>We ask for the following:<br>● Your size (by tape)<br></p><h2>Why</h2>", ["paragraph|We ask for the following:", "list_item 1|● Your size (by tape)", "heading 2|Why"], "a lone marked line behind a colon is an item"),
    (EN + "<p>We ask for it:<br />; To sew what fits.<br />; To send it.</p>", ["paragraph|We ask for it:", "list_item 1|; To sew what fits.", "list_item 1|; To send it."], "what is left of a space is a mark"),
    (EN + "<p><span class=titles>House rules</span></p><p>Shoes stay at the door of the shop, please.</p>", ["heading 7|House rules", "paragraph|Shoes stay at the door of the shop, please."], "a span may be called a title"),
    (EN + "<h2 class=large>Your data</h1><p>We keep your size.</p><h3>Cookies</h2><p>There are none.</p>", ["heading 2|Your data", "paragraph|We keep your size.", "heading 3|Cookies", "paragraph|There are none."], "the end tag of any heading ends it"),
    (EN + "<p><b>Do we give your measurements to the tailors who sew for us? And how do we see to it that these keep them safe?</b></p><p>They sign a pledge.</p>", ["heading 7|Do we give your measurements to the tailors who sew for us? And how do we see to it that these keep them safe?", "paragraph|They sign a pledge."], "a bold question may be long"),
    (EN + "<li><b>Your rights against decisions on sizes by machines alone, and what they are</b> - We measure all of our customers by hand in the shop.</li>", ["heading 23|Your rights against decisions on sizes by machines alone, and what they are", "list_item|We measure all of our customers by hand in the shop."], "nor is the text of a long caption its rest"),
    (EN + "<p><b>Helpline:</b> <a href='tel:1'>020 123</a></p>", ["paragraph|Helpline: 020 123"], "a link alone is a datum and no text of a caption"),
    (JA + "<p>１．お取引先の情報<br>・ご連絡のため<br>２．当店で働く方の情報<br>・給与の計算のため<br>また、名簿はどれも鍵のかかる棚で管理いたします。</p>", ["heading 11|１．お取引先の情報", "list_item 1|・ご連絡のため", "heading 11|２．当店で働く方の情報", "list_item 1|・給与の計算のため", "paragraph|また、名簿はどれも鍵のかかる棚で管理いたします。"], "a numbered name over marked lines is their title, the last of them is none"),
    (JA + "<p>1.委託</p><p>発送は山田に頼みます。</p><p>2.名簿の開示、内容の訂正、追加又は削除、利用の停止、第三者への提供の停止のお求めについて</p><p>窓口は当店の受付です。</p>", ["heading 11|1.委託", "paragraph|発送は山田に頼みます。", "heading 11|2.名簿の開示、内容の訂正、追加又は削除、利用の停止、第三者への提供の停止のお求めについて", "paragraph|窓口は当店の受付です。"], "a long caption follows the number of another"),
    (EN + "<p><span class=fw-semibold>Cookies:</span> They remember your basket.</p>", ["heading 23|Cookies:", "paragraph|They remember your basket."], "bold by the class of its weight"),
    (EN + "<p class=section-sub-head>The Sewing, Storing and Sending of All the Garments That You Ordered of Us</p><p>We sew.</p>", ["heading 7|The Sewing, Storing and Sending of All the Garments That You Ordered of Us", "paragraph|We sew."], "a class may call it a sub-head"),
    (EN + "<p><strong>Please note:</strong> We close on Mondays.</p>", ["paragraph|Please note: We close on Mondays."], "a call for attention names nothing"),
    (JA + "<p><b>重要：</b>名簿は店の外に出しません。</p>", ["paragraph|重要：名簿は店の外に出しません。"], "nor does a Japanese one"),
    (EN + "<p><b>Note:</b></p><p>We close on Mondays.</p>", ["heading 7|Note:", "paragraph|We close on Mondays."], "but alone in its block it is a heading"),
    (EN + "<ul><li><b>Garment Orders</b> You tell us your size.</li></ul>", ["heading 23|Garment Orders", "list_item 2|You tell us your size."], "a new sentence behind bold words makes them a caption"),
    (EN + "<p><b>Hill Tailors</b> Limited sews for us.</p>", ["paragraph|Hill Tailors Limited sews for us."], "a name that goes on does not"),
    (EN + "<p><b>Garment orders -</b> You tell us your size.</p>", ["heading 23|Garment orders", "paragraph|You tell us your size."], "the dash between belongs to neither, if it is bold too"),
    (EN + "<p>We keep it safe.</p><p><b>Links to Other Shops.</b></p><p>They are not ours.</p>", ["paragraph|We keep it safe.", "heading 7|Links to Other Shops.", "paragraph|They are not ours."], "a bold title may end in a full stop"),
    (EN + "<p><b>Hill Tailors and Co.</b><br>The Old Mill</p>", ["paragraph|Hill Tailors and Co.", "paragraph|The Old Mill"], "but not above lines of its own block"),
    (EN + "<p>We keep it safe.</p><p>Which of your measurements do we keep when you have not ordered anything for some years?</p><p>We keep none of them, and we burn the cards on which our tailors wrote them down in the shop, so that nobody can read them any more, which takes us an afternoon in the yard behind the shop.</p>", ["paragraph|We keep it safe.", "heading 7|Which of your measurements do we keep when you have not ordered anything for some years?", "paragraph|We keep none of them, and we burn the cards on which our tailors wrote them down in the shop, so that nobody can read them any more, which takes us an afternoon in the yard behind the shop."], "a question may be longer than other titles"),
    (JA + "<p>〈責任者〉山田商店／電話：03-0000-0000</p><p>平日の昼に、お電話でもお受けいたします。</p>", ["paragraph|〈責任者〉山田商店／電話：03-0000-0000", "paragraph|平日の昼に、お電話でもお受けいたします。"], "a datum behind a mark is no caption"),
    (JA + "<p>①tailor@example.comまたはyamada@example.comにお送りください。</p><p>お名前をお書きください。</p>", ["list_item 1|①tailor@example.comまたはyamada@example.comにお送りください。", "paragraph|お名前をお書きください。"], "a sentence of addresses ends as its language does"),
    (JA + "<p>(1) 名簿は棚に置きます。</p><p>(2) 用途の変更</p><p>用途を変えるときは、この頁でお知らせいたします。</p>", ["list_item 1|(1) 名簿は棚に置きます。", "heading 14|(2) 用途の変更", "paragraph|用途を変えるときは、この頁でお知らせいたします。"], "a numbered name behind a sentence, before a text of its own"),
    (JA + "<div><div><p>(1)</p></div><div><p>品物を発送するため</p></div></div><div><div><p>(2)</p></div><div><p>ご返信のため</p></div></div><div><p>①</p></div><h3>窓口</h3><p>お電話で。</p>", ["list_item 1|(1) 品物を発送するため", "list_item 1|(2) ご返信のため", "heading 3|① 窓口", "paragraph|お電話で。"], "a number alone belongs to what follows"),
    (EN + "<div>Section 2</div><h2>Storage</h2><p>We lock it.</p>", ["heading 2|Section 2 Storage", "paragraph|We lock it."], "so does the number of a section"),
    (EN + "<p>Ask for it at the counter of our shop, behind the old mill at 1 Mill Road<br><b>Phone:</b> 020 123</p>", ["list_item 1|Ask for it at the counter of our shop, behind the old mill at 1 Mill Road", "heading 23|Phone:", "list_item 1|020 123"], "a caption goes on with no line"),
    (JA + "<div class=title>第1条 用途</div><p>発送に使います。</p><h4>お控え</h4><p>二年で消します。</p><div class=title>第2条 窓口</div><p>お電話で。</p><h4>時間</h4><p>平日です。</p>", ["heading 9|第1条 用途", "paragraph|発送に使います。", "heading 19|お控え", "paragraph|二年で消します。", "heading 9|第2条 窓口", "paragraph|お電話で。", "heading 19|時間", "paragraph|平日です。"], "minor tags stand below a series that opened before them"),
    (EN + "<p><b>Why we ask</b></p><p>To sew.</p><h5>Sizes</h5><p>Yours.</p><p><b>Storage</b></p><p>We lock it.</p><p><b>Questions</b></p><p>Call us.</p>", ["heading 7|Why we ask", "paragraph|To sew.", "heading 19|Sizes", "paragraph|Yours.", "heading 7|Storage", "paragraph|We lock it.", "heading 7|Questions", "paragraph|Call us."], "or below many bold captions"),
    (EN + "<p><b>In short</b></p><p>To sew.</p><h4>Storage</h4><p><b>Paper</b></p><p>We lock it.</p><h4>Questions</h4><p>Call us.</p>", ["heading 7|In short", "paragraph|To sew.", "heading 4|Storage", "heading 7|Paper", "paragraph|We lock it.", "heading 4|Questions", "paragraph|Call us."], "but not below a few"),
    (JA + "<p>次の場合を除き、住所をお伝えしません。</p><p>法令に基づく場合</p><p>命に関わる場合</p><p>ご質問はお電話で。</p>", ["paragraph|次の場合を除き、住所をお伝えしません。", "list_item 1|法令に基づく場合", "list_item 1|命に関わる場合", "paragraph|ご質問はお電話で。"], "cases are the items of any sentence that announces them"),
    (JA + "<p>次の用途に使います。<br>お名前とご住所をお品の発送とその後のご連絡に使わせていただくため（電話を含む）<br>お名前とご住所をお店の催しや新しい品のご案内に使わせていただくため<br>二年で消します。</p>", ["paragraph|次の用途に使います。", "list_item 1|お名前とご住所をお品の発送とその後のご連絡に使わせていただくため（電話を含む）", "list_item 1|お名前とご住所をお店の催しや新しい品のご案内に使わせていただくため", "paragraph|二年で消します。"], "a line that ends as an item has not been wrapped"),
    (JA + "<p>第1条（用途）<br>発送に使います。<br>第2条（窓口） お電話でもお受けいたしております。</p>", ["heading 9|第1条（用途）", "paragraph|発送に使います。", "heading 9|第2条（窓口）", "paragraph|お電話でもお受けいたしております。"], "an article's name may stand in the line of its text"),
    (JA + "<p>第2条（窓口）に定めるとおり、お電話でもお受けいたします。</p>", ["list_item 1|第2条（窓口）に定めるとおり、お電話でもお受けいたします。"], "but not where a sentence cites it") ,
    (JA + "<p>2.お品の修理をお求めになるときにお出しいただく書面の様式<br>下記を当店までご送付いただければ、お直しのうえでお返しいたします。</p>", ["heading 11|2.お品の修理をお求めになるときにお出しいただく書面の様式", "paragraph|下記を当店までご送付いただければ、お直しのうえでお返しいたします。"], "a new sentence goes on with no numbered name"),
    (JA + "<h3>受付窓口</h3><p>当店の二階です。</p>", ["heading 3|受付窓口", "paragraph|当店の二階です。"], "a counter is no time"),
    (EN + "<div class=accordion-header><button class=accordion-button data-bs-toggle=collapse>Storage</button></div><div><p>We lock it all away.</p></div>", ["heading 7|Storage", "paragraph|We lock it all away."], "a button that unfolds a part of the page is its heading"),
    (EN + "<h2 id=a><a href='#a'>#</a> Storage</h2><p>We lock it.</p>", ["heading 2|Storage", "paragraph|We lock it."], "the link of a heading to itself says nothing"),
    (EN + "<h2><img src='img/logo.gif' alt='Hill Tailors'></h2><h3><img src=t.gif alt=Storage></h3><p>We lock it.</p>", ["heading 3|Storage", "paragraph|We lock it."], "nor does a logo, unlike other images"),
    (EN + "<p>We ask</p>\nfor sizes.</p>\nWe lock them.", ["paragraph|We ask", "paragraph|for sizes.", "paragraph|We lock them."], "the end of no paragraph parts texts"),
    (JA + "<p>●○●○●</p><p>二年で消します。</p>", ["paragraph|二年で消します。"], "a line of ornaments is nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected", "reason"), TITLES)
def test_titles(body: str, expected: list[str], reason: str) -> None:
    assert blocks(cleaned(body))[2:] == expected, reason


def test_front_matter_gives_the_title() -> None:
    text = "---\ntitle: Privacy Policy\nlayout: page\n---\nWe use your personal data to send what you ordered to you."
    assert blocks(cleaned(text, "markdown"))[0] == "heading 1|Privacy Policy"


def test_an_element_that_holds_just_the_title_is_no_menu() -> None:
    assert (
        blocks(cleaned("<div id='submenu'><h2>Privacy policy</h2></div>" + EN.replace("h1", "h3")))[0]
        == "heading 2|Privacy policy"
    )
