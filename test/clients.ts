/** Computers that work in one ledger on a server at the same time, each with its own folder of papers. */
import { storage } from "../src/ledger/engines/storage.ts";
import { testOffice } from "./office.ts";
import type { TestOffice } from "./office.ts";

/** One command: how long it took, and what it said when it did not succeed. */
export interface Asked {
  readonly command: string;
  readonly milliseconds: number;
  readonly refusal: string | null;
}

/** A ledger on the server, ready for work: a plan, two officers and a third who closes. */
export async function prepare(place: string, at: string): Promise<void> {
  const office = testOffice({ storage, at });
  await office.ok(`init --plan chuanhui-2021 --ledger ${place}`);
  for (const name of ["张某甲", "李某乙", "王某丙"])
    await office.ok(`person add ${name} --unit 区教体局 --cert ${name}证 --until 2030-01-01 --ledger ${place}`);
}

export const clientAt = (at: string): TestOffice => testOffice({ storage, at });

/**
 * One round of a client: a list of one institution, its visit, the order, the service, the review that finds it mended, the closing, a
 * report. A command that is refused because the ledger is busy is run again, as a person would; every other refusal ends the round.
 */
export async function round(office: TestOffice, place: string, name: string, asked: Asked[]): Promise<void> {
  const run = async (line: string, by = "张某甲"): Promise<string | null> => {
    for (let nth = 1; ; nth += 1) {
      const start = performance.now();
      const { status, out, err } = await office.run(`${line} --as ${by} --ledger ${place}`);
      const refusal = status === 0 ? null : err;
      asked.push({ command: line.split(" ")[0] ?? "", milliseconds: performance.now() - start, refusal });
      if (refusal === null) return out;
      if (!refusal.includes("账本正被") || nth === 10) return null;
    }
  };
  office.write(`${name}.jpg`, `整改后的照片：${name}`);
  office.write(`${name}.csv`, `名称,地址,属地\n${name},${name}路1号,样例镇\n`);
  if ((await run(`import ${name}.csv --yes`)) === null) return;
  if ((await run(`inspect ${name} --fail 5-1=办了等级测试 --by 张某甲,李某乙`)) === null) return;
  const issued = await run(`order issue ${name} --kind 整改通知书 --days 10 --yes --json`);
  if (issued === null) return;
  const { orders } = JSON.parse(issued) as { orders: readonly { readonly findings: readonly number[] }[] };
  const finding = orders[0]?.findings[0] ?? 0;
  if ((await run(`order serve ${name} --method 直接送达 --to 样例人 --by 张某甲,李某乙 --yes`)) === null) return;
  if (
    (await run(
      `review ${name} --by 张某甲,李某乙 --result ${finding}=已整改 --evidence ${finding}=${name}.jpg --yes`,
    )) === null
  )
    return;
  if ((await run(`close ${name} --yes`, "王某丙")) === null) return;
  await run("report");
}
