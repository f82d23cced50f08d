import type { Command } from "commander";
import { misuse } from "../base/problem.ts";
import type { ListName, ListingChange } from "../campaign/index.ts";
import { collect, examples } from "./verb.ts";
import type { RunWork, Verb, Work } from "./verb.ts";
import type { PastOptions } from "../commands/publish/past.ts";
import type { PublishOptions } from "../commands/publish/publish.ts";

interface ChangeOptions {
  readonly list?: ListName;
  readonly reason?: string;
}

export const publishVerb: Verb = (publish, run) => {
  declareList(publish, run, "whitelist", "白名单");
  declareList(publish, run, "blacklist", "黑名单");
  publish
    .command("show <名单> [版次]")
    .description("已公布的一版，一字不改（默认最新一版）")
    .option("--csv", "输出 CSV")
    .action((list: string, version: string | undefined, options: { csv?: boolean }) =>
      run(async (office) =>
        (await import("../commands/publish/show.ts")).publishShow(
          office,
          listNamed(list),
          version === undefined ? null : versionOf(version),
          options,
        ),
      ),
    );
  publish
    .command("list")
    .description("谁在哪个名单上，自何时、至何时，哪些要尽快撤下")
    .option("--list <名单>", "只看 whitelist 或 blacklist", listNamed)
    .option("--csv", "输出 CSV")
    .action((options: { list?: ListName; csv?: boolean }) =>
      run(async (office) => (await import("../commands/publish/standing.ts")).publishList(office, options)),
    );
  publish
    .command("past <名单> [机构]")
    .description("补录启用账本以前公布的一版：原来的标题、文号、日期，不另出文件")
    .option("--file <表>", "名单的表（CSV、Excel），有机构名称或统一社会信用代码一列")
    .option("--title <标题>", "原来的标题")
    .option("--number <文号>", "原来的文号")
    .option("--situation <情形>", "列入的情形（方案里的一种）")
    .option("--until <日期>", "公布到哪天；不写按方案")
    .option("--scan <文件>", "扫描件，可写多次", collect)
    .action((list: string, subjects: string | undefined, options: PastOptions) =>
      run(async (office) =>
        (await import("../commands/publish/past.ts")).publishPast(office, listNamed(list), subjects, options),
      ),
    );
  publish
    .command("site")
    .description("给家长看的网页：已公布的名单，能按名称、拼音、地址查，连同 CSV、JSON、变动订阅")
    .requiredOption("--to <文件夹>", "写到哪里；以前写出的会更新，别人的文件不会覆盖")
    .action((options: { to: string }) =>
      run(async (office) => (await import("../commands/publish/site/index.ts")).publishSite(office, options)),
    );
  declareChange(publish, run, "notify", "告知", "告知拟列入（公示）");
  declareChange(publish, run, "object", "异议", "登记当事人的异议");
  publish
    .command("reply <机构>")
    .description("登记当事人的说明：原话放在网页上它的旁边，注明未经核实")
    .requiredOption("--list <名单>", "whitelist 或 blacklist", listNamed)
    .requiredOption("--text <文字>", "当事人的原话")
    .action((subject: string, options: { list: ListName; text: string }) =>
      run(async (office) => (await import("../commands/publish/reply.ts")).publishReply(office, subject, options)),
    );
  declareChange(publish, run, "remove", "移出", "移出名单");
  declareDecision(publish, run);
  declareWhitelistChange(publish, run, "suspend", "整改中", "移出白名单·整改中：整改到位可以恢复");
  declareWhitelistChange(publish, run, "restore", "恢复", "整改到位、检查合格，恢复列入白名单");
  publish.addHelpText(
    "after",
    examples(
      ["tuban publish whitelist --preview", "谁能列入、谁暂缓、为什么，以及公开文本的样子"],
      ['tuban publish blacklist --contact "区教体局基础教育股"', "公布黑名单，写入 名单/黑名单-第1版.md 和 .csv"],
      ["tuban publish whitelist --only 3,5 --batch 第二批", "第二批只新列入 3、5 两家，以前列入的继续在列"],
      ["tuban publish past 白名单 --file 第一批.xlsx --number 清教〔2026〕3号 --on 2026-09-10", "补录纸上公布过的一版"],
      ["tuban publish site --to 网页", "写出给家长看的网页，双击 网页/index.html 就能看"],
      ["tuban publish remove 12 --list blacklist --reason 处罚决定已撤销", "移出黑名单"],
    ),
  );
};

function declareList(publish: Command, run: RunWork, word: string, list: ListName): void {
  publish
    .command(word)
    .description(`${list}：列出候选和暂缓的理由，预览后公布一版`)
    .option("--preview", "只看候选和公开文本，不公布")
    .option("--out <文件夹>", "公开文本写到哪里（默认账本旁的 名单 文件夹）")
    .option("--all", "连同不符合列入情形的一起列出")
    .option("--only <机构>", "还没列入的里只列这几家，如 3,5；其余候选留到以后的批次")
    .option("--batch <名称>", "这一版叫第几批，如 第二批；写进标题")
    .option("--contact <文字>", "异议与更正的联系方式（方案没有填时）")
    .option("--csv", "候选表输出 CSV")
    .action((options: PublishOptions) =>
      run(async (office) => (await import("../commands/publish/publish.ts")).publish(office, list, options)),
    );
}

function declareChange(publish: Command, run: RunWork, word: string, change: ListingChange, description: string): void {
  publish
    .command(`${word} <机构>`)
    .description(description)
    .requiredOption("--list <名单>", "whitelist 或 blacklist", listNamed)
    .option("--reason <理由>", "理由")
    .action((subject: string, options: ChangeOptions) =>
      run(async (office) => changed(office, subject, change, options.list ?? "白名单", options.reason)),
    );
}

function declareWhitelistChange(
  publish: Command,
  run: RunWork,
  word: string,
  change: ListingChange,
  description: string,
): void {
  publish
    .command(`${word} <机构>`)
    .description(description)
    .option("--reason <理由>", "理由")
    .action((subject: string, options: ChangeOptions) =>
      run(async (office) => changed(office, subject, change, "白名单", options.reason)),
    );
}

function declareDecision(publish: Command, run: RunWork): void {
  publish
    .command("decide <机构>")
    .description("异议复核的结论：维持或撤销")
    .requiredOption("--list <名单>", "whitelist 或 blacklist", listNamed)
    .option("--uphold", "维持")
    .option("--revoke", "撤销")
    .option("--reason <理由>", "理由")
    .action((subject: string, options: ChangeOptions & { uphold?: boolean; revoke?: boolean }) =>
      run(async (office) => {
        if (options.uphold === options.revoke)
          misuse("one-decision", "复核结论要二选一", { hint: "--uphold 维持，或 --revoke 撤销" });
        await changed(
          office,
          subject,
          options.revoke ? "复核撤销" : "复核维持",
          options.list ?? "白名单",
          options.reason,
        );
      }),
    );
}

async function changed(
  office: Parameters<Work>[0],
  subject: string,
  change: ListingChange,
  list: ListName,
  reason: string | undefined,
): Promise<void> {
  const { publishChange } = await import("../commands/publish/change.ts");
  await publishChange(office, subject, { list, change, reason });
}

const lists: Readonly<Record<string, ListName>> = {
  whitelist: "白名单",
  blacklist: "黑名单",
  白名单: "白名单",
  黑名单: "黑名单",
};

function listNamed(text: string): ListName {
  const list = Object.hasOwn(lists, text) ? lists[text] : undefined;
  return (
    list ?? misuse("unknown-list", `没有这个名单：${text}`, { hint: "写 whitelist（白名单）或 blacklist（黑名单）" })
  );
}

function versionOf(text: string): number {
  const digits = /^第?(\d{1,6})版?$/.exec(text)?.[1];
  return digits === undefined
    ? misuse("bad-version", `版次看不懂：${text}`, { hint: "写成 1 或 第1版" })
    : Number(digits);
}
