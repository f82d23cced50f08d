/** tuban draw, tuban draw show: the draws, and who was drawn in one. */
import type { DrawnPlace } from "../../campaign/index.ts";
import { drawNamed, drawsNow } from "../../ledger/acts/draws.ts";
import type { DrawNow } from "../../ledger/acts/draws.ts";
import { visitsListed } from "../../ledger/spans/visits.ts";
import type { Office } from "../../office.ts";
import { nextSteps } from "../../write/message.ts";
import type { Sheet } from "../../write/sheet.ts";
import { openCampaignAsOf } from "../desk/campaign.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";
import { print } from "../desk/print.ts";
import { drawnIn } from "./outcome.ts";

export interface ShowOptions {
  readonly csv?: boolean;
}

/** tuban draw */
export async function drawList(office: Office, options: ShowOptions): Promise<void> {
  const opened = await openCampaignAsOf(office);
  const draws = await drawsNow(opened.ledger.db, office.asOf, opened.code);
  const visits = await visitDays(opened, office.asOf);
  await print(
    office,
    {
      title: `抽取（截至 ${office.asOf}，${draws.length} 次）`,
      columns: [
        { key: "id", title: "编号", kind: "code", value: ({ row }) => row.id },
        { key: "number", title: "文号", kind: "code", value: ({ row }) => row.number },
        { key: "frozenOn", title: "锁定", kind: "day", value: ({ row }) => row.happened_on },
        { key: "places", title: "对象", kind: "number", value: ({ roster }) => roster.places.length },
        { key: "officers", title: "人员", kind: "number", value: ({ roster }) => roster.officers.length },
        { key: "drawnOn", title: "抽出", kind: "day", value: ({ seed }) => seed?.on ?? null },
        { key: "drawn", title: "抽中", kind: "number", value: (draw) => standing(draw).length },
        {
          key: "open",
          title: "未查",
          kind: "number",
          value: (draw) => {
            const done = doneIn(opened, draw, visits);
            return done === null ? null : standing(draw).filter(({ place }) => !done.has(place.label)).length;
          },
        },
        {
          key: "state",
          title: "状态",
          value: ({ seed, roster }) =>
            seed !== null ? "已抽出" : roster.origin.kind === "掷骰" ? "待掷种子" : `待${roster.origin.name}开奖`,
        },
      ],
      rows: draws,
    },
    options,
  );
  if (draws.length === 0) office.io.err.write(nextSteps(["tuban draw freeze"], office.io));
}

/** tuban draw show */
export async function drawShow(office: Office, query: string | undefined, options: ShowOptions): Promise<void> {
  const opened = await openCampaignAsOf(office);
  const draw = await drawNamed(opened.ledger.db, office.asOf, opened.code, query);
  const done = doneIn(opened, draw, await visitDays(opened, office.asOf)) ?? new Map<string, string>();
  await print(office, drawnSheet(draw, drawnIn(draw), done), options);
  if (draw.seed === null) office.io.err.write(nextSteps([`tuban draw seed ${draw.row.id}`], office.io));
}

const standing = (draw: DrawNow): DrawnPlace[] => drawnIn(draw).filter(({ skipped }) => skipped === null);

type Visits = Awaited<ReturnType<typeof visitsListed>>;

const visitDays = (opened: OpenedCampaign, asOf: Office["asOf"]): Promise<Visits> =>
  visitsListed(opened.ledger.db, asOf, opened.code);

/** The places that were visited since they were drawn, with the day; null where no kind of visit carries the draw out. */
export function doneIn(
  { plan }: OpenedCampaign,
  { row, seed }: DrawNow,
  visits: Visits,
): ReadonlyMap<string, string> | null {
  const kind = plan.draws.find(({ name }) => name === row.rule)?.visit ?? null;
  if (kind === null) return null;
  return new Map(
    visits.flatMap((visit) =>
      visit.kind === kind && seed !== null && visit.happened_on >= seed.on
        ? [[String(visit.subject), visit.happened_on] as const]
        : [],
    ),
  );
}

export function drawnSheet(
  { row, roster }: DrawNow,
  drawn: readonly DrawnPlace[],
  done: ReadonlyMap<string, string>,
): Sheet<DrawnPlace> {
  const names = new Map(roster.places.map(({ label, name }) => [label, name]));
  return {
    title: `${row.number}（对象 ${roster.places.length}，抽中 ${drawn.filter(({ skipped }) => skipped === null).length}）`,
    columns: [
      { key: "label", title: "编号", kind: "code", value: ({ place }) => place.label },
      { key: "name", title: "名称", value: ({ place }) => place.name },
      { key: "class", title: "类", value: ({ place }) => place.class },
      { key: "officers", title: "检查人员", value: ({ officers }) => officers.map(({ name }) => name).join("、") },
      {
        key: "note",
        title: "说明",
        value: ({ skipped, insteadOf }) =>
          [
            skipped === null ? "" : `不查：${skipped}`,
            insteadOf === null ? "" : `替换 ${names.get(insteadOf) ?? insteadOf}`,
          ]
            .filter((text) => text !== "")
            .join("；"),
      },
      { key: "doneOn", title: "已查", kind: "day", value: ({ place }) => done.get(place.label) ?? null },
    ],
    rows: drawn,
  };
}
