"""Kanji that are written differently and meant to be the same, for matching keys only.

Each word is one family; its first character stands for all. The families are
the old forms beside the 常用漢字表, those of 戸籍法施行規則別表第二, and forms common
in family names. A family too many only suggests a match more. Characters that
Unicode itself decomposes (U+FA19 神 and the like) need no line here.
"""

_FAMILIES = """
    高髙 崎﨑嵜碕 辺邊邉 斉齊斎齋 沢澤 浜濱濵 島嶋嶌 恵惠 真眞 吉𠮷 土圡 富冨 曽曾 館舘
    橋槗 柳栁桺 淵渕渊 峰峯 岡崗 船舩 塚塜 広廣 国國圀 関關 瀬瀨 滝瀧 渋澁澀 桜櫻 桧檜
    桑桒 栄榮 徳德悳 竜龍 黒黑 横橫 青靑 清淸 静靜 増增 蔵藏 条條 団團 豊豐 万萬 与與
    弥彌 円圓 塩鹽 寿壽 宝寶寳 実實 尭堯 巌巖 帯帶 従從 応應 悦悅 戸戶 戦戰 拝拜 暁曉
    晋晉 晃晄 昇曻 亘亙 来來 松枩柗 枡桝 梅楳 柏栢 楽樂 槙槇 沖冲 浅淺 涌湧 湾灣 満滿
    灯燈 為爲 猪豬 瑶瑤 県縣 礼禮 祢禰 禄祿 秋穐 稲稻 穂穗 穣穰 竈竃 糸絲 経經 継繼 緑綠
    縄繩 総總 群羣 芦蘆 苅刈 茎莖 荘莊 萌萠 莱萊 蛍螢 薗園 薫薰 薮藪籔 蝉蟬 蛎蠣 覚覺
    角⻆ 誉譽 読讀 賛贊 軽輕 遥遙 遠逺 郎郞 郷鄕鄉 鉄鐵鉃銕 鋭銳 録錄 鎮鎭 長镸 隠隱 雑雜
    霊靈 頼賴 顕顯 駅驛 駆驅駈 鴎鷗 鶏鷄雞 鶴靏靍鸖 鶯鴬 麦麥 麺麵 黄黃 亀龜龟 会會 伝傳
    仏佛 倹儉 児兒 党黨 写寫 剣劍劔劒剱釼 労勞 勲勳 医醫 区區 巻卷 双雙 叙敍敘 台臺 号號
    喜㐂憙 囲圍 圧壓 壱壹 声聲 売賣 変變 多夛 奥奧 奨奬 学學斈 寛寬 専專 将將 尚尙 属屬
    岳嶽 帰歸 庁廳 廃廢 弁辨辯瓣 弐貳 当當 彦彥 径徑 恒恆 懐懷 戯戲 抜拔 択擇 挙擧舉 捜搜
    揺搖 撃擊 数數 断斷 旧舊 昼晝 暦曆 歴歷 検檢 権權 欧歐 歓歡 歩步 歯齒 歳嵗歲 毎每
    気氣 浄淨 涙淚 温溫 点點 焼燒 犠犧 独獨 猟獵 献獻 画畫 畳疊 発發 研硏 砺礪 祷禱 秘祕
    竪豎 粋粹 絵繪 続續 緒緖 縁緣 聡聰 聴聽 胆膽 脇脅 臓臟 舎舍 芸藝 虫蟲 蚕蠶 衛衞 装裝
    触觸 証證 説說 諌諫 謡謠 譲讓 賎賤 転轉 辞辭 遅遲 酔醉 醸釀 釈釋 鉱鑛 銭錢 鋳鑄 錬鍊
    間閒 閲閱 陥陷 険險 随隨 頬頰 餅餠 験驗 騒騷 髪髮 鯵鰺 鹸鹼 麹麴 乗乘 争爭 乱亂 予豫
    亜亞 余餘 価價 併倂 仮假 偽僞 処處 凉涼 凛凜 剤劑 励勵 勧勸 即卽 厳嚴 参參 収收 呉吳
    尽盡 巣巢 弾彈 徴徵 搾榨 摂攝 昂昻 桟棧 栖棲 梼檮 楼樓 様樣 殻殼 滞滯 炉爐 狭狹 峡峽
    畝畒 穏穩 窓窗牕 糧粮 繊纖纎 纏纒 艶艷 虚虛 褒襃 逓遞 隣鄰 飲飮 籠篭 野埜 翻飜
    闘鬪鬭鬥 庵菴 内內 両兩 剰剩 単單 図圖 塁壘 壊壞 壌壤 壮壯 嬢孃 寝寢 対對 届屆 恋戀
    戻戾 払拂 掲揭 担擔 拠據 拡擴 効效 勅敕 晩晚 稜棱 枢樞 残殘 没沒 渉涉 渓溪 湿溼濕
    潜潛 済濟 営營 状狀 産產 砕碎 禅禪 税稅 称稱 頴穎 縦縱 粛肅 蒋蔣 薬藥 覧覽 観觀 訳譯
    顔顏 黙默 齢齡 体體
"""

# Variant → the character that stands for its family, as str.translate wants it.
VARIANTS = {ord(variant): family[0] for family in _FAMILIES.split() for variant in family[1:]}
