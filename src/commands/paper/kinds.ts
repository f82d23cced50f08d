/** The papers that are no orders of the plan: what each rests on, what has to be told to it, and who issues it. */
import type { PaperAbout } from "../../campaign/index.ts";

const papersRestOn = ["检查", "复查", "机构", "问题", "文书", "销号", "名单", "抽取", "专项行动"] as const;
export type RestsOn = (typeof papersRestOn)[number];

export interface PaperKind {
  readonly name: string;
  /** File in templates; the Word file of the same name lies in templates/documents. */
  readonly template: string;
  readonly restsOn: RestsOn;
  readonly about: PaperAbout;
  /** Who may issue it, in words; who that is in one case follows from what it rests on. */
  readonly issuedBy: string;
  /** How many officers have to be named by --by; none where the ledger knows them. */
  readonly officers: 0 | 2;
  /**
   * What the ledger may not know, by field: words to begin with, a line where it is written by hand on the spot (笔录),
   * or null where the paper takes no number without it.
   */
  readonly asks: Readonly<Record<string, string | null>>;
}

/** To be written in by hand. */
export const line = "＿＿＿＿＿＿";
/** Room for what the person in charge says: the rest of the line, and another. */
const lines = `${"＿".repeat(13)}\n${"＿".repeat(27)}`;
const hours = "＿＿时＿＿分至＿＿时＿＿分";

const kind = (name: string, rest: Omit<PaperKind, "name" | "template">): PaperKind => ({
  name,
  template: `papers/${name}.md`,
  ...rest,
});

export const paperKinds: readonly PaperKind[] = [
  kind("现场检查笔录", {
    restsOn: "检查",
    about: "inspection",
    issuedBy: "参加检查的单位",
    officers: 0,
    asks: { 现场负责人: "", 现场负责人职务: "", 起止时间: hours, 陈述申辩: lines, 见证人: "" },
  }),
  kind("询问笔录", {
    restsOn: "机构",
    about: "subject",
    issuedBy: "询问人所在单位",
    officers: 2,
    asks: {
      案由: "",
      询问地点: "",
      起止时间: hours,
      被询问人: "",
      性别年龄: "",
      身份证件号码: "",
      工作单位: "",
      职务: "",
      电话: "",
      住址: "",
      记录人: "",
      告知答复: line,
      问答: `问：${line}\n答：${line}\n问：${line}\n答：${line}\n问：${line}\n答：${line}`,
    },
  }),
  kind("约谈记录", {
    restsOn: "机构",
    about: "subject",
    issuedBy: "方案中的部门",
    officers: 0,
    asks: {
      被约谈人: "",
      职务: "",
      约谈人: "",
      记录人: "",
      约谈地点: "",
      约谈事由: "",
      约谈要求: line,
      被约谈人表态: line,
    },
  }),
  kind("行政处罚立案审批表", {
    restsOn: "问题",
    about: "subject",
    issuedBy: "承办人所在单位",
    officers: 2,
    asks: {
      案件来源: "检查发现",
      案由: null,
      立案理由: "",
      涉及的规定: null,
      承办人意见: "建议立案调查。",
      承办机构意见: "",
      审批意见: "",
    },
  }),
  kind("当场处罚决定书", {
    restsOn: "问题",
    about: "subject",
    issuedBy: "执法人员所在单位",
    officers: 2,
    asks: {
      处罚: null,
      违反的规定: null,
      处罚依据: null,
      陈述申辩: null,
      缴纳方式: null,
      复议诉讼: null,
      处罚地点: null,
    },
  }),
  kind("送达回证", {
    restsOn: "文书",
    about: "orders",
    issuedBy: "签发那份文书的单位",
    officers: 0,
    asks: { 送达地点: "", 代收人: "", 拒收事由: "", 见证人: "" },
  }),
  kind("送达公告", {
    restsOn: "文书",
    about: "orders",
    issuedBy: "签发那份文书的单位",
    officers: 0,
    asks: { 公告原因: null, 领取地点: null, 送达要求: "", 联系方式: null },
  }),
  kind("复查意见书", {
    restsOn: "复查",
    about: "inspection",
    issuedBy: "参加复查的单位",
    officers: 0,
    asks: { 后续意见: "未整改到位的，依法处理" },
  }),
  kind("销号单", { restsOn: "销号", about: "subject", issuedBy: "方案中的部门", officers: 0, asks: {} }),
  kind("白名单公示", { restsOn: "名单", about: "publication", issuedBy: "公布名单的单位", officers: 0, asks: {} }),
  kind("黑名单公示", { restsOn: "名单", about: "publication", issuedBy: "公布名单的单位", officers: 0, asks: {} }),
  kind("抽取见证单", { restsOn: "抽取", about: "draw", issuedBy: "方案中的部门", officers: 0, asks: { 地点: "" } }),
  kind("抽查结果公布", { restsOn: "抽取", about: "draw", issuedBy: "方案中的部门", officers: 0, asks: {} }),
  kind("专项治理公告", {
    restsOn: "专项行动",
    about: "campaign",
    issuedBy: "方案中的部门",
    officers: 0,
    asks: { 监督举报方式: null },
  }),
];
