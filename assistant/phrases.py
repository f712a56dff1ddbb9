"""The wording of questions, as tables: what asks, what only fills, what tells time.

Every entry is folded (normalise.fold). General to Chinese questions: nothing here comes
from a document or a test.
"""

from __future__ import annotations

import re

ASKS = (
    ("who", r"谁|哪位|哪些人|什么人|何人|叫什么名字|姓名|哪几位"),
    (
        "when",
        r"什么时候|啥时候|什么时间|何时|哪一?年|哪一?天|哪一?月|几月份?|几号|哪个季度|几点(?=钟|开|$|[?？])|日期|when",
    ),
    (
        "where",
        r"哪里|哪儿|(?<!存)在哪(?!些|个|种|类|几|[一二三四五六七八九十两\d])|什么地方|何处|何地|where",
    ),
    (
        "list",
        r"哪些|有啥(?=$|[?？!！。])|哪几|哪[“\"‘]?[一二三四五六七八九十两\d]+|[“\"‘]?[一二三四五六七八九十两\d]{1,4}[个大项件条种]?[^，,。?？]{0,10}"
        r"(?:分别)?(?:是|指|有|叫)(?:的是)?(?:什么|哪些|啥)|分别[^，,。?？]{0,8}(?:什么|啥|哪些|哪几)|都有(?:什么|啥)|各讲|逐[条项个一]|列(?:一下|出|全|明)|列出|列举|"
        r"包括(?:什么|啥)|哪类|有什么(?=具体)?(?:措施|举措|任务|项目|目标|内容|工程|行动|要求)",
    ),
    (
        "number",
        r"多少|几(?!乎|何)|多大|多高|多长|多宽|多重|多远|多久|百分之(?:几|多少)|占比|比重|比例|总数|总量"
        r"|how many|how much",
    ),
    (
        "yes_no",
        r"吗(?=$|[?？。!！])|(?<![好])吧(?=$|[?？。!！,，])|了没有?(?=$|[?？。!！])|没有(?=[?？]?$)|是否|是不是|有没有|对吗|对不对|能不能|会不会|真的吗|属实|没错吧|[对是]吧",
    ),
)
"""Kind of question -> what gives it away, tried in this order but for yes_no, which wins
when it ends the question."""

MEASURES = (
    "个|家|项|件|条|种|类|位|次|回|趟|所|座|处|户|人|名|亩|天|年|辆|台|套|块|本|份|张|支|批|只|棵"
    "|株|间|栋|部|例|头|袋|眼|趟|班|级|孔|艘|幢|口|盏|羽|宗|起|届"
)

QUESTION_WORDS = re.compile(
    r"请问|请?告诉我|(?:我|俺)?(?:就|很)?想(?:请)?(?:问|知道|了解)(?:一?下|下)?|问一?下|麻烦(?:问一?下)?|"
    r"帮我(?:查|看|找)一?下?|查一下|能否|"
    r"什么时候|啥时候|什么时间|什么地方|什么样的?|什么人|什么|为什么|为啥|有啥|啥|"
    r"怎么样|怎样|怎么|咋样?|如何|"
    rf"多少(?:{MEASURES})?|多大|多高|(?:要|用|花)?(?:多长时间|多少时间|多久)|多长|百分之(?:几|多少)|"
    rf"哪里|哪儿|哪些|哪几(?:{MEASURES}|方|大)*|哪[一二三四五六七八九十两\d]+(?:{MEASURES}|大|方)*面?|"
    rf"哪(?:{MEASURES})(?:领域|方面|部门|环节|阶段|地方|时候|城市|地区|县市|市|县|区)?|谁|"
    r"更?(?:高|低|多|少|大|小|快|慢|好|强)(?:一?点|一?些)?(?=[?？]?$)|"
    r"(?:的)?(?:原话|原文|原句)(?:是)?(?:怎么|如何)?(?:说|写|讲|表述)?(?:的)?(?=$|[?？是])|(?:是)?(?:怎么|如何)(?:说|写|讲|表述|提)的?(?=$|[?？])|"
    r"是?这个数(?:吧|吗)?|没错吧|是吧|对吧|何时|何地|何处|"
    rf"几月份?|几号|第几位?|好?几(?!乎|何)(?:{MEASURES})?|"
    r"(?:最后|开头|结尾|结束时)?(?:说|讲|写)?的?(?:那|哪|这|一)(?:一)?句话?|的话(?=$|[?？是])|"
    r"是不是|有没有|是否|对不对|([㐀-鿿])不\1(?:得[成了完])?|对吗|真的吗|吗(?=$|[?？。,，!！])|"
    r"呢(?=$|[?？。,，!！])|不(?=$|[?？])|"
    r"分别(?:是|为|叫|有)?|各(?:是|有|为)?(?=$|[?？])|都有|列出|列举|具体|内容(?=$|是|[?？])"
)
"""Taken off before matching: they ask, they are not in the paragraph that answers."""

FILLERS = frozenset(
    """
    的 了 是 有 在 把 被 和 与 及 或 对 于 为 也 都 就 还 又 要 将 会 想 能 可以 应该 这 那 它
    其 该 此 这个 那个 这些 那些 一下 关于 有关 方面 情况 进行 做 做到 搞 弄 办 打算 计划 准备
    打造 提出 提到 谈到 谈 说 讲 表示 指出 强调 认为 介绍 政府 我们 他们 他 她 你 您 我 当地
    目前 现在 当前 现 上 中 里 后 前 时 从 到 向 由 按 照 按照 以 用 给 让 使 等 以及 并 但 而
    如果 那么 吧 呀 啊 嘛 个 家 项 件 条 种 类 位 次 回 块 处 户 人 名 共 一共 总共 分别 各 每
    多 少 达到 达 完成 实现 全年 年度 年 月 日 份 内容 具体 主要 重点 工作 报告 会议 会上 地方
    东西 事 事情 问题 时候 怎么 样 来 去 过 着 得 地 比 占 叫 叫做 称 称为 the a an of in to for
    is are was were did do does how many much what which who when where and or on by with
    下一步 一步 下步 每月 每年 每天 每人 每户 每期
    代号 名称 名字 数字 数量 数额 金额 市区 全市 全县 全区 本市 本县 该市 该县 市里 县里 区里
    变化 变动 进展 现状 人数 户数 件数 套数 座数 家数 次数 个数 数据 指标 水平 合计 加起来 各是 各为
    一年 两年 三年 四年 五年 几年 期间 时期 形容 描述 把 说说 讲讲 列 列一下 大事 分成 分为
    降到 降至 升到 升至 涨到 增到 增至 减到 减至 压到 压减到 以下 以上 以内 超过 不到 不足 突破
    高于 低于 多于 少于 左右 大约 大概 约 讲到 说到 写到 讲述 提及 一事 详细 详细点 详细些 细说
    展开 展开讲 再说说
    承诺 一趟 到底 采访 专访 访谈 报道 文章 文中 文件 讲话 新闻 政府工作报告 工作报告 对吗 实际 当年
    抓好 做好 办好 抓 搞好 干 开展 抓哪些 提了
    之一 担任 职务 职位 身份 领域 俺 咱 咱们
    """.split()
)
"""Words that carry little: weight FILLER_WEIGHT instead of their idf (question terms)."""

PLAN_CUES = re.compile(
    r"承诺|原定|定于|当初|(?<![比于超])(?:原)?计划|打算|准备|(?<![比于超到])目标|(?<![比于超])预期|要求|将(?!军)|(?<![主重需必只])要(?!求|素|是)|力争|安排|部署|规划(?!即法)|拟|争取|"
    r"明年|下一步|接下来|未来|今后|确保|想(?!到)|办好|抓好"
)
REVIEW_CUES = re.compile(
    r"完成了|实现了|取得了?|已经?|实际|建成了|新增了|增长了|提高了|成绩|成果|兑现|落实了|做了|"
    r"达到了|成效|回顾|过去|解决了|创建了|修复了|培育了|获得|荣获|多少了"
)

DONE = re.compile(
    r"(?<!计划)(?<!目标)(?<!打算)(?<!力争)(?<!准备)(?<!要)(?<!将)(?<!预计)(?:完成|达到|达)(?:了)?多少|了没有?[?？]?$|没有[?？]?$|按时|(?:完成|实现|兑现|达到)[^,，。?？]{0,16}(?:计划|目标|任务)|按期|如期|兑现|办成了|做到了|达到了|完成了|全部(?:办成|完成|做到)|"
    r"实际|最终|最后(?!一)|截至|(?<![承诺提出定求划排署说讲谈调到])了(?!解|吗|没)|完成情况|多少了"
)
"""Asks what came of it, not what was meant: 修了多少公里."""
FOR_CERTAIN = re.compile(
    r"实际|最终|最后(?!一)|截至|了没有?[?？]?$|按时|(?:有没有|是否|没有|没)(?:完成|实现|兑现|达到)|(?:完成|实现|兑现|达到)[^,，。?？]{0,16}(?:计划|目标|任务)了|按期|如期|兑现|(?:办成|完成|做到|达到|通车|建成)了(?:吗|吧|没)?|全部(?:办成|完成|做到)"
)
PLANNED = re.compile(
    r"(?:年初|当初)?(?:的)?(?:计划数?|目标|安排|原定|原计划|预定)(?:值|数|任务)?(?:是|为|在)?|年初(?:的)?"
)
REALISED = re.compile(
    r"(?:年底)?实绩(?:数)?|(?:最后|最终)?实际(?:上)?(?:完成)?(?:情况|数|值)?|完成(?:情况|数|值)|最后完成|最终完成|结果(?:呢|是|如何|怎么样|怎样|又)|(?:最后|最终)(?:呢|是|怎么样|如何)"
)
THEN = re.compile(
    r"(?<=[多几少何样])[^,，]{0,3}[,，](?=结果|最后|最终)|(?<=[数值])[和与及、](?=完成|实际)"
)
OUTCOME = re.compile(
    r"[\s?？,，。了的是到有又要想会能将]|当初|原来|原先|本来|计划|目标|降到|升到|提高到|控制在?|最后|最终|结果|实际|真正|后来|年底|完成|增加|减少|达到|实现|新增|增长|做到|落实|上?"
)
"""What a second question says of the subject of the first."""
VERBS_OF_DOING = re.compile(
    r"打算|准备|力争|预计|平均|以下|以上|以内|[㐀-鿿](?:成|到|至|了|好|完)+(?=[\s?？以]|$)|[建修办种做搞弄干用花改拆招引养通开设投签降升涨减增提调]|提到|调到|涨到|降到|当年|又是|又|年底"
)
"""Says how the subject of the question before went on, and names none of its own."""
ALL_DONE = re.compile(
    r"(?<=件实事|面实事|生实事|项实事|点任务|项任务|项工程|大工程|件大事|件好事)(?:是不是|是否|有没有|全都|都|全部|全)*(?:按[期时]|如期)?(?:全部|都)?"
    r"(?:完成|办成|办完|兑现|落实|做到|办好)(?:了|完)?[,，]?(?:吗|吧|没有?|对[吧吗不]|是吗|是吧|[?？])"
)
"""Whether all that was promised was done: the sentence that tells of it says how many."""
PROMISED = re.compile(r"(?:所|曾)?承诺的?|确定的|定下的|年初的?|里(?:的)?")
CAME_OF_IT = re.compile(r"[㐀-鿿](?:成|完|好|了)了?(?:几|多少)")
"""装成几部, 建了多少: what came of it, after what was meant."""
TARGET_MET = re.compile(
    r"(?:有没有|是否|是不是)?(?:超额)?(?:完成|达到|实现|达成|兑现)(?:了)?(?P<of>[^,，。?？]{0,14}?)(?:的)?"
    r"(?:目标|预期|年初计划|计划)(?:值|任务)?(?:了|要求)?[,，]?(?:吗|没有?|了没|对吗|是吗|吧|[?？]|$|差(?:了)?多少)"
    r"|(?:目标|计划|预期)(?:值|任务)?(?:是否|有没有|最终|最后|都)?(?P<done>完成|达到|实现|达成|兑现)了?(?:吗|没有?|了没|[?？]|$)"
)
"""Whether a target was met."""
ASKS_EACH = re.compile(
    r"(?:是)?(?:什么时候|什么时间|哪一?天|何时|在哪里|在哪儿|是谁|由谁作的?)(?:的|作的|开的)?[?？。]?|(?:分别|各)?(?:各)?(?:是|为|有)?(?:多少|几)(?:个|家|人|元)?[?？。]?"
    r"|(?:哪|谁)(?:个|里|边|年|一年|座|地|者|家)?(?:的)?(?:更|较|最)?(?:高|低|多|少|大|小|快|慢|好|强)(?:一?些|一?点)?[?？。]?"
)
"""Asks of the same once more, each or which of them."""
AT_MEETING = re.compile(
    r"(?:常务|全体|工作|推进|现场|座谈|调度|动员|专题|汇报|签约)(?:会议?|仪式)|会上|调研|考察|督导|检查|视察"
)
"""Tells of an occasion that others report on."""
PLAN_YEARS = re.compile(r"[“\"]?十[一二三四五六七]?五[”\"]?(?:期间|时期|以来)(?:的)?")
"""Five years asked about: a time, and no matter of its own."""
JOINED = re.compile(r"[和与跟同及、比]|还是")
"""Stands between two places that are asked about side by side."""
BESIDE_NEXT = re.compile(r"(?:比|较|相比|对比|相较于|比起)$")
YEAR_RANGE = re.compile(
    r"((?:19|20)\d\d)年?\s*(?:到|至|—|-|–|~|～)\s*((?:19|20)\d\d)年?(?:这?[两二三四五六]年)?(?:间|期间|来)?"
)

REPORT_YEAR = re.compile(
    r"((?:19|20)\d\d)年?(?:度)?(?:的)?(?=[^，,。?？]{0,8}(?:政府)?工作报告|(?:那份|这份)?报告)"
)
"""The year in the name of a report is not the year asked about."""

YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:\s*年(?:度|份|底|末|初|内)?"
    r"|(?!\d|[.%]|\s*(?:多|余|万|亿|个|户|人|名|亩|家|元|公里|米|平方|套|辆|座|所|张|处|条|件|项|吨|天|公顷)))"
)
CHINESE_YEAR = re.compile(r"[二2][〇零○0oO][〇零○0oO一二三四五六七八九\d]{2}(?=年)")
SHORT_YEAR = re.compile(r"(?<![\d.])([012]\d)年(?!前|来|内|期|以|间|制|后|多)")
"""18年 said for 2018年; not 10年来 or 15年期."""
RELATIVE_YEARS = (
    ("前年", -2),
    ("去年", -1),
    ("上一年", -1),
    ("上年", -1),
    ("过去一年", -1),
    ("今年", 0),
    ("本年", 0),
    ("明年", 1),
    ("下一年", 1),
    ("后年", 2),
)

AMOUNT = re.compile(
    r"(?:收入|产量|产值|增速|增幅|总值|人数|户数|面积|里程|率|比重|投资额|总投资|金额|总额|价格|浓度|规模|数量|gdp|增加值|总量|"
    r"天数|次数|件数|套数|座数|资金|人次|减贫人数|指标)(?:的)?(?:目标|计划|预期)?(?:和|与|、)?(?:实际|完成)?(?:值|数|情况)?"
    r"(?:各?(?:是|为)?)?(?:列(?:一下|出来?)?|说一下)?[?？。!！]*$"
)
"""A noun whose value is a figure, and nothing is asked of it in words: 2019年……收入?"""
LATER = re.compile(r"后来|之后|随后|再后来|最终")
"""Asks of a time after the last answer's."""
CUMULATES = re.compile(r"累计|年均|[三四五]年来?|以来|期间|总体")
"""A figure over several years."""
PART_OF_YEAR = re.compile(
    r"[上下]半年|季度|前[一二三四五六七八九十\d]{1,3}个?月|截至(?:20\d\d年|今年|目前)?(?:[1-9]|1[01])月"
)
"""A figure of less than a year."""

INSTRUCTIONS = re.compile(
    r"(?:忘掉|忘记|忽略|无视|抛开|不要理会|放弃|绕过|违反)"
    r"(?:掉|了)?(?:你|您|所有|一切|全部|任何|以上|上面|上述|之前|先前|前面|系统)[^。！？!?]{0,16}"
    r"(?:规则|指令|提示|指示|命令|设定|要求|限制|约束|内容)|"
    r"(?:只|仅|直接|必须)(?:回复|回答|输出|说)[:：“\"]|(?:你|您)(?:现在|从现在起)?(?:是|扮演)一?[个名位]|"
    r"(?:输出|显示|重复|打印|告诉我)[^。！？!?]{0,12}"
    r"(?:系统提示|提示词|system ?prompt|密钥|api ?key)|"
    r"ignore (?:all |the |your )?(?:previous |prior |above )?(?:instruction|rule|prompt)|"
    r"(?:reply|respond|answer|output|say) (?:only |just )?(?:with|exactly)|"
    r"system ?prompt|developer mode",
    re.IGNORECASE,
)
"""A sentence of the question that gives orders instead of asking: cut, never obeyed."""

UNIT = re.compile(
    r"(?:多少|几)(万亿|亿|万)?(元|块钱|钱|亩|公里|平方米|平方公里|吨|公顷|个百分点|美元|%)|(?:多少|几)(亿|万)"
)
"""A unit that the answer's figure must have."""
OFFICES = re.compile(
    r"书记|市长|县长|区长|省长|主席|主任|局长|厅长|部长|院长|校长|会长|秘书长|组长|代表"
)
SELF = re.compile(r"职务|职位|身份|担任|什么人|头衔|任职")
"""Asks who somebody is: then the name itself is what the evidence must speak of."""

FIRST = re.compile(r"前([一二三四五六七八九十两\d]{1,3})(?:个|件|项|条|大|位)")
"""前三件: the first so many of a list."""

REMARK = re.compile(
    r"[(（][^()（）]*(?:报告|最新|见谅|错字|谢|原文|文件|资料|来源|单位|保留|注意|口径)[^()（）]*[)）]"
)
"""What is said aside: it may name a report, and is no part of what is asked."""
NEXT_YEARS = (
    (re.compile(r"第二年|次年|翌年|下一年|后一年|隔一?年"), 1),
    (re.compile(r"前一年|上一年|头一年|再往前一年"), -1),
)
"""Counted from the year of the question before."""
FOLLOW_UP = re.compile(
    r"^(?:那么?|那|其中|后来|另外|还有|它|其|这|该|此|上述|以上|前面|刚才|第[一二三四五六七八九十\d]+[件条项个])|呢[?？]?$"
)
ORDINAL = re.compile(
    r"第([一二三四五六七八九十两\d]+)(?:件|条|项|个|点|类|方面|场|关|大|步|位)(?!次|届|期)"
)

OVERVIEW = re.compile(
    r"(?:抓|做|干|取得|推进|落实|安排|部署|讲|说|谈|提|强调|办|忙)(?:好|到|了|出)?(?:了)?(?:些|的是)?(?:什么|啥|哪些|哪几)|"
    r"(?:主要|重点|大致|总体|基本)(?:的)?(?:内容|工作|任务|思路|安排|部署|方向)|"
    r"有(?:什么|啥|哪些|哪几[个项]?)(?:重点|主要)?(?:工作|任务|安排|部署|打算|方面|内容|动作|大事|成绩|成就|成效|成果)|"
    r"(?:哪|几)[一二三四五六七八九十几些]*[个项]?(?:大)?方面|(?:几个|哪些|哪几个)(?:重点|大事|“)|重点(?:是|有|在)|大事|工作(?:安排|部署|重点|思路|打算)|概括|概述|概要|总结一?下|介绍一?下|"
    r"overview|summar|priorit|main (?:task|point|goal)",
    re.IGNORECASE,
)
"""Asks what a document says as a whole, where the question names no subject of its own."""
OVERVIEW_WORDS = frozenset(
    """
    成绩 成就 成效 成果 思路 安排 部署 大事 动作 任务 目标 打算 发展
    经济社会发展 工作安排 概括 概述 总结 大致 总体 基本 要抓 要做 方向 讲话
    讲 经济 社会 领域 抓 干 今后 未来 下一步 取得 获得 推进 落实 开展
    加强 实施 政府工作 人民政府 提 布置 忙 忙活 分成 分为 分 几个 准备
    一年 全年 年度 要点
    """.split()
)
"""Words of such a question that name no subject."""

COMPARED_WITH = re.compile(r"(?:和|与|跟|同|比起|相比)[^，,。?？]{1,20}比|比起|对比|相比")
"""Asks the last question of two places or years: 和晋城比呢."""
ELLIPTIC_WORDS = re.compile(
    r"[\s?？,，。!！那么和与跟同比相对起呢的又也再如何怎样咋吧呀啊情况]|换成|换作|要是|如果|前面|这个|那边|当年|一样"
)
"""What may stand beside the scope in a question that names nothing else."""
TARGET_WORDS = re.compile(
    r"(?:预期|主要|年度)?(?:目标|计划|预期|指标)(?:值|任务)?(?:是|为)?|计划|预计"
)

WHICH_MORE = re.compile(
    r"(?:哪|谁)[^，,。?？]{0,16}(?:高|低|多|少|大|小|快|慢|强|好)(?:一?些|一?点|了)?(?=[?？,，。;；]|$)"
)
"""Asks which of two is more, whatever else it asks: so it asks for figures."""
CHANGES = re.compile(
    r"(?:怎么|怎样|如何|有什么|有何|有啥|是怎么)变(?:化|动)?(?:的)?[?？。]?$|变化(?:情况|趋势|如何)?[?？。]?$"
)
"""Asks of several years' figures."""
COMPARES = re.compile(
    r"哪(?:个|里|边|年|一年|座|地)?[^，,。?？]{0,10}(?:更|较|最)?(?:高|低|多|少|大|小|快|慢|强|好)|谁(?:的)?[^，,。?？]{0,10}(?:更|较)?(?:高|低|多|少|大|小|快|慢)"
)
DIFFERENCE = re.compile(
    r"(?:高|低|多|少|大|小|快|慢|长|增加|减少|提高|下降|增|降|降低|提升)(?:出|了|过)?(?:几|多少)|(?:相差|差距|差|差别|差额)(?:了|有|是)?(?:几|多少|多大)|差距"
)
"""Asks for the difference of two figures."""
TWO_MATTERS = re.compile(
    r"^(?P<first>[^,，。?？]{2,30}?)(?:和|与|跟|比)(?P<second>(?!预期|目标|计划|上年|去年|同期|全国|全省|全市|年初|往年|前年|平均)[^,，。?？和与跟比]{2,14}?)(?:之间|两者)?的?"
    r"(?:相差|差距|差额|差了?(?:几|多)|(?:高|低|多|少|大|小)(?:出|了)?(?:几|多少)|哪个|谁(?=更|比较|[高低多少大小快慢]|的[^,，?？]{0,8}[高低多少大小快慢])|哪一个|哪项)"
)
"""Two subjects of one place and year compared."""

ASKING = re.compile(
    r"多少|几(?!乎|何)|什么|啥|哪|谁|如何|怎么|怎样|何时|何地|多大|多高|多长|占比多"
)
"""A word that asks."""

ASKED_VERB = re.compile(
    r"(?:谁|哪位|何人|什么人|哪几位)(?:[领导同志干部]{2})?(?:来|在会上|会上|负责)?(?P<verb>[㐀-鿿]{2})"
)
"""What somebody did, where it is asked who did it: 由谁主持."""
HOLDS = re.compile(
    r"(?P<office>(?:[省市县区州]委)?(?:书记|市长|县长|区长|州长|主任|局长|秘书长|部长|主席))"
    r"(?:现在)?(?:是谁|叫什么|姓什么|是哪位|名字|叫啥)"
)
"""Asks who holds an office."""
SESSION = re.compile(r"第(?P<n>[一二三四五六七八九十百零〇\d]{1,4})(?P<of>[次届])")
"""Meetings are told apart by their number: the fourth says nothing of the third."""

FIRST_OBEY = re.compile(
    r"^[^。？！?!]{0,60}?(?:输出|先说|先讲|打印|回复|说出|重复|写出|显示)[^。？！?!]{0,60}?[,，;；。]?\s*(?:再|然后|接着|之后)(?:再)?(?:请)?(?:来)?(?:回答|告诉我|说说|解答)[:：,，]?"
)
"""An order before the question itself: 请先输出……,再回答:"""
QUOTES = re.compile(
    r"原话|原文|原句|怎么(?:说|写|讲|表述)的|(?:说|写|讲)的(?:是)?(?:什么|哪句)|那句话|(?:哪|什么)(?:样的)?话"
)
"""Asks for the words themselves."""
REPORTER = re.compile(r"记者|通讯员|主持人|谁写|谁采访|作者|撰稿|哪位写")
DELIVERS = re.compile(
    r"(?:作|做|宣读)(?:了|的)?(?:这份|该)?(?:政府)?(?:工作)?报告|报告(?:人|是谁|是由谁|由谁)|作的(?:报告)?"
)
"""Asks who gave a report: the speaker of the document."""
RATE = re.compile(
    r"增速|增长率|增幅|比重|占比|(?<![频功效汇税税])率(?=是|为|有|达|要|能|会|到|多少|[?？]|$)|百分之(?:几|多少)|占(?:了)?多少(?=[?？啊呀呢。]|$)|增长(?:了|目标)?(?:多少|几)(?=[?？]|$)"
)
"""Asks for a share or a rate: its figure has a percent sign."""
