"""Japanese words by which pages are cleaned."""

from __future__ import annotations

import re

from pipeline.languages.base import Cues

CUES = Cues(
    policy=re.compile(
        "個人情報|個人データ|プライバシー|お客様情報|お客さま情報|利用者情報|ユーザー情報|パーソナルデータ"
        "|特定個人|個人番号|クッキー|第三者提供|第三者に提供|安全管理|利用目的"
    ),
    title=re.compile(
        "プライバシー[・ー\\s]?(?:ポリシー|ステートメント|ノーティス)|個人情報(?:等)?(?:の)?(?:保護|取り?扱い?|お取り?扱い?)"
        "|個人情報に関する(?:基本)?方針|(?:情報|データ)保護方針|privacy\\s?(?:policy|notice|statement)",
        re.I,
    ),
    furniture=re.compile(
        "^(?:[▲△↑∧⇧^\\s]*(?:この)?ページ(?:の)?(?:先頭|トップ|上部?|最上部|top)(?:へ|に)?(?:戻る|もどる)?|page\\s?top|pagetop"
        "|▲?\\s?top(?:へ(?:戻る)?)?|トップ(?:ページ)?(?:へ(?:戻る)?)?|ホーム|home|戻る|もどる|閉じる|メニュー(?:を(?:開く|閉じる))?"
        "|menu|検索|サイト内検索|シェア(?:する)?|ツイート|印刷(?:する)?|このページを印刷|言語(?:を選択)?|日本語|english|中文|한국어"
        "|文字サイズ|標準|拡大|facebook|twitter|instagram|line|youtube|サイトマップ|お問い?合わ?せ|english(?:\\s?site)?"
        "|.{0,40}(?:copyright|©|\\(c\\)|all\\s?rights\\s?reserved).{0,120})$",
        re.I,
    ),
    missing=re.compile("(?:ページ|URL|ファイル)(?:が|は)?(?:見つかり|みつかり|存在し)ません|404\\s?not\\s?found", re.I),
    script=re.compile("javascript.{0,12}(?:有効|オン|on|必要)", re.I),
    terminal=re.compile("[。｡！？!?．][」』）)】]*$|[:：]$|(?:ます|です|ません|ください|下さい|ました|である|とする)[）)」]?$"),
    caption=re.compile("^(?:[■◆●◇□▼★☆◎○▶►▽]|【.{1,40}】|＜.{1,40}＞|<.{1,40}>|《.{1,40}》|〈.{1,40}〉|［.{1,40}］)"),
    statement=re.compile("(?:ます|です|ません|ました|ください|下さい|である|とする|ものとする)。[」』）)]?$"),
)
