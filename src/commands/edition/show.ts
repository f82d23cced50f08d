/** tuban edition, tuban edition show, tuban edition diff: the tables of the plan, one version as it was frozen, and what changed. */
import { editionChanges, misuse } from "../../campaign/index.ts";
import { editionsNow } from "../../ledger/acts/editions.ts";
import type { EditionNow } from "../../ledger/acts/editions.ts";
import type { Office } from "../../office.ts";
import { plainLines } from "../../write/plain.ts";
import { openCampaignAsOf } from "../desk/campaign.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";
import { print } from "../desk/print.ts";
import { editionNamed, labelOf, sheetOf } from "./table.ts";
import { editionTable } from "./rows.ts";

interface CsvOption {
  readonly csv?: boolean;
}

/** tuban edition */
export async function editionList(office: Office, options: CsvOption): Promise<void> {
  const { ledger, code, plan } = await openCampaignAsOf(office);
  const versions = await editionsNow(ledger.db, office.asOf, { campaign: code });
  const last = (name: string): EditionNow | undefined => versions.findLast(({ row }) => row.name === name);
  await print(
    office,
    {
      title: `编印（截至 ${office.asOf}，${(plan.editions ?? []).length} 种）`,
      columns: [
        { key: "name", title: "名称", value: ({ name }) => name },
        { key: "public", title: "公开", value: ({ isPublic }) => isPublic },
        { key: "version", title: "版次", kind: "number", value: ({ name }) => last(name)?.row.version ?? null },
        { key: "on", title: "编印", kind: "day", value: ({ name }) => last(name)?.row.happened_on ?? null },
        { key: "rows", title: "行数", kind: "number", value: ({ name }) => last(name)?.table.rows.length ?? null },
        { key: "text", title: "原文", width: 40, value: ({ text }) => text },
      ],
      rows: plan.editions ?? [],
    },
    options,
  );
}

/** tuban edition show: a version, letter for letter. */
export async function editionShow(
  office: Office,
  name: string,
  version: string | undefined,
  options: CsvOption,
): Promise<void> {
  const opened = await openCampaignAsOf(office);
  const rule = editionNamed(opened, name);
  const { table, row } = await versionMeant(office, opened, rule.name, version);
  if (office.json || options.csv === true) return print(office, sheetOf(rule.name, table), options);
  office.io.out.write(plainLines(row.markdown));
}

/** tuban edition diff: what has come, gone and changed since a version (the last, unless one is named), as of today. */
export async function editionDiff(
  office: Office,
  name: string,
  version: string | undefined,
  options: CsvOption,
): Promise<void> {
  const opened = await openCampaignAsOf(office);
  const rule = editionNamed(opened, name);
  const before = await versionMeant(office, opened, rule.name, version);
  const now = await opened.ledger.read((db) => editionTable(db, opened, rule, office.asOf));
  const changes = editionChanges(before.table, now);
  await print(
    office,
    {
      title: `${rule.name}：第${before.row.version}版（${before.row.as_of}）以后的变动（截至 ${office.asOf}，${changes.length} 处）`,
      columns: [
        { key: "change", title: "变动", value: ({ change }) => change },
        { key: "row", title: "哪一行", value: labelOf },
        { key: "what", title: "改了什么", value: ({ what }) => what },
      ],
      rows: changes,
    },
    options,
  );
}

/** The version of that number, or the last one. @throws Stop where there is none */
async function versionMeant(
  { asOf }: Office,
  { ledger, code }: OpenedCampaign,
  name: string,
  version: string | undefined,
): Promise<EditionNow> {
  const versions = await editionsNow(ledger.db, asOf, { campaign: code, name });
  const found = version === undefined ? versions.at(-1) : versions.find(({ row }) => row.version === numberOf(version));
  return (
    found ??
    misuse("no-edition", `${name}还没有${version === undefined ? "编印过" : `第 ${version} 版`}`, {
      hint: `编印一版：tuban edition issue ${name}`,
    })
  );
}

function numberOf(text: string): number {
  const digits = /^第?(\d{1,6})版?$/.exec(text)?.[1];
  return digits === undefined
    ? misuse("bad-version", `版次看不懂：${text}`, { hint: "写成 1 或 第1版" })
    : Number(digits);
}
