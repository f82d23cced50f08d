/** What a command reads: one that is about one institution reads the facts of one institution, however many the ledger has. */
import type { KyselyPlugin } from "kysely";
import { expect, test } from "vitest";
import type { Engine } from "../../src/ledger/engines/engine.ts";
import { createSqlite, openSqlite } from "../../src/ledger/engines/sqlite/open.ts";
import { ledgerOn } from "../../src/ledger/ledger.ts";
import { testOffice } from "../office.ts";
import { orderedHalf } from "./ordered-half.ts";
import { fills } from "./order-office.ts";

const institutions = 10_000;
/** Rows of the journal, the plan, the people and the one institution; a ledger of 10,000 institutions has 60,000. */
const few = 120;

let [rows, queries] = [0, 0];
const counting: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  transformResult: async ({ result }) => {
    rows += result.rows.length;
    queries += 1;
    return result;
  },
};
const counted = (engine: Engine): Engine => ({ ...engine, db: engine.db.withPlugin(counting) });

/** About one institution each. */
const acts = [
  "show 5001",
  "inspect 5003 --pass --by 张某甲,李某乙 --yes",
  "show 样例培训中心5002",
  "order issue 5001 --dry-run",
  "order issue 5001 --yes",
  "order serve 川教体改〔2021〕5001号 --to 张某甲",
  "order serve 9998 --to 张某甲",
  "order show 川教体改〔2021〕2501号",
  "order show 2501#",
  "order extend 5002 --to 2021-08-15 --reason 样例 --approver 王某丙",
  "review 5002 --by 王某丙,赵某丁 --result 5002=已整改:拆除了",
  "review 川教体改〔2021〕2503号 --by 王某丙,赵某丁 --result 5006=未整改:还在",
  "close 5004 --as 赵某丁 --evidence 照片.txt",
  "close 川教体改〔2021〕2504号 --as 赵某丁 --evidence 照片.txt",
  "close 样例培训中心5012 --as 赵某丁 --evidence 照片.txt",
  "order withdraw 川教体改〔2021〕5001号 --reason 样例",
  "evidence add 照片.txt --finding 5001",
  "evidence add 照片.txt --order 川教体改〔2021〕2501号",
  "case open 5002 --cause 样例 --by 张某甲,李某乙 --approver 王某丙 --source 检查 --finding 5002",
  "case step 1 调查 --note 样例",
  "case show 1",
  "bucket 5002 规范 --reason 样例",
  "publish notify 5003 --list blacklist --reason 样例",
  "paper issue 送达回证 川教体改〔2021〕2501号",
];

/** About the whole campaign. */
const lists = ["order list", "order list --stage 已到期"];
/** What the plan expects of everybody (应有) goes through the institutions once, and through visits once. */
const expecting = ["", "due"];
/** Names come by some hundreds. */
const mostQueries = 90;
/** An order and the name of whom it is to, for each institution at most; the ledger has six facts of each, and more spans. */
const two = 2 * institutions;

test("账上有一万家，办一家的事，只读一家的账；列清单，只读要列的", { timeout: 120_000 }, async () => {
  const office = testOffice({
    now: "2021-07-23T09:00:00",
    storage: {
      open: async (path) => counted(openSqlite(path)),
      create: async (path) => counted(createSqlite(path)),
    },
  });
  await office.ok(`init --plan chuanhui-2021 ${fills.map((fill) => `--fill ${fill}`).join(" ")} --on 2021-06-21`);
  for (const name of ["张某甲", "李某乙", "王某丙", "赵某丁"])
    await office.ok(`person add ${name} --unit 区教体局 --cert 豫P-${name} --until 2025-12-31 --on 2021-06-21`);
  await office.ok("as 张某甲");
  const ledger = await ledgerOn(openSqlite(`${office.folder}/tuban.db`), () => new Date("2021-07-23T00:59:00Z"));
  await orderedHalf(ledger, institutions);
  await ledger.close();
  office.write("照片.txt", "样例");
  const read: [string, number][] = [];
  for (const line of acts) {
    rows = 0;
    await office.ok(line);
    read.push([line, rows]);
  }
  expect(read.filter(([, count]) => count > few)).toEqual([]);
  expect(Math.min(...read.map(([, count]) => count))).toBeGreaterThan(0);
  const listed: [string, number][] = [];
  for (const line of [...lists, ...expecting]) {
    [rows, queries] = [0, 0];
    await office.ok(line);
    listed.push([`tuban ${line}`, rows]);
    expect(queries, `tuban ${line}: queries`).toBeLessThanOrEqual(mostQueries);
  }
  const most = (line: string): number => (expecting.some((one) => line === `tuban ${one}`) ? 4 * institutions : two);
  expect(listed.filter(([line, count]) => count > most(line))).toEqual([]);
});
