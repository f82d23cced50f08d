/** tuban paper list, show; tuban order kinds. */
import { inForceOn, numberOf } from "../../campaign/index.ts";
import type { Day, OrderKind } from "../../campaign/index.ts";
import { papersOn, paperNamed } from "../../ledger/acts/papers.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import type { Column } from "../../write/sheet.ts";
import { plain, plainLines } from "../../write/plain.ts";
import { markedCorrected } from "../../ledger/corrections.ts";
import { openCampaignAsOf } from "../desk/campaign.ts";
import { correctedHead, correctedMark } from "../desk/corrected.ts";
import { print } from "../desk/print.ts";
import { asJson, paperNumbers } from "./issue.ts";
import { paperKinds } from "./kinds.ts";
import type { PaperKind } from "./kinds.ts";
import { templateFor } from "./template.ts";

/** tuban paper list */
export async function paperList(
  office: Office,
  options: { readonly kind?: string; readonly csv?: boolean },
): Promise<void> {
  const { ledger, code } = await openCampaignAsOf(office);
  const papers = await papersOn(ledger.db, office.asOf, code);
  const corrected = await markedCorrected(ledger.db, { asOf: office.asOf, campaign: code }, "paper");
  const rows = papers.filter(({ kind }) => options.kind === undefined || kind === options.kind);
  await print(
    office,
    {
      title: `笔录、审批表、公示等（截至 ${office.asOf}，${rows.length} 份）`,
      columns: [
        { key: "id", title: "短编号", kind: "number", value: ({ id }) => id },
        { key: "number", title: "编号", value: ({ number }) => number },
        { key: "kind", title: "种类", value: ({ kind }) => kind },
        { key: "addressee", title: "对象", width: 24, value: ({ addressee }) => addressee },
        { key: "issuer", title: "出具单位", value: ({ issuer }) => issuer },
        { key: "issuedOn", title: "日期", kind: "day", value: ({ happened_on }) => happened_on },
        ...(corrected.size === 0 && !office.json && options.csv !== true
          ? []
          : [
              {
                key: "corrected",
                title: correctedMark,
                value: ({ id }: (typeof rows)[number]) => corrected.get(id)?.join("；") ?? null,
              },
            ]),
      ],
      rows,
    },
    options,
  );
}

/** tuban paper show: the frozen text. */
export async function paperShow(office: Office, query: string): Promise<void> {
  const { ledger, code } = await openCampaignAsOf(office);
  const paper = await paperNamed(ledger.db, office.asOf, code, query);
  const corrected =
    (await markedCorrected(ledger.db, { asOf: office.asOf, campaign: code }, "paper")).get(paper.id) ?? [];
  office.io.out.write(
    office.json
      ? jsonText({ id: paper.id, ...asJson(paper), corrected, text: paper.text })
      : `${correctedHead(corrected)}${plainLines(paper.text).trimEnd()}\n\n——————\n${plain(`#${paper.id} ${paper.number}，${paper.happened_on} 由 ${paper.issuer} 出具；模板 ${paper.template}`)}\n`,
  );
}

interface KindLine {
  readonly name: string;
  readonly command: string;
  readonly restsOn: string;
  readonly issuers: string;
  readonly numbering: string;
  readonly template: string;
  readonly inForce: boolean;
}

/** tuban order kinds: every document there is, who may issue it, how it is numbered and from which template it is made. */
export async function orderKinds(office: Office, options: { readonly csv?: boolean }): Promise<void> {
  const { plan } = await openCampaignAsOf(office);
  const lines: KindLine[] = [];
  for (const kind of plan.orderKinds)
    lines.push(orderLine(kind, await templateName(office, kind.template, kind.name), office.asOf));
  for (const kind of paperKinds)
    lines.push(paperLine(kind, await templateName(office, kind.template, kind.name), office.asOf));
  const onScreen = !office.json && options.csv !== true;
  await print(
    office,
    {
      title: `文书种类（${plan.name}，另有随附格式；编号样式等用 --csv 看）`,
      columns: onScreen ? kindColumns.filter(({ key }) => shownKeys.has(key)) : kindColumns,
      rows: lines,
    },
    options,
  );
}

const kindColumns: readonly Column<KindLine>[] = [
  { key: "kind", title: "种类", value: ({ name }) => name },
  { key: "command", title: "怎样出", value: ({ command }) => command },
  { key: "restsOn", title: "依托", value: ({ restsOn }) => restsOn },
  { key: "issuers", title: "谁签发", width: 30, value: ({ issuers }) => issuers },
  { key: "numbering", title: "编号样式", value: ({ numbering }) => numbering },
  { key: "template", title: "模板", value: ({ template }) => template },
  { key: "inForce", title: "当日适用", value: ({ inForce }) => inForce },
];

/** A screen has room for these; the rest is in --csv and --json. */
const shownKeys: ReadonlySet<string> = new Set(["kind", "command", "issuers", "template"]);

function orderLine(kind: OrderKind, template: string, on: Day): KindLine {
  const words = [...new Set(Object.values(kind.numbering.words))];
  return {
    name: kind.name,
    command: "tuban order issue",
    restsOn: kind.restsOn,
    issuers: kind.issuers.join("、"),
    numbering: words.map((word) => numberOf(kind.numbering.pattern, word ?? "（待填）", yearOf(on), 1)).join("；"),
    template,
    inForce: inForceOn(kind, on),
  };
}

function paperLine(kind: PaperKind, template: string, on: Day): KindLine {
  return {
    name: kind.name,
    command: "tuban paper issue",
    restsOn: kind.restsOn,
    issuers: kind.issuedBy,
    numbering: numberOf(paperNumbers, kind.name, yearOf(on), 1),
    template,
    inForce: true,
  };
}

const yearOf = (day: Day): number => Number(day.slice(0, 4));

/** A template that cannot be used is named as such: the list is where one looks for it. */
async function templateName(office: Office, file: string, kind: string): Promise<string> {
  try {
    const { word, name } = await templateFor(office, file, kind);
    return word?.name ?? name;
  } catch {
    return `${file}（不能用，tuban template check ${kind}）`;
  }
}
