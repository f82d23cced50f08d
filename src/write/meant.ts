/** The words people try before they know the program's own, each with the commands that answer it. */

const day = /^\d{4}[-./年]?\d{1,2}[-./月]?\d{1,2}日?$/;

/** A word that holds one of these, in the order of the list: the first that fits holds. */
const asked: readonly (readonly [words: readonly string[], commands: readonly string[]])[] = [
  [["帮助", "怎么", "菜单", "man", "?"], ["tuban --help"]],
  [["版本", "version", "-v"], ["tuban --version"]],
  [["备份"], ["tuban backup"]],
  [["恢复备份", "还原"], ["tuban restore 备份.tubk --to 新文件夹"]],
  [
    ["撤销", "删除", "delete", "remove"],
    ["tuban log", "tuban undo 登记序号 --reason 原因"],
  ],
  [
    ["修改", "更正", "变更", "更改", "更新", "edit", "update", "modify"],
    ["tuban set 机构 项目=内容", "tuban undo 登记序号 --reason 原因"],
  ],
  [
    ["新增", "添加", "登记", "注册", "register", "new"],
    ["tuban add 名称=全称", "tuban import 文件 --source 来源"],
  ],
  [["注销", "停业", "转型"], ["tuban set 机构 机构状态=注销"]],
  [["今日", "今天", "待办", "首页", "todo", "status"], ["tuban"]],
  [["问题", "整改台账"], ["tuban findings"]],
  [["期初"], ["tuban opening"]],
  [["月报", "月调度"], ["tuban report --period month"]],
  [["季报", "季通报"], ["tuban report --period quarter"]],
  [["总结", "全程"], ["tuban report --period campaign"]],
  [["变化", "变动", "changes", "diff"], ["tuban report diff 编号 编号"]],
  [["上报", "签发报表", "submit"], ["tuban report issue"]],
  [
    ["汇总", "合并", "merge"],
    ["tuban consolidate 文件夹", "tuban report"],
  ],
  [
    ["逾期", "到期", "期限", "overdue", "deadlines"],
    ["tuban due", "tuban review --due"],
  ],
  [
    ["比对", "重复", "去重", "查重"],
    ["tuban import review", "tuban import compare"],
  ],
  [["导入", "录入", "load"], ["tuban import 文件 --source 来源"]],
  [
    ["导出", "excel", "xlsx", "export", "下载"],
    ["tuban list --xlsx 底数.xlsx", "tuban report --xlsx 周报.xlsx", "tuban report --out 文件夹"],
  ],
  [
    ["word", "docx"],
    ["tuban report --docx 周报.docx", "tuban order print 文号"],
  ],
  [
    ["打印", "print"],
    ["tuban inspect 机构 --print", "tuban order print 文号"],
  ],
  [["周报", "报表", "统计", "调度", "通报", "数字", "stats", "statistics", "summary", "count"], ["tuban report"]],
  [["为什么", "哪几家", "明细", "explain", "why"], ["tuban report explain 指标"]],
  [["白名单", "whitelist"], ["tuban publish whitelist"]],
  [["黑名单", "blacklist"], ["tuban publish blacklist"]],
  [["名单", "公布", "公示"], ["tuban publish --help"]],
  [["送达", "serve"], ["tuban order serve 文号"]],
  [["延期", "extend"], ["tuban order extend 文号"]],
  [["处罚", "案件", "立案"], ["tuban case --help"]],
  [["通知", "整改", "文书", "下达", "签发", "issue"], ["tuban order issue 机构"]],
  [["复查", "回头看"], ["tuban review 文号或机构"]],
  [["销号", "验收"], ["tuban close w问题编号"]],
  [["检查", "排查", "inspection", "check"], ["tuban inspect 机构"]],
  [["证据", "照片"], ["tuban evidence --help"]],
  [["模板", "格式"], ["tuban template --help"]],
  [["节假日", "日历", "放假"], ["tuban calendar show"]],
  [["挂图", "图表", "画图"], ["tuban chart --out 挂图.html"]],
  [["登录", "用户", "换人", "login", "user", "whoami"], ["tuban as 姓名"]],
  [["人员", "检查人"], ["tuban person list"]],
  [["方案", "计划"], ["tuban plan --help"]],
  [["日志", "流水", "history"], ["tuban log"]],
  [["核对", "校验"], ["tuban verify"]],
  [
    ["谁", "查询", "查看", "机构", "搜索", "who", "search", "find", "get"],
    ["tuban show 机构", "tuban list 关键词"],
  ],
  [["底数", "名册", "台账", "清单", "列表", "ls"], ["tuban list"]],
];

/** Words that name one command and nothing else: they do what the command does. */
const named: Readonly<Record<string, readonly string[]>> = {
  建账: ["init"],
  演示: ["demo"],
  方案: ["plan"],
  人员: ["person"],
  换人: ["as"],
  底数: ["list"],
  名册: ["list"],
  导入: ["import"],
  新增: ["add"],
  修改: ["set"],
  查看: ["show"],
  检查: ["inspect"],
  排查: ["inspect"],
  问题: ["findings"],
  问题台账: ["findings"],
  整改台账: ["findings"],
  文书: ["order"],
  下达: ["order", "issue"],
  签发: ["order", "issue"],
  送达: ["order", "serve"],
  复查: ["review"],
  销号: ["close"],
  案件: ["case"],
  证据: ["evidence"],
  期限: ["due"],
  处置: ["bucket"],
  任务包: ["bundle", "list"],
  分组: ["bundle", "out"],
  名单: ["publish"],
  报表: ["report"],
  周报: ["report"],
  月报: ["report", "--period", "month"],
  季报: ["report", "--period", "quarter"],
  期初: ["opening"],
  汇总: ["consolidate"],
  挂图: ["chart"],
  零目标: ["zero"],
  今日: ["today"],
  备份: ["backup"],
  恢复: ["restore"],
  日志: ["log"],
  撤销: ["undo"],
  核对: ["verify"],
  日历: ["calendar"],
  模板: ["template"],
};

/** The words of the command line that a Chinese word stands for; undefined where it could be more than one thing. */
export const commandNamed = (word: string): readonly string[] | undefined =>
  Object.hasOwn(named, word) ? named[word] : undefined;

/** The commands that a word asks for, joined by 或; undefined where nobody could tell. A Latin word must be the very word. */
export function commandsFor(word: string): string | undefined {
  const plain = word.normalize("NFKC").toLowerCase();
  if (day.test(plain)) return `--as-of ${word} 看那一天的，或 --on ${word} 补录那一天的`;
  const found = asked.find(([words]) =>
    words.some((known) => (/^[\x20-\x7e]+$/.test(known) ? plain === known : plain.includes(known))),
  );
  return found?.[1].join("，或 ");
}
