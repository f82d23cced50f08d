/** tuban bucket: what becomes of each institution (四个"一批"), and what the plan's routing proposes. */
import { Stop, bucketsText, misuse, proposeBucket, puttingInBucket } from "../campaign/index.ts";
import type { CandidateFacts, Plan, Proposal } from "../campaign/index.ts";
import { findSubject } from "../ledger/roster/find.ts";
import { candidateFacts, dispositionOf, dispositionsListed } from "../ledger/acts/listings.ts";
import type { DispositionRow } from "../ledger/tables.ts";
import type { Office } from "../office.ts";
import { jsonText } from "../write/json.ts";
import { nextSteps } from "../write/message.ts";
import { plain } from "../write/plain.ts";
import { actOf, openCampaign, openCampaignAsOf } from "./desk/campaign.ts";
import { print } from "./desk/print.ts";

export interface BucketOptions {
  readonly reason?: string;
  readonly propose?: boolean;
  readonly csv?: boolean;
}

/** tuban bucket <id> <bucket> --reason: records where the subject goes; a later one replaces it. @throws Stop */
export async function bucketSet(
  office: Office,
  query: string,
  bucket: string | undefined,
  options: BucketOptions,
): Promise<void> {
  const { ledger, code, plan } = await openCampaign(office);
  if (bucket === undefined) return misuse("no-bucket", "没有写归入哪一批", { hint: bucketsText(plan) });
  const reason = options.reason?.trim() || misuse("no-reason", "归入哪一批要写明理由", { hint: "加 --reason 理由" });
  const { subject, name } = await findSubject(ledger.db, office.on, query);
  const [known, asked] = [
    { plan, subject },
    { campaign: code, bucket, reason, on: office.on },
  ];
  const problems = puttingInBucket.problems(known, asked);
  if (problems.length > 0) throw new Stop(2, problems);
  const fact = puttingInBucket.facts(known, asked);
  const wanted = fact.bucket;
  const { value: before } = await ledger.record(await actOf(office, "bucket"), async (entry) => {
    const former = await dispositionOf(entry.db, office.on, { campaign: code, subject });
    entry.describe(`归入${wanted}一批：${subject} ${name}（${reason}）`);
    await entry.add("disposition", fact);
    return former;
  });
  if (office.json) {
    office.io.out.write(
      jsonText({ subject, name, bucket: wanted, reason, on: office.on, before: before?.bucket ?? null }),
    );
    return;
  }
  const from = before && before.bucket !== wanted ? `（原来是${before.bucket}）` : "";
  office.io.out.write(`${plain(`${subject} ${name} 归入${wanted}一批${from}`)}\n`);
  office.io.err.write(nextSteps(["tuban bucket --propose"], office.io));
}

interface Row {
  readonly facts: CandidateFacts;
  readonly set: DispositionRow | null;
  readonly proposal: Proposal | null;
}

/** tuban bucket, tuban bucket --propose: who goes where, with the number of each bucket and of those without one. */
export async function bucketList(office: Office, { propose = false, csv = false }: BucketOptions): Promise<void> {
  const { ledger, code, plan } = await openCampaignAsOf(office);
  const all = await ledger.read(async (db): Promise<Row[]> => {
    const dispositions = await dispositionsListed(db, office.asOf, code);
    const facts = (await candidateFacts(db, office.asOf, code)).filter(({ kind }) => kind === "机构");
    return facts.map((one) => {
      const set = dispositions.get(one.subject) ?? null;
      return { facts: one, set, proposal: set ? null : proposeBucket(plan, one, office.asOf) };
    });
  });
  const rows = propose ? all.filter(({ proposal }) => proposal !== null) : all;
  await print(
    office,
    {
      title: propose ? `分批建议（${office.asOf}）` : `四个“一批”（${office.asOf}）`,
      columns: [
        { key: "subject", title: "编号", kind: "number", value: ({ facts }) => facts.subject },
        { key: "name", title: "名称", value: ({ facts }) => facts.name },
        { key: "licenceClass", title: "证照类别", value: ({ facts }) => facts.licenceClass },
        { key: "bucket", title: "归入", value: ({ set }) => set?.bucket ?? null },
        { key: "proposed", title: "建议", value: ({ proposal }) => proposal?.bucket ?? null },
        { key: "reason", title: "理由", value: ({ set, proposal }) => set?.reason ?? proposal?.why ?? null },
        { key: "since", title: "自", kind: "day", value: ({ set }) => set?.happened_on ?? null },
      ],
      rows,
    },
    { csv },
  );
  if (!office.json && !csv) office.io.err.write(countsText(plan, all));
}

function countsText(plan: Plan, rows: readonly Row[]): string {
  const of = (name: string): string => {
    const proposed = rows.filter(({ proposal }) => proposal?.bucket === name).length;
    return `${name} ${rows.filter(({ set }) => set?.bucket === name).length} 家${proposed > 0 ? `（另建议 ${proposed} 家）` : ""}`;
  };
  const without = rows.filter(({ set, proposal }) => set === null && proposal === null).length;
  return `${[...plan.buckets.map(({ name }) => of(name)), `未定且无建议 ${without} 家`].join("，")}；共 ${rows.length} 家\n`;
}
