/**
 * Problems that only a server gives: met on the server of this run, and kept in test/problems/服务器.json, which the page of all problems
 * is made from where no server is tested (`npx vitest run test/problems-server.test.ts -u`).
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { Stop } from "../src/campaign/index.ts";
import type { Day, Problem } from "../src/campaign/index.ts";
import { openPostgres } from "../src/ledger/engines/postgres/open.ts";
import { storage } from "../src/ledger/engines/storage.ts";
import { homeOf } from "../src/ledger/home.ts";
import { ledgerOn } from "../src/ledger/ledger.ts";
import { hintText } from "../src/write/next.ts";
import { testOffice } from "./office.ts";
import { cableTo } from "./postgres/cable.ts";
import { administer, databaseWithLedger, emptyDatabase, isTested } from "./postgres/database.ts";

interface Met {
  readonly typed: string;
  readonly status: number;
  readonly problem: Problem;
}

const plainPlace = "postgres://office@server/tuban";

describe.skipIf(!isTested)("what only a server says", () => {
  test("each of them", { timeout: 240_000 }, async () => {
    const place = await emptyDatabase();
    const database = place.split("/").at(-1) ?? "";
    const [owner, colleague] = [`${database}_boss`, `${database}_zhang`];
    await administer(async (client) => {
      await client.query(`create role ${owner} login createrole`);
      await client.query(`create role ${colleague} login`);
      await client.query(`alter database ${database} owner to ${owner}`);
    });
    const at = (login: string): string => place.replace("tuban@", `${login}@`);
    const plain = (text: string): string =>
      text
        .replaceAll(office.folder, ".")
        .replaceAll(/postgres:\/\/[^\s，]*/g, plainPlace)
        .replaceAll(/[0-9a-f]{2}\/[0-9a-f]{64}/g, "…")
        .replaceAll(`${database}_`, "")
        .replaceAll(database, "tuban");
    const met: Met[] = [];
    const note = (typed: string, status: number, problems: readonly Problem[]): void => {
      for (const { code, message, hint } of problems)
        met.push({
          typed: plain(typed),
          status,
          problem: { code, message: plain(message), ...(hint === undefined ? {} : { hint: plain(hintText(hint)) }) },
        });
    };
    const office = testOffice({ storage });
    const { evidence } = homeOf(place, office.folder);
    const boss = `--ledger ${at(owner)}`;
    const refused = async (line: string, by = boss): Promise<void> => {
      const { status, err } = await office.run(`${line} ${by} --json`);
      note(
        `tuban ${line} --ledger ${plainPlace}`,
        status,
        (JSON.parse(err.slice(err.indexOf("{"))) as { problems: Problem[] }).problems,
      );
    };

    await office.ok(`init --plan chuanhui-2021 ${boss} --files db`);
    for (const name of ["张某甲", "李某乙"])
      await office.ok(`person add ${name} --unit 区教体局 --cert ${name}证 --until 2030-01-01 ${boss}`);
    await office.ok(`add 名称=样例培训中心 属地=样例镇 --as 张某甲 ${boss}`);
    await office.ok(`ledger roles --give ${colleague}=检查 ${boss}`);
    await refused("backup --to 备份.tubk");
    await refused(`ledger roles --give ${database}_nobody=检查`);
    await refused(`ledger roles --take ${database}_nobody`);
    await refused(`ledger roles --take ${owner}`);
    await refused("ledger roles --take 张", `--ledger ${at(colleague)}`);
    office.write("照片.jpg", "一张照片");
    await office.ok(`set 1 证照类别=无证无照 --as 张某甲 ${boss}`);
    office.answer(true);
    office.meanwhile(async () => rmSync(evidence, { recursive: true }));
    await refused("inspect 1 --fail 1-1=堵了 --evidence 照片.jpg --by 张某甲,李某乙 --as 张某甲");
    await administer(async (client) => {
      await client.query(`delete from migration where no = (select max(no) from migration)`);
    }, database);
    await refused("list", `--ledger ${at(colleague)}`);

    const cable = await cableTo(await databaseWithLedger());
    const ledger = await ledgerOn(await openPostgres(cable.place), () => new Date("2021-07-20T02:00:00Z"));
    onTestFinished(() => ledger.close());
    cable.cut("before its answer", { forGood: true });
    const act = { command: "person add", actor: "张某甲", on: "2021-07-20" as Day };
    const person = { name: "李某乙", unit: "区教体局", certificate: null, certificate_until: null, team: null };
    try {
      await ledger.record(act, (entry) => entry.add("person", { ...person, happened_on: act.on }));
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      note(`tuban person add 李某乙 --unit 区教体局 --ledger ${plainPlace}`, error.exit, error.problems);
    }
    await expect(`${JSON.stringify(met, null, 2)}\n`).toMatchFileSnapshot(
      join(import.meta.dirname, "problems/服务器.json"),
    );
  });
});
