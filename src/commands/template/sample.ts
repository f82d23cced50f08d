/** Made-up contents for every field that a template may use: what a check fills it with, and a preview shows. */
import { createHash } from "node:crypto";
import { encode } from "jpeg-js";
import { codeField } from "../../write/code-line.ts";
import type { Fields } from "../../write/document.ts";
import type { Pictures } from "../../write/docx-fill.ts";
import { paperKinds } from "../paper/kinds.ts";
import type { RestsOn } from "../paper/kinds.ts";

export interface Sample {
  readonly fields: Fields;
  readonly pictures: Pictures;
}

/** Fields as an order of the plan, or a paper of that name, would have them. */
export function sampleOf(kind: string): Sample {
  const photo = samplePhoto();
  const paper = paperKinds.find(({ name }) => name === kind);
  const fields = paper
    ? {
        ...Object.fromEntries(Object.entries(paper.asks).map(([field, value]) => [field, value || `样例${field}`])),
        ...paperSamples(photo.sha256)[paper.restsOn],
      }
    : orderSample;
  return { fields: { ...common, ...fields, 文书名称: kind }, pictures: new Map([[photo.sha256, photo.file]]) };
}

const common: Fields = {
  文号: "样例〔2021〕1号",
  方案名称: "《样例专项治理工作方案》",
  签发机关: "样例区教体局",
  签发日期: "2021年7月19日",
  ...codeField("12-0123-4567-89AB-CDEF-G"),
};

const subject: Fields = {
  机构名称: "样例培训中心",
  称谓: "你单位",
  统一社会信用代码: "91512081MA62K0260E",
  办学许可证号: "样例许可证号",
  证照类别: "有照无证",
  地址: "样例路1号",
  属地: "样例街道",
  法定代表人: "周某戊",
  举办者: "周某戊",
};

const finding: Fields = {
  编号: 1,
  内容: "已取得办学许可证",
  说明: "没有办学许可证，仍开设数学班（样例）",
  严重程度: "严重",
  依据: "《中华人民共和国民办教育促进法》第十二条",
};
const another: Fields = {
  编号: 2,
  内容: "收费项目和标准已经公示",
  说明: "收费项目没有公示（样例）",
  严重程度: "一般",
  依据: "—",
};

const orderSample: Fields = {
  落款机关: "样例区教体局",
  ...subject,
  主送: "样例培训中心",
  依据文件: "样例依据文件",
  问题: [finding, another].map((one) => ({ ...one, 牵头部门: "样例区教体局" })),
  问题数: 2,
  检查日期: "2021年7月16日",
  要求: ["不得招收新生", "自行拆除教育培训相关广告"].map((demand) => ({ 内容: demand })),
  期限: "自送达之日起10个工作日内",
  法律依据: "《中华人民共和国行政处罚法（2021年修订）》第二十八条",
  已有文书: "整改通知书（样例〔2021〕1号）",
  先行文号: "样例告〔2021〕1号",
  先行送达日期: "2021年7月20日",
  案件编号: 1,
  证据: "现场检查笔录、收费凭证（样例）",
  违反的规定: "《中华人民共和国民办教育促进法》第十二条",
  处罚理由: "样例理由",
  处罚依据: "《中华人民共和国民办教育促进法》第六十四条",
  处罚内容: "罚款 3000元",
  罚款: true,
  听证: true,
  申辩期限: "5个工作日",
  申辩情况: "当事人在规定的期限内没有提出陈述、申辩",
  履行方式: "自收到本决定书之日起十五日内缴到样例银行",
  查实情况: "样例查实情况",
  查封物品: "样例物品",
  查封理由: "样例理由",
  查封自: "2021年7月19日",
  查封至: "2021年8月18日",
  退还费用: "样例退费安排",
  移送材料: "样例材料",
  联系方式: "样例联系人、电话和地址",
  复议诉讼: "可以自收到之日起六十日内向样例机关申请行政复议，也可以自收到之日起六个月内向样例法院提起行政诉讼",
  停办文号: "样例停〔2021〕1号",
  配合部门: "样例区市场监管局",
};

const officers: readonly Fields[] = ["张某甲", "李某乙"].map((name, index) => ({
  姓名: name,
  单位: "样例区教体局",
  执法证号: `样例P000${index + 1}`,
}));

function paperSamples(sha256: string): Record<RestsOn, Fields> {
  const photo = { 图: { sha256, name: "样例照片.jpg" }, 图注: `照片1　样例照片.jpg　${sha256.slice(0, 8)}` };
  const form = { ...subject, 类别: "学科类", 电话: "样例电话" };
  const found = [finding, another].map((one, index) => ({
    ...one,
    检查日期: "2021年7月16日",
    照片: index === 0 ? [photo] : [],
  }));
  const visit = { 检查种类: "排查", 检查人员: officers };
  return {
    检查: {
      ...form,
      ...visit,
      检查地点: "样例路1号",
      检查日期: "2021年7月16日",
      检查结果: "不合格",
      检查项数: 24,
      合格数: 20,
      不合格数: 2,
      不适用数: 2,
      问题: found,
      其他照片: [{ ...photo, 内容: "疏散通道和安全出口畅通" }],
      附件: [{ 名称: "样例录音.m4a", 校验码: "0123456789abcdef" }],
    },
    复查: {
      ...form,
      ...visit,
      检查种类: "复查",
      复查日期: "2021年8月4日",
      整改文号: "样例〔2021〕1号",
      全部整改: false,
      复查: found.map((one, index) => ({
        ...one,
        复查结果: index === 0 ? "已整改" : "部分整改",
        复查情况: "样例复查情况",
      })),
    },
    机构: { ...form, 询问人: officers, 问题: found },
    问题: {
      ...form,
      问题: found,
      承办人: officers,
      执法人员: officers,
      处罚内容: "罚款 200元",
      罚款: true,
    },
    销号: {
      ...form,
      整改文号: "样例〔2021〕1号",
      销号: found.map((one, index) => ({
        ...one,
        问题编号: index + 1,
        发现日期: "2021-07-16",
        复查日期: "2021-08-04",
        复查结果: "已整改",
        复查人员: "王某丙、刘某己",
        销号人: "赵某丁",
        销号日期: "2021-08-05",
      })),
      未销号数: 0,
    },
    文书: {
      送达文书: "整改通知书",
      送达文号: "样例〔2021〕1号",
      文书日期: "2021年7月19日",
      受送达人: "样例培训中心",
      送达方式: "直接送达",
      送达日期: "2021年7月20日",
      送达人: "张某甲、李某乙",
      收件人: "周某戊",
      联系方式: "样例联系人、电话和地址",
      备注: "",
    },
    名单: {
      标题: "样例区校外培训机构名单",
      版次: 1,
      家数: 1,
      公布日期: "2021年11月30日",
      名单: [
        {
          名称: "样例培训中心",
          统一社会信用代码: "91512081MA62K0260E",
          地址: "样例路1号",
          情形: "样例情形",
          依据: "样例依据",
          有效至: "移出为止",
        },
      ],
      异议与更正: "样例渠道",
      校验码: "12-0123-4567-89AB-CDEF-G",
    },
    抽取: {
      抽取编号: "样例抽查〔2021〕1号",
      抽取名称: "样例抽查",
      锁定日期: "2021年8月1日",
      校验码: "0123456789abcdef",
      对象数: 30,
      人员数: 6,
      每处人数: 2,
      回避数: 1,
      比例: [{ 类别: "其他", 对象数: 30, 抽取比例: "10%", 抽取数: 3 }],
      不抽: [],
      所需比特: 12,
      种子比特: 79,
      位数: 24,
      种子来源: "两人以上当场掷十面骰子",
      掷骰: [1, 2].map((no) => ({ 第几: no, 姓名: "", 数字: "", 签名: "" })),
      种子: "503918274655./917362544018./",
      种子说明: "张某甲 503918274655；李某乙 917362544018",
      抽出日期: "2021年8月2日",
      抽中数: 1,
      抽中: [{ 编号: "1", 名称: "样例培训中心", 类别: "其他", 人员: "张某甲、李某乙", 备注: "—" }],
    },
    专项行动: {
      地区: "样例区",
      治理内容: [{ 名称: "安全管理" }, { 名称: "办学资质" }],
      阶段: [{ 阶段号: 1, 名称: "排查摸底", 起: "2021年6月21日", 止: "2021年6月28日" }],
    },
  };
}

/** A grey picture of a camera's shape. */
function samplePhoto() {
  const [width, height] = [640, 480];
  const data = new Uint8Array(width * height * 4).fill(190);
  const bytes = encode({ width, height, data }, 60).data;
  return {
    sha256: createHash("sha256").update(bytes).digest("hex"),
    file: { bytes, type: "jpg" as const, width, height },
  };
}
