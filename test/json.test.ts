/** `--json`, version 1: what commands print is what docs/json.schema.json publishes. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { main } from "../src/cli.ts";
import { demo } from "../src/commands/demo/index.ts";
import type { Io } from "../src/io.ts";
import { officeOf } from "../src/office.ts";
import { testOffice, wordsOf } from "./office.ts";
import { commandIn, faultsOf, published } from "./published-json.ts";

/** Commands that were seen to print what is published. */
const seen = new Set<string>();

interface Checked {
  readonly status: number;
  readonly said: string;
  /** What of its output is not as published. */
  readonly faults: readonly string[];
}

/** Runs a command with --json. */
async function checked(argv: readonly string[], io: Io): Promise<Checked> {
  let [out, err] = ["", ""];
  const sink = { write: (text: string) => void (out += text) };
  const its = { ...io, out: sink, page: sink.write, err: { write: (text: string) => void (err += text) } };
  const status = await main([...argv, "--json=1"], its);
  if (out === "") return { status, said: err, faults: [] };
  const command = commandIn(argv);
  seen.add(command);
  return { status, said: err, faults: faultsOf(command, out, { complete: true }) };
}

/** These write a file of another form. */
const isOther = (word: string): boolean => ["--csv", "--out", "--docx", "--xlsx"].includes(word);

/** After the sample campaign: what is looked up, and what the campaign does not do. */
const afterwards = `
plan list
plan show chuanhui-2021
plan check chuanhui-2021
plan copy chuanhui-2021 我的方案.yaml
plan new --region 样例县 --start 2026-12-01
plan adopt chuanhui-2021 --fill 部门.区教体局.联系方式=样例
person list
person add 样例人员 --unit 区教体局
list
list --phone 138
show 4
import --template 机构
import 样例名册.csv --source 社区排查 --yes
import review
import compare --left 街道摸排 --right 社区排查
import conflicts
import undo --reason 样例
add 名称=样例新设学校 属地=城南办事处 证照类别=有证有照
set 3 电话=13800010009
inspect 12 --by 张某甲,李某乙 --fail 2-1=样例说明,2-2=样例说明
inspect 13 --print
findings
order list
order show 45#
order print 45#
order kinds
order issue 12 --kind 责令整改通知书 --dry-run
order issue 12 --kind 责令整改通知书 --yes
order attempt 46# --outcome 不在 --note 样例
order serve 46# --to 样例负责人 --yes
order return 46# --signed-by 样例负责人
order withdraw 46# --reason 样例
paper list
paper issue 询问笔录 12 --by 张某甲,李某乙 --dry-run
paper issue 询问笔录 12 --by 张某甲,李某乙
paper show 询问笔录〔2026〕1号
paper print 询问笔录〔2026〕1号
template check
template copy 整改通知书
template preview 整改通知书
case list
case show 1
case open 12 --cause 样例案由 --by 张某甲,李某乙 --approver 赵某丁 --acted 2026-11-20
case measure 12 查封 --authority 市市场监管局川汇区分局 --basis 《样例法》第一条 --approver 赵某丁 --by 张某甲,李某乙
evidence list
evidence verify
evidence add 样例佐证.txt --finding 4
evidence export 4 --out 证据夹
deadline --from 2021-09-28 --days 5 --working
calendar show
calendar check
review --due
bucket 5 规范 --reason 样例
bucket
publish show whitelist
publish list
publish past whitelist 8 --title 样例 --number 样例1号
publish reply 4 --list blacklist --text 样例
publish object 4 --list blacklist --reason 样例
publish decide 4 --list blacklist --uphold --reason 样例
publish site --to 网页
publish remove 4 --list blacklist --reason 样例 --yes
opening
opening 检查家次 5 --on 2021-06-22
tally
today --as-of 2021-08-06
today
due --as-of 2021-08-01 --within 7
owed
report --phase 4 --as-of 2021-08-06
report explain 逾期未整改数 --as-of 2021-08-06
report indicators
report issue --phase 4 --as-of 2021-08-06 --yes
report list
report show 1
report diff 1 1
zero
chart
bundle out --team 样例组 --ids 1,2,3 --to 样例.tuban
bundle list
bundle waiting
export --for 样例单位 --purpose 样例 --file 样例.csv
log
correct w3 严重程度=一般 --reason 样例 --source 样例
verify
doctor
witness give --to 见证.json
witness take 见证.json
backup --to 备份.tubk
restore 备份.tubk --to 恢复
ledger copy tuban.db 抄本.db
edition
book
member help
member list
form out --to 检查.xlsx
`;

test("the sample campaign, and what else there is to be done in it", { timeout: 300_000 }, async () => {
  const office = testOffice();
  const folder = join(office.folder, "demo");
  const faults: string[] = [];
  const played = await officeOf(office.io, {}, async (argv, io) => {
    if (argv.some(isOther)) return main(argv, io);
    const ran = await checked(argv, io);
    faults.push(...ran.faults);
    return ran.status;
  });
  await demo(played, folder);
  writeFileSync(
    join(folder, "样例名册.csv"),
    "机构名称,地址,联系电话,所属乡镇\n样例甲培训学校,样例路1号,13800010021,城南办事处\n",
  );
  for (const line of afterwards.trim().split("\n")) {
    const { status, said, faults: more } = await checked(wordsOf(line), { ...office.io, cwd: folder });
    faults.push(...more, ...(status === 0 ? [] : [`tuban ${line}: ${status} ${said}`]));
  }
  expect(faults).toEqual([]);
});

/** Their output is no list and no report: a script, the demo's own transcript; `form in` records as \`inspect --sheet\` and \`book\` do. */
const others = new Set(["demo", "completion", "form in"]);

test("every command that help shows is published", () => {
  const page = readFileSync(join(import.meta.dirname, "../docs/命令.md"), "utf8");
  const commands = [...page.matchAll(/^## tuban (.+)$/gm)].map(([, words = ""]) => words);
  // of a command with others under it, those are published
  const holds = (words: string): boolean => commands.some((other) => other.startsWith(`${words} `));
  expect(commands.filter((words) => !(words in published) && !others.has(words) && !holds(words))).toEqual([]);
});

test("what cannot be done is JSON as well", async () => {
  const { status, err } = await testOffice().run("list --json");
  expect(status).toBe(2);
  expect(faultsOf("problems", err, { complete: true })).toEqual([]);
});

test.each(["--json=2 list", "list --json=x"])(
  "tuban %s: another version is refused before anything is done",
  async (line) => {
    const { status, out, err } = await testOffice().run(line);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain("这个 tuban 写第 1 版");
  },
);
