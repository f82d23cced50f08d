/** tuban report list, show, diff: the returns sent, one of them, and what differs. */
import { amountText, changeText } from "../../campaign/index.ts";
import type { Unit } from "../../campaign/index.ts";
import { markedCorrected } from "../../ledger/corrections.ts";
import { returnsOf } from "../../ledger/numbers/returns.ts";
import type { ReturnRow } from "../../ledger/tables.ts";
import type { Office } from "../../office.ts";
import { openCampaignAsOf } from "../desk/campaign.ts";
import { print } from "../desk/print.ts";
import { correctedHead, correctedMark } from "../desk/corrected.ts";
import { opened, returnNamed } from "./frozen.ts";
import type { Adjustment, FrozenFigure } from "./frozen.ts";
import { countedFor, indicatorsOf } from "./counted.ts";
import { changesSince } from "./reconcile.ts";
import { noTown } from "./words.ts";

interface ListOptions {
  readonly csv?: boolean;
}

/** tuban report list */
export async function reportList(office: Office, options: ListOptions): Promise<void> {
  const { ledger, code } = await openCampaignAsOf(office);
  const corrected = await markedCorrected(ledger.db, { asOf: office.asOf, campaign: code }, "issued_return");
  await print(
    office,
    {
      title: "已签发的报表",
      columns: [
        { key: "id", title: "序号", kind: "number", value: ({ id }: ReturnRow) => id },
        { key: "number", title: "编号", value: ({ number }) => number },
        { key: "from", title: "起", kind: "day", value: ({ begins }) => begins },
        { key: "asOf", title: "截至", kind: "day", value: ({ cut_off }) => cut_off },
        { key: "issuedOn", title: "签发", kind: "day", value: ({ happened_on }) => happened_on },
        { key: "adjustments", title: "调整", kind: "number", value: (row) => opened(row).frozen.adjustments.length },
        { key: "override", title: "带问题签发的理由", value: (row) => opened(row).frozen.override },
        { key: "sha256", title: "校验值", kind: "code", value: ({ sha256 }) => sha256.slice(0, 12) },
        ...(corrected.size === 0 && !office.json && options.csv !== true
          ? []
          : [
              {
                key: "corrected",
                title: correctedMark,
                value: ({ id }: ReturnRow) => corrected.get(id)?.join("；") ?? null,
              },
            ]),
      ],
      rows: await returnsOf(ledger.db, code),
    },
    options,
  );
}

/** tuban report show: the return as it was sent, checked against its seal; as a Word file where one is asked for. */
export async function reportShow(office: Office, number: string, options: { readonly docx?: string }): Promise<void> {
  const { ledger, code, plan } = await openCampaignAsOf(office);
  const row = returnNamed(await returnsOf(ledger.db, code), number);
  const { frozen, rows } = opened(row);
  const marked = await markedCorrected(ledger.db, { asOf: office.asOf, campaign: code }, "issued_return");
  const corrected = marked.get(row.id) ?? [];
  if (options.docx !== undefined) {
    const { writeWord } = await import("./word.ts");
    await writeWord(office, options.docx, row.markdown);
  }
  if (!office.json) {
    if (options.docx === undefined) office.io.out.write(`${correctedHead(corrected)}${row.markdown}`);
    return;
  }
  const { jsonText } = await import("../../write/json.ts");
  const { number: own, kind, begins, cut_off: asOf, sha256, happened_on: issuedOn } = row;
  office.io.out.write(
    jsonText({
      region: plan.region.name,
      number: own,
      kind,
      from: begins,
      asOf,
      issuedOn,
      sha256,
      corrected,
      ...frozen,
      rows,
    }),
  );
}

/** tuban report diff: two returns side by side; or one and what the ledger says of its days now. */
export async function reportDiff(
  office: Office,
  one: string,
  other: string | undefined,
  options: ListOptions,
): Promise<void> {
  const { ledger, code, plan, startedOn } = await openCampaignAsOf(office);
  const returns = await returnsOf(ledger.db, code);
  const first = returnNamed(returns, one);
  if (other !== undefined) return compare(office, first, returnNamed(returns, other), options);
  const names = opened(first).frozen.figures.map(({ name }) => name);
  const counted = countedFor(indicatorsOf(plan, names), plan);
  const rows = await ledger.read((db) => changesSince(db, { code, plan, startedOn }, first, counted, office.asOf));
  if (rows.length === 0 && !office.json && !options.csv) {
    office.io.out.write(`${first.number} 签发以来，它的各数没有变动\n`);
    return;
  }
  await print(office, { title: `${first.number} 签发以来的变动`, columns: adjustmentColumns, rows }, options);
}

const adjustmentColumns = [
  { key: "indicator", title: "指标", value: ({ indicator }: Adjustment) => indicator },
  { key: "amount", title: "增减", kind: "number", value: ({ amount }: Adjustment) => amount },
  { key: "fact", title: "事实", kind: "code", value: ({ fact }: Adjustment) => fact },
  { key: "subject", title: "编号", kind: "number", value: ({ subject }: Adjustment) => subject },
  { key: "name", title: "机构", value: ({ name }: Adjustment) => name },
  { key: "town", title: "属地", value: ({ town }: Adjustment) => town ?? noTown },
  { key: "day", title: "日期", kind: "day", value: ({ day }: Adjustment) => day },
  { key: "label", title: "内容", value: ({ label }: Adjustment) => label },
  { key: "why", title: "原因", value: ({ why }: Adjustment) => why },
] as const;

async function compare(office: Office, one: ReturnRow, other: ReturnRow, options: ListOptions): Promise<void> {
  const [before, after] = [opened(one).frozen.figures, opened(other).frozen.figures];
  const names = [...new Set([...before, ...after].map(({ name }) => name))];
  const rows = names.map((name) => ({
    name,
    before: before.find((figure) => figure.name === name),
    after: after.find((figure) => figure.name === name),
  }));
  const text = (figure: FrozenFigure | undefined): string => (figure ? amountText(figure.value, figure.unit) : "未列");
  await print(
    office,
    {
      title: `${one.number} 与 ${other.number}`,
      columns: [
        { key: "name", title: "指标", value: ({ name }: (typeof rows)[number]) => name },
        { key: "unit", title: "单位", value: (row) => (row.after ?? row.before)?.unit ?? null },
        { key: "before", title: one.number, align: "right", value: (row) => text(row.before) },
        { key: "after", title: other.number, align: "right", value: (row) => text(row.after) },
        { key: "change", title: "增减", align: "right", value: (row) => differenceOf(row.before, row.after) },
        { key: "redefined", title: "口径", value: (row) => (redefined(row.before, row.after) ? "有改动" : "未变") },
      ],
      rows,
    },
    options,
  );
}

function differenceOf(before: FrozenFigure | undefined, after: FrozenFigure | undefined): string {
  if (typeof before?.value !== "number" || typeof after?.value !== "number") return "—";
  const unit: Unit = after.unit;
  return changeText(Math.round((after.value - before.value) * 100) / 100, unit);
}

function redefined(before: FrozenFigure | undefined, after: FrozenFigure | undefined): boolean {
  return before !== undefined && after !== undefined && before.definition !== after.definition;
}
