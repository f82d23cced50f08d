/** An office whose plan has registers (台账) that no shipped plan has. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { testOffice } from "./office.ts";
import type { TestOffice } from "./office.ts";

/** Registers to stand behind the plan's own, of the shape that an official would write down: parts, a limit in each state, a sealed field, papers. */
export const blocks = `  - 名称: 代办
    命令: errand
    原文: 代办事项逐件登记，按时办结
    编号: 代办〔{年}〕{序}号
    关于: [机构]
    关于可缺: 是
    起因: [问题, 走访]
    字段:
      - { 名称: 事项, 必填: 是 }
      - { 名称: 承办单位, 取自: 部门, 多个: 是, 必填: 是, 可统计: 是 }
      - { 名称: 渠道, 选项: [电话, 来信], 可统计: 是 }
      - { 名称: 反映人, 保密: 是 }
    分办: 承办单位
    查重: [机构, 事项]
    状态:
      - { 名称: 待签收, 谁办: 承办单位, 期限: 3个工作日 }
      - { 名称: 办理中, 谁办: 承办单位, 期限: 10个工作日 }
      - { 名称: 待核验, 谁办: 登记单位, 期限: 待填：几日内核验 }
      - { 名称: 已办结, 终: 是 }
      - { 名称: 已撤回, 终: 是 }
    步骤:
      - { 名称: 下发, 到: 待签收, 文书: 代办单 }
      - { 名称: 签收, 从: [待签收], 到: 办理中, 要: [签收人] }
      - { 名称: 延期, 从: [办理中], 到: 办理中, 要: [理由, 新期限], 期满前: 是 }
      - { 名称: 反馈, 从: [办理中], 到: 待核验, 要: [办理情况], 佐证: 是 }
      - { 名称: 办结, 从: [待核验], 到: 已办结, 另一人: 是 }
      - { 名称: 撤回, 从: [待签收, 办理中, 待核验], 到: 已撤回, 要: [理由] }
  - 名称: 走访
    原文: 逐家走访
    关于: [机构]
    字段:
      - { 名称: 情况, 必填: 是 }
      - { 名称: 份数, 取自: 数 }
    数量: 份数
`;

/** Figures over the blocks' registers. */
const figures = `指标:
  - { 名称: 代办件数, 单位: 件, 口径: 期间, 统计: 台账, 其中: { 台账: [代办] } }
  - { 名称: 代办电话件数, 单位: 件, 口径: 期间, 统计: 台账, 其中: { 台账: [代办], 字段: { 渠道: [电话] } } }
  - { 名称: 代办签收份数, 单位: 份, 口径: 期间, 统计: 台账, 计: 步骤, 其中: { 台账: [代办], 步骤: [签收] } }
  - { 名称: 代办未签收份数, 单位: 份, 口径: 时点, 统计: 台账, 计: 在某状态, 其中: { 台账: [代办], 状态: [待签收] } }
  - { 名称: 代办消防逾期份数, 单位: 份, 口径: 时点, 统计: 台账, 计: 在某状态, 其中: { 台账: [代办], 字段: { 承办单位: [区消防救援大队] }, 逾期: 是 } }
  - { 名称: 走访份数, 单位: 份, 口径: 期间, 统计: 台账, 计: 数量, 其中: { 台账: [走访] } }
`;

/** 川汇区's plan with the blocks added; two institutions, two persons of two departments. */
export async function registerOffice(more: string = blocks): Promise<TestOffice> {
  const of = testOffice({ now: "2021-07-30T09:00:00" });
  const plan = readFileSync(join(import.meta.dirname, "../templates/plans/chuanhui-2021.yaml"), "utf8");
  of.write("方案.yaml", `${plan.replace(/^指标:\n/m, figures)}${more}`);
  await of.ok("init --plan 方案.yaml --on 2021-06-01");
  await of.ok("person add 张某甲 --unit 区教体局 --cert A1 --on 2021-06-01");
  await of.ok("person add 李某乙 --unit 区消防救援大队 --cert B1 --on 2021-06-01");
  await of.ok("as 张某甲 --on 2021-06-01");
  of.write("底数.csv", "名称,属地,类别\n阳光培训,城北,学科类\n星星培训,城南,艺术类\n");
  await of.ok("import 底数.csv --source 街道 --on 2021-06-02 --yes");
  of.write("照片.jpg", "一张照片");
  return of;
}
