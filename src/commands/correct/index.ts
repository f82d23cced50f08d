/** tuban correct (更正): what was written down wrongly is put right by a further fact; what was recorded and issued stays. */
import { hint, misuse, particular, refuse } from "../../campaign/index.ts";
import type { Day } from "../../campaign/index.ts";
import { correctedText, dayOfFact, issuedBefore } from "../../ledger/corrections.ts";
import type { IssuedBefore } from "../../ledger/corrections.ts";
import type { Db, CorrectionRow } from "../../ledger/tables.ts";
import type { New } from "../../ledger/ledger.ts";
import type { Office } from "../../office.ts";
import { nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { calendarOf } from "../desk/calendar.ts";
import { actOf, openCampaign } from "../desk/campaign.ts";
import { withDays } from "./days.ts";
import { foundIn, listCorrectable } from "./find.ts";
import type { Found, Looked } from "./find.ts";
import { refuseContradicted } from "./outcomes.ts";
import { fieldNamed, readAs } from "./value.ts";

export interface CorrectOptions {
  readonly reason?: string;
  readonly source?: string;
  readonly csv?: boolean;
}

/** Why it is corrected, and what shows that the new value is right. */
type Grounds = Pick<CorrectionRow, "reason" | "source">;

/**
 * tuban correct <事实> 字段=内容 …: records the corrections; with an institution, or without 字段=内容, lists what may be corrected.
 * @throws Stop for a fact or a field that is unknown, a value that cannot be read, is there already or contradicts other facts, no reason or source
 */
export async function correct(
  office: Office,
  named: string,
  values: readonly string[],
  options: CorrectOptions,
): Promise<void> {
  if (values.length === 0) return listCorrectable(office, named, options);
  const grounds = { reason: options.reason?.trim() ?? "", source: options.source?.trim() ?? "" };
  if (grounds.reason === "" || grounds.source === "")
    misuse("no-reason", "更正要写明理由和依据", { hint: "加 --reason 为什么改 --source 凭什么改（材料、谁说的）" });
  const opened = await openCampaign(office);
  const { ledger } = opened;
  const look = (db: Db): Looked => ({ db, opened, asOf: office.today });
  const act = await actOf(office, "correct");
  const before = await foundIn(look(ledger.db), named);
  const on = office.wanted.on ? office.on : await dayOfFact(ledger.db, before.table, before.row);
  const calendar = await calendarOf(office);
  const { value: made, seq } = await ledger.record({ ...act, on }, async (entry) => {
    const found = await foundIn(look(entry.db), named);
    refuseEarlier(found, await dayOfFact(entry.db, found.table, found.row), on);
    const rows: New<CorrectionRow>[] = [];
    for (const text of values) {
      const row = await correctionOf(office, look(entry.db), found, { text, grounds, on });
      await refuseContradicted(entry.db, found, row);
      rows.push(...(await withDays(entry.db, found, row, { calendar, isDated: office.wanted.on })));
    }
    for (const row of rows) await entry.add("correction", row);
    entry.describe(`更正 ${rows.map(changeText).join("；")}：${grounds.reason}`);
    return rows.map((row): CorrectionRow => ({ ...row, id: 0, entry: entry.seq }));
  });
  await tell(office, { rows: made, seq, kept: await issuedBefore(ledger.db, made.slice(0, 1)) });
}

/** @throws Stop */
function refuseEarlier({ called }: Found, first: Day, on: Day): void {
  if (on < first)
    refuse("corrected-before", `${called} 是 ${first} 的，不能从 ${on} 起更正`, {
      hint: hint`核对 ${particular({ on: true })} 的日期；不写，就从 ${first} 起都按更正后的算`,
    });
}

/** 字段=内容 as a row to be recorded. @throws Stop */
async function correctionOf(
  office: Office,
  looked: Looked,
  found: Found,
  { text, grounds, on }: { readonly text: string; readonly grounds: Grounds; readonly on: Day },
): Promise<New<CorrectionRow>> {
  const [, title = "", given = ""] = /^([^=＝]+)[=＝]([\s\S]*)$/.exec(text) ?? [];
  const field = fieldNamed(found, title.trim() || text);
  const value = await readAs(office, looked, found, { field, given });
  if (value === field.was)
    refuse("nothing-corrected", `${found.called} 的${field.title}已经是“${value ?? ""}”`, {
      hint: "核对要改的是哪一件",
    });
  return {
    campaign: found.campaign,
    subject: found.subject,
    fact: found.table,
    fact_id: found.row.id,
    field: field.column,
    what: `${found.called}的${field.title}${found.row["unit"] === "元" && field.as === "quantity" ? "（分）" : ""}`,
    was: field.was,
    value,
    ...grounds,
    happened_on: on,
  };
}

const changeText = ({ what, was, value }: New<CorrectionRow>): string => `${what}“${was ?? ""}”改为“${value ?? ""}”`;

async function tell(
  office: Office,
  {
    rows,
    seq,
    kept,
  }: { readonly rows: readonly CorrectionRow[]; readonly seq: number | null; readonly kept: readonly IssuedBefore[] },
): Promise<void> {
  if (office.json) {
    const { jsonText } = await import("../../write/json.ts");
    const corrected = rows.map(({ fact, fact_id, field, was, value, happened_on }) => ({
      fact: `${fact}#${fact_id}`,
      field,
      was,
      value,
      on: happened_on,
    }));
    const issued = kept.map(({ table, id, called }) => ({ fact: `${table}#${id}`, called }));
    office.io.out.write(jsonText({ entry: seq, corrected, issuedBefore: issued }));
    return;
  }
  for (const row of rows)
    office.io.out.write(`${plain(`已更正：${correctedText(row)}，自 ${row.happened_on} 起按更正后的算`)}\n`);
  if (kept.length > 0)
    office.io.out.write(
      `${plain(`更正前签发的 ${kept.length} 份不改，出示时标“已更正”：${kept.map(({ called }) => called).join("、")}`)}\n`,
    );
  office.io.err.write(nextSteps([`tuban undo ${seq ?? ""} --reason 原因`], office.io));
}
