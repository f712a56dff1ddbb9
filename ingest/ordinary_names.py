"""Which place names are also ordinary words: tables only.

    ORDINARY  -> short names that a sentence uses for other things (合作, 东湖, 永兴)
    GENERIC   -> full names that any city's news uses for a part of it (老城区)

In text such a name needs the place that it lies in before it: 甘肃合作, 洛阳市老城区. Names that
only arise across words (提高平均 holds 高平) need no line here: places.py cuts into words first.

The 1,268 short names that are also words of jieba's dictionary were read for this.
"""

from __future__ import annotations

_EVERYDAY = """
资源 合作 和平 武功 平原 比如 南部 解放 东方 前进 港口 中原 公安 友好 共和 城中 友谊 平安
中方 凤凰 安定 延长 光明 新兴 运河 万年 东风 红旗 会同 工农 大名 富裕 清水 高明 前锋 复兴
长子 清新 宏伟 平定 芙蓉 洞口 温泉 石门 向阳 振兴 三元 日照 大同 大方 新华 威信 莲花 平和
名山 白云 全州 桃源 当阳 白银 三门 大观 二七 台前 金山 石棉 丰满 双桥 文峰 高台 二道 无为
河间 民权 小店 同心 元宝 宝塔 平房 万安 灯塔 白玉 大兴 木兰 天涯 七星 海棠 来宾 博爱 同仁
回民 钟楼 江岸 盘龙 马尾 方正 弥勒 安居 黑水 龙凤 鼓楼 上党 大通 海盐 麒麟 新民 安康 富民
水城 大厂 老城 爱民 惠民 和顺 上高 云霄 阳明 天心 开化 玉门 天元 赤水 天柱 红塔 民乐 延寿 铜鼓
阳春 兴业 仁寿 个旧 盐池 金牛 三台 路南 古塔 白塔 磐石 三水 石鼓 修水 小金 白水 集贤 梨树
双塔 大田 政和 康乐 市北 市南 市中 鸡冠 万全 定边 内乡 大悟 柳林 凌云 天长 双峰 莲池 新田
乐业 五常 牧野 盐田 大竹 未央 城厢 铁山 定日 大英 静乐 界首 新源 天全 进贤 云梦 新化 武强
明水 锦屏 雨花 双城 金水 商水 建始 博望 红桥 石楼 钢城 增城 新丰 四会 富源 石泉 惠农 交城
响水 水富 左云 安宁 互助 通道 新建 政府 安全 明珠 阳光 开发 港闸 城步 高新 民和 新和 兴和
定安 资中 会理 大关 大化 新干 高安 城固 金安 临高 望城 相城 望都
"""
"""Words of every report: 深化合作, 公安机关, 长治久安."""
_POSITIONS = """
南岸 城北 城东 城西 城南 东山 西山 南山 北山 东湖 西湖 南湖 北湖 河东 河西 河口 江北
江东 江南 江口 江海 桥东 桥西 山阳 山南 海西 海北 海州 海港 东港 新港 新北 新城 城关 城区
南城 北关 站前 道里 道外 中站 铁西 铁东 平川 平山 山城 石城 城口 前山 天桥 天河 天山 清河
青山 龙山 双江 三江 大江 太湖 龙门 龙江 东安 北安 南安 东平 西平
"""
"""Parts of many towns: a district, a lake or a hill to one side."""
_MOUNTAINS_AND_RIVERS = """
黄山 泰山 华山 庐山 衡山 嵩山 红河 怒江 秦淮 白河 沙河 唐河 洪湖 月湖 金湖 微山 井冈山
"""
"""Also the name of something that lies in several places."""
_NAMESAKES = """
中山 阿里 朝阳 长安 兴安 太和 宁远 永和 永新 永福 永丰 永泰 永定 永兴 永安 永康 永胜 永靖
建华 建平 建安 建宁 兴隆 宝山 宝安 大安 新安 新乐 新会 九龙 黄龙 青龙 白龙 金平 金塔 玄武
紫金 方城 凤山 海丰 民丰 文安 安平 安新 仁和 仁化 平乐 平远 平昌 龙华 长青 长丰 太白 泰和
保康 文成
"""
"""Lucky words that streets, firms, villages and people share."""

ORDINARY = frozenset((_EVERYDAY + _POSITIONS + _MOUNTAINS_AND_RIVERS + _NAMESAKES).split())

_GENERIC_NAMES = """
城区 郊区 矿区 西安区 河北区 东区 西区 南区 北区 中区 新区 高新区 新城区 老城区 城关区 城中区 城东区
城西区 城北区 城南区 城厢区 市中区 市南区 市北区 新市区 港口区 海港区 东城区 西城区 江南区
江北区 河东区 河西区 河口区 东港区 站前区 南山区 东山区 海南区 河南县 南部县 合作市 和县
成县 单县 理县 新县 高县 富县 环县 宁县
"""
"""和县 is here for 市和县, 成县 for 建成县域."""

GENERIC = frozenset(_GENERIC_NAMES.split())
