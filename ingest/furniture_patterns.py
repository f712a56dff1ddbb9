"""The lines of web pages that are furniture, as a table of named patterns.

Each pattern has its name and its reason; it is matched against a whole line, white space
squeezed and punctuation in ASCII. How the table is used, and the rules that need the whole
page, are in furniture.py.
"""

from __future__ import annotations

import re
from typing import NamedTuple

LABELS = (
    r"(?:信息|文章|稿件|新闻|内容)?来源|稿源|发布(?:时间|日期|单位|机构|人|者)?|发表(?:时间|日期)|(?:内容)?更新(?:时间|日期)|信息提供(?:日期|单位)|"
    r"发稿时间|录入时间|添加时间|时间(?=\s*:\s*(?:19|20)\d\d[-/.])|日期(?=\s*:\s*(?:19|20)\d\d[-/.])|编辑|责任编辑|责编|编校|审核|校对|校审|监制|初审|复审|终审|审稿|签发|"
    r"一审|二审|三审|统筹|值班(?:编辑|主任|总编)|信息员|录入(?:人|者)?|索引号|索\s*引\s*号|发文字号|文\s*号|"
    r"发文(?:机关|机构|单位|日期)|主题分类|分\s*类(?=\s*:)|主题词|成文日期|生成日期|公开(?:日期|方式|形式|时限)|信息分类|"
    r"组配分类|体裁分类|内容概述|有效性|效力状态|所属栏目|栏目|关键[词字]|标签|点击(?:数|量|次数)?|浏览(?:次数|量)?|"
    r"阅读(?:次数|量|数)?|访问(?:次数|量)?|字体|字号|分享(?:到|至)?"
)
"""What stands before a colon on the lines under a title; the value is metadata."""
LABEL_RE = re.compile(rf"(?:^|(?<=[\s|/\[(【)\]】]))(?:{LABELS})\s*:")
_BUTTON = (
    r"打印(?:本页|文章|此页|正文|页面)?|关闭(?:窗口|本页|页面)?|收藏(?:本页|此页|本站)?|加入收藏|设为首页|返回(?:顶部|首页|列表|"
    r"上一页|上级)?|回(?:到)?顶部|复制(?:链接|网址)?|(?:我要)?纠错|(?:我要|发表|查看)?评论|保存|朗读|听全文|播报|暂停|"
    r"字体|字号|默认|大|中|小|[AT][+-]|TOP|分享|点赞|举报|订阅|登录|注册|搜索|无障碍(?:浏览|阅读)?|长者(?:模式|版)|"
    r"繁體|繁体|简体|English|手机版|移动版|RSS|微信|微博|QQ|更多"
)


class Pattern(NamedTuple):
    """One rule for a single line."""

    name: str
    regex: re.Pattern[str]
    reason: str
    even_sentences: bool = False
    """Whether it may drop a line that reads as a sentence: disclaimers are sentences."""


def _pattern(name: str, regex: str, reason: str, *, even_sentences: bool = False) -> Pattern:
    return Pattern(name, re.compile(regex, re.IGNORECASE), reason, even_sentences)


PATTERNS: tuple[Pattern, ...] = (
    _pattern(
        "breadcrumb",
        r"(?:(?:[您你]|当前|现在|所在|的)*位置(?:是|为)?|当前栏目)\s*[:>].{0,80}"
        r"|[^>。]{1,16}(?:\s*(?:>{1,2}|»|›)\s*[^>»›。]{0,30}){2,8}"
        r"|[^>。]{0,10}(?:首页|网|新闻|频道|政府|在线|日报|门户)[^>。]{0,6}(?:\s*(?:>{1,2}|»|›)\s*[^>»›。]{0,30}){1,8}"
        r"|首页\s*[-/|].{0,60}(?:正文|详情|列表)",
        "the path to the page through the site",
    ),
    _pattern(
        "banner",
        r".{2,20}(?:网|报|社|台|在线|政府)\s+.{2,30}(?:主办|主管|承办)",
        "the name of the site over the page, and who runs it",
    ),
    _pattern(
        "share",
        r"分享(?:到|至|给).{0,40}|(?:请)?(?:打开|使用|用)?(?:手机)?微信.{0,6}扫.{0,20}"
        r"|.{0,4}扫(?:一扫|码|描).{0,24}"
        r"|.{0,8}二维码.{0,12}|(?:欢迎)?关注.{0,16}(?:微信|微博|公众号|客户端|抖音号?).{0,10}",
        "buttons and codes that lead elsewhere",
    ),
    _pattern(
        "buttons",
        rf"(?:[\[【(]?(?:{_BUTTON})[\]】)]?[\s|/:,、·]*)+"
        r"(?:(?:主办|承办|联系(?:我们|电话|方式)?|邮箱|投稿)\s*:\s*[^\s。]{2,30}\s*)*",
        "what a reader can press: font size, print, close",
    ),
    _pattern(
        "counter",
        r"(?:本文)?(?:已?有)?(?:浏览|阅读|点击|访问|评论)(?:次数|量|数)?\s*[:(]?\s*\d*\s*[次人)]?",
        "how often the page was read",
    ),
    _pattern(
        "stamp",
        r".{0,30}?(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s*(?:星期|周).)?"
        r"\s*\d{1,2}:\d\d(?::\d\d)?\s*[\]】)]?.{0,40}"
        r"|[\[【(]?\s*(?:19|20)\d\d\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2}\s*[\]】)]?"
        r"|(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s+(?:来源|作者|编辑|阅读|浏览|点击)[:\s].{0,40}",
        "when the page was put on the web: read as metadata, then dropped",
    ),
    _pattern(
        "copyright",
        r".*(?:版权所有|版权声明|版权与免责|免责声明|版权均?(?:属|归)|Copyright|©|"
        r"All Rights Reserved|ICP备|ICP证|公网安备|网站标识码|"
        r"违法和不良信息举报(?:电话|中心|邮箱|:)|增值电信业务|信息服务许可证|"
        r"视听节目许可证|"
        r"未经.{0,30}(?:授权|许可|允许).{0,30}(?:转载|镜像|使用|复制)|转载.{0,16}注明|请注明(?:出处|来源)|"
        r"不代表本(?:网|站|报|平台)|与本(?:网|站)(?:无关|联系)|"
        r"本(?:站|网).{0,16}(?:网友|用户|会员)(?:上传|提供|发布|分享)|仅供(?:个人)?(?:学习|参考|交流)|"
        r"(?:侵权|侵犯).{0,24}(?:请.{0,6}(?:联系|告知|来信)|来信通知|立即删除)|"
        r"声明请点击|本(?:网|站)(?:将|确认后|联系|不承担)).*",
        "whose rights the site claims or denies",
        even_sentences=True,
    ),
    _pattern(
        "previous or next",
        r"[\[【(]?(?:上|下|前|后)一?(?:篇|条|页|则)(?:文章|新闻)?\s*[\]】)]?(?:[:>].{0,120})?",
        "links to the neighbouring pages",
        even_sentences=True,
    ),
    _pattern(
        "related",
        r"[\[【(]?(?:相关|推荐|热门|最新|精彩|延伸|热点|更多|猜你喜欢|大家都在看|新闻(?=推荐))"
        r"(?:新闻|阅读|链接|文章|文档|推荐|信息|内容|报道|资讯|专题|稿件|视频|评论|图片|的)?[\]】)]?\s*[:>]*\s*(?:更多)?\s*>*"
        r"|(?:猜你喜欢|大家都在看|(?:相关|推荐|热门|最新)(?:新闻|阅读|链接|文章|推荐|专题)|文章标签|附件下载)\s*:.{0,100}",
        "the head of a list of other pages",
    ),
    _pattern("issue", r"(?:19|20)\d\d年?第\d{1,3}期.{0,20}", "the number of a gazette"),
    _pattern("map", r"(?:地图[\s|]*){2,}|(?:网站|站点)地图", "links to maps"),
    _pattern(
        "address of a page",
        r"(?:(?:网址|链接|原文链接|网站|邮箱|E-?mail|投稿邮箱)\s*:\s*)?"
        r"(?:(?:https?://|www\.)\S+|[\w.+-]+@[\w.-]+\.\w+)",
        "a link without words",
    ),
    _pattern("ornament", r"[\W_]+", "a line without a letter or a digit"),
    _pattern(
        "wall",
        r"[(]?.{0,8}(?:(?:阅读|查看|展开)(?:全部|全文|更多|剩余).{0,20}|.{0,12}(?:登录|注册)后?(?:查看|阅读)?)[!]?[)]?",
        "what a site shows instead of the rest",
        even_sentences=True,
    ),
    _pattern(
        "picture",
        r"!\[[^\]]*\]\([^)]*\)|[\[【(]?(?:图片|视频|音频|配图|点击(?:查看|观看|放大).{0,12}|查看(?:原图|大图))[\]】)]?",
        "stands for what text can't show",
    ),
)
"""Matched against the whole line, with ASCII punctuation. Order only decides the name."""
