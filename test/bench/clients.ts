/**
 * Many computers in the ledgers of two counties on a server for a while: each runs command after command (list, visit, order, service,
 * re-check, a clue and its step, report). Prints how long they took, what was refused, and whether numbers and chains are whole. Run by
 * clients.mjs: node clients.cjs <clients> <seconds> <folder> <each | here>
 */
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { main } from "../../src/cli.ts";
import type { Io } from "../../src/io.ts";
import { storage } from "../../src/ledger/engines/storage.ts";
import { ledgerOn } from "../../src/ledger/ledger.ts";
import { verifyChain } from "../../src/ledger/verify/chain.ts";
import { lazyAsker } from "../../src/terminal/ask.ts";
import { startServer } from "../postgres/server.ts";

const [clients = 20, seconds = 60] = process.argv.slice(2, 4).map(Number);
const folder = process.argv[4] ?? "";
/** Whether the commands run in this process. */
const here = process.argv[5] === "here";
const program = join(process.cwd(), "bin/tuban.cjs");

interface Answer {
  readonly milliseconds: number;
  readonly status: number;
  readonly said: string;
}

const ask = (at: string, words: readonly string[]): Promise<Answer> => (here ? askHere : askProgram)(at, words);

/** Nobody sits there; what is said is kept. */
async function askHere(at: string, words: readonly string[]): Promise<Answer> {
  const start = performance.now();
  let said = "";
  const nothing = (): void => undefined;
  const io: Io = {
    out: { write: nothing },
    err: { write: (text) => void (said += text) },
    page: nothing,
    interactive: false,
    width: 100,
    color: false,
    cwd: at,
    env: {},
    ask: lazyAsker({ input: process.stdin, output: process.stderr, interactive: false }),
    storage,
    input: () => null,
    now: () => new Date(),
  };
  const status = await main(words, io);
  return { milliseconds: performance.now() - start, status, said };
}

function askProgram(at: string, words: readonly string[]): Promise<Answer> {
  const start = performance.now();
  const child = spawn(process.execPath, [program, ...words], { cwd: at, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  return new Promise((done) => {
    child.on("close", (status) => done({ milliseconds: performance.now() - start, status: status ?? 70, said }));
  });
}

async function work(client: number, place: string, until: number, answers: Map<string, Answer[]>): Promise<void> {
  const at = join(folder, `pc${client}`);
  mkdirSync(at);
  const run = async (words: string): Promise<boolean> => {
    const answer = await ask(at, [...words.split(" "), "--as", "张某甲", "--ledger", place]);
    const [verb = ""] = words.split(" ");
    answers.set(verb, [...(answers.get(verb) ?? []), answer]);
    return answer.status === 0;
  };
  for (let nth = 1; Date.now() < until; nth += 1) {
    const name = `第${client}台第${nth}家（样例）`;
    writeFileSync(join(at, "新.csv"), `名称,地址,属地\n${name},样例路${client}-${nth}号,样例镇\n`);
    const steps = [
      "import 新.csv --yes",
      `inspect ${name} --fail 5-1=办了等级测试 --by 张某甲,李某乙`,
      `order issue ${name} --kind 整改通知书 --days 10 --yes`,
      `order serve ${name} --method 直接送达 --to 样例人 --by 张某甲,李某乙 --yes`,
      `review ${name} --by 张某甲,李某乙 --result 全部=已整改:已停止 --yes`,
      `clue add ${name} 来源=举报电话 内容=第${client}台记下的第${nth}件`,
      "report",
    ];
    for (const step of steps) if (Date.now() >= until || !(await run(step))) break;
  }
}

/** What one county's ledger holds in the end. */
async function found(place: string): Promise<object> {
  const ledger = await ledgerOn(await storage.open(place), () => new Date());
  const { entries, facts, faults } = await verifyChain(ledger.db);
  const orders = await ledger.db.selectFrom("orders").select("number").orderBy("id").execute();
  await ledger.close();
  const isWhole = orders.every(({ number }, at) => number.endsWith(`〕${at + 1}号`));
  return { entries, facts, faults: faults.length, orders: orders.length, isWhole };
}

function tell(verb: string, ours: readonly Answer[]): void {
  const times = ours.map(({ milliseconds }) => milliseconds).toSorted((one, other) => one - other);
  const at = (part: number): number => Math.round(times[Math.floor(times.length * part)] ?? 0);
  const refused = ours.filter(({ status }) => status !== 0);
  const busy = refused.filter(({ said }) => said.includes("账本正被")).length;
  console.log(
    `${verb}: ${ours.length}, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, busy ${busy}, other ${refused.length - busy}`,
  );
  for (const { said } of refused.filter((one) => !one.said.includes("账本正被")).slice(0, 2))
    console.log(`  ${said.slice(0, 200)}`);
}

async function measured(): Promise<void> {
  const server = await startServer();
  try {
    const administrator = new pg.Client({ host: "127.0.0.1", port: server.port, user: "tuban", database: "postgres" });
    await administrator.connect();
    await administrator.query("create database city");
    await administrator.end();
    const counties = ["川汇", "淮阳"].map((name) => `postgres://tuban@127.0.0.1:${server.port}/city?schema=${name}`);
    for (const place of counties) {
      await ask(folder, ["init", "--plan", "chuanhui-2021", "--ledger", place]);
      for (const name of ["张某甲", "李某乙"])
        await ask(folder, ["person", "add", name, "--unit", "区教体局", "--cert", `${name}证`, "--ledger", place]);
    }
    const answers = new Map<string, Answer[]>();
    const until = Date.now() + seconds * 1000;
    const at = (nth: number): string => counties[nth % counties.length] ?? "";
    await Promise.all(Array.from({ length: clients }, (_, nth) => work(nth + 1, at(nth), until, answers)));
    for (const [verb, ours] of answers) tell(verb, ours);
    const all = [...answers.values()].flat();
    const done = all.filter(({ status }) => status === 0).length;
    console.log(JSON.stringify({ clients, seconds, commands: all.length, done, load: Math.round(loadavg()[0] ?? 0) }));
    for (const place of counties) console.log(JSON.stringify(await found(place)));
  } finally {
    await server.stop();
  }
}

void measured();
