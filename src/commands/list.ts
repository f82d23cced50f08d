/** tuban list: the roster as of a day. */
import { misuse, readLicenceClass } from "../campaign/index.ts";
import { searchSubjects } from "../ledger/find.ts";
import { rosterNow } from "../ledger/roster.ts";
import type { RosterNow } from "../ledger/roster.ts";
import type { Office } from "../office.ts";
import { nextSteps } from "../write/message.ts";
import type { Sheet } from "../write/sheet.ts";
import { openCampaignAsOf } from "./campaign.ts";
import { print } from "./print.ts";
import { stages, stateText } from "./state.ts";
import type { Stage } from "./state.ts";

export interface ListOptions {
  /** 有证有照 … or 不详. */
  readonly class?: string;
  readonly town?: string;
  readonly kind?: string;
  readonly stage?: Stage;
  readonly csv?: boolean;
}

export async function list(office: Office, query: string | undefined, options: ListOptions): Promise<void> {
  const { ledger, code } = await openCampaignAsOf(office);
  const wanted = filterOf(options);
  const rows = await ledger.read(async (db) => {
    const found =
      query === undefined ? undefined : (await searchSubjects(db, office.asOf, query)).map(({ subject }) => subject);
    return (await rosterNow(db, office.asOf, code, found)).filter(wanted);
  });
  await print(office, sheetOf(rows, office), options);
  if (office.json || options.csv === true) return;
  office.io.out.write(`共 ${rows.length} 家\n`);
  if (rows.length === 0)
    office.io.err.write(nextSteps(query === undefined ? ["tuban import 底数.csv"] : ["tuban list"], office.io));
}

function filterOf(options: ListOptions): (row: RosterNow) => boolean {
  const licence =
    options.class === undefined || options.class === "不详"
      ? null
      : (readLicenceClass(options.class) ??
        misuse("bad-class", `看不懂证照类别：${options.class}`, {
          hint: "写成 有证有照、有照无证、有证无照、无证无照 或 不详",
        }));
  const stage = options.stage === undefined ? null : stages[options.stage];
  return (row) =>
    (options.class === undefined || row.licence_class === licence) &&
    (options.town === undefined || (row.town ?? "不详").includes(options.town)) &&
    (options.kind === undefined || row.kind === options.kind) &&
    (stage === null || stage(row));
}

function sheetOf(rows: readonly RosterNow[], { asOf }: Office): Sheet<RosterNow> {
  return {
    title: `底数（截至 ${asOf}）`,
    columns: [
      { key: "subject", title: "编号", kind: "number", value: (row) => row.subject },
      { key: "name", title: "名称", value: (row) => row.name },
      {
        key: "category",
        title: "类别",
        value: (row) => (row.kind === "机构" ? row.category : [row.kind, row.category].filter(Boolean).join("·")),
      },
      { key: "licenceClass", title: "证照类别", value: (row) => row.licence_class ?? "不详" },
      { key: "town", title: "属地", value: (row) => row.town },
      { key: "state", title: "状态", value: (row) => stateText(row) },
    ],
    rows,
  };
}
