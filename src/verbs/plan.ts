import { collect, examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { NewPlanOptions, PlanFills } from "../commands/plan.ts";

const work = () => import("../commands/plan.ts");

export const planVerb: Verb = (plan, run) => {
  plan
    .command("list")
    .description("随附的方案")
    .action(() => run(async (office) => (await work()).planList(office)));
  plan
    .command("show [方案]")
    .description("把方案念一遍：阶段、检查项、处置路由、文书、名单、指标；不写名字的，看账本里采用的")
    .action((name: string | undefined) => run(async (office) => (await work()).planShow(office, name)));
  plan
    .command("check [方案]")
    .description("一次查出方案文件里的全部毛病，并列出待填处；不写名字的，查账本里采用的")
    .action((name: string | undefined) => run(async (office) => (await work()).planCheck(office, name)));
  plan
    .command("copy <方案> <文件>")
    .description("复制一份随附的方案来改")
    .option("--fill <路径=内容>", "顺手填上待填处，可写多次", collect)
    .action((name: string, file: string, options: PlanFills) =>
      run(async (office) => (await work()).planCopy(office, name, file, options)),
    );
  plan
    .command("new")
    .description("照一份方案，写出本地区、这一次行动的方案")
    .requiredOption("--region <地区>", "县（市、区）的名称，如 清河县")
    .requiredOption("--start <日期>", "行动从哪一天开始，各阶段依次后移")
    .option("--from <方案>", "照哪一份改（默认现行法律的范本 model-2026）")
    .option("--look-back <方案>", "承接账上的哪一次行动，回头看")
    .option("--code <代号>", "方案代号（默认地区拼音加年份）")
    .option("--out <文件>", "写到哪里（默认 代号.yaml）")
    .option("--fill <路径=内容>", "顺手填上待填处，可写多次", collect)
    .action((options: NewPlanOptions) => run(async (office) => (await work()).planNew(office, options)));
  plan
    .command("adopt <方案>")
    .description("采用方案：编号或 YAML 文件；改过再采用就是新的一版")
    .option("--fill <路径=内容>", "填上待填处，可写多次", collect)
    .action((name: string, options: PlanFills) =>
      run(async (office) => (await work()).planAdopt(office, name, options)),
    );
  plan.addHelpText(
    "after",
    examples(
      ["tuban plan new --region 清河县 --start 2026-12-01", "照现行法律的范本，写出本县的方案"],
      ["tuban plan new --region 清河县 --start 2026-12-01 --from chuanhui-2021", "照川汇区 2021 年的方案"],
      ["tuban plan copy chuanhui-2021 我的方案.yaml", "复制出来，用记事本改"],
      ["tuban plan check 我的方案.yaml", "查毛病，指到行和列"],
      ["tuban plan adopt 我的方案.yaml", "采用"],
      ["tuban plan check", "账本里采用的方案还有哪些待填"],
    ),
  );
};
