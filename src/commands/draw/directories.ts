/** The two directories of a draw as they stand on the day: who may be drawn, who may be sent, and who not to whom. */
import { grouped, misuse, registerNamed } from "../../campaign/index.ts";
import type {
  Day,
  DrawClass,
  DrawOfficer,
  DrawPlace,
  DrawRecusal,
  DrawRoster,
  DrawRule,
  Recusal,
} from "../../campaign/index.ts";
import { drawsNow } from "../../ledger/acts/draws.ts";
import type { Db } from "../../ledger/tables.ts";
import { peopleOn } from "../../ledger/people.ts";
import { entriesNow } from "../../ledger/acts/registers.ts";
import type { EntryNow } from "../../ledger/acts/registers.ts";
import { institutionsNow } from "../../ledger/now.ts";
import { institutionsListed, operationsListed } from "../../ledger/spans/institutions.ts";
import { findSubject } from "../../ledger/roster/find.ts";
import type { Office } from "../../office.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";
import { namesIn, officersNamed } from "../desk/officers.ts";
import { namesInZone, zonesNow } from "../desk/zones.ts";
import type { FreezeOptions } from "./options.ts";
import { drawnIn } from "./outcome.ts";

export type Directories = Pick<DrawRoster, "classes" | "places" | "officers" | "recusals" | "leftOut">;

/** The field of an entry that names who is not to be sent to it. */
const recusedField = "回避";

interface Desk {
  readonly db: Db;
  readonly office: Office;
  readonly opened: OpenedCampaign;
  readonly rule: DrawRule;
}

/** A place with what recusals depend on. */
interface Candidate extends DrawPlace {
  /** The subject's short number; null for an entry about nobody. */
  readonly subject: number | null;
  /** Who is named in the entry as not to be sent. */
  readonly recused: readonly string[];
}

interface Sent extends DrawOfficer {
  readonly team: string | null;
}

/** @throws Stop when an option names nobody, or a share is not filled in */
export async function directoriesOf(
  db: Db,
  office: Office,
  opened: OpenedCampaign,
  rule: DrawRule,
  options: FreezeOptions,
): Promise<Directories> {
  const desk: Desk = { db, office, opened, rule };
  const all = rule.from == null ? await institutions(desk) : await openEntries(desk, rule.from);
  const excluded = await pairsOf(desk, all.places, options.exclude ?? [], "--exclude 编号:理由");
  const places = all.places.filter(({ label }) => !excluded.some(({ place }) => place.label === label));
  const officers = rule.by == null ? await certified(desk, options.officers) : await experts(desk, rule.by);
  const recusals = await recusalsOf(desk, places, officers, options.recuse ?? []);
  return {
    classes: classesOf(rule, options.percent),
    places: places.map(({ label, name, class: group, town }) => ({ label, name, class: group, town })),
    officers: officers.map(({ label, name, unit }) => ({ label, name, unit })),
    recusals,
    leftOut: [...all.leftOut, ...excluded.map(({ place, reason }) => ({ name: place.name, reason }))],
  };
}

function classesOf(rule: DrawRule, percent: string | undefined): DrawClass[] {
  const given = percent === undefined ? null : Number(percent.replace(/[%％]$/, ""));
  if (given !== null && !(given > 0 && given <= 100))
    misuse("draw-bad-percent", `--percent 的比例看不懂：${percent ?? ""}`, { hint: "写成 10 或 10%" });
  return [
    ...(rule.classes ?? []).map((one) => ({ name: one.name, percent: given ?? one.percent ?? 0 })),
    { name: restName, percent: given ?? rule.percent ?? 0 },
  ];
}

/** Those that no class of the plan takes. */
const restName = "其他";

type Candidates = { readonly places: readonly Candidate[]; readonly leftOut: Directories["leftOut"] };

/** Institutions that are not closed for good. */
async function institutions({ db, office, opened, rule }: Desk): Promise<Candidates> {
  const closed = new Set(
    (await operationsListed(db, office.on)).flatMap(({ subject, operation }) =>
      operation === "取缔关停" ? [subject] : [],
    ),
  );
  const all = (await institutionsListed(db, office.on)).filter(({ kind }) => kind === "机构");
  const members = new Map<string, ReadonlySet<number>>();
  for (const { register } of rule.classes ?? [])
    if (register !== null)
      members.set(
        register,
        new Set(
          (await entriesNow(db, office.on, opened.plan, { campaign: opened.code, register })).flatMap(
            ({ row, ended }) => (row.subject === null || ended ? [] : [row.subject]),
          ),
        ),
      );
  const classOf = (one: (typeof all)[number]): string =>
    rule.classes?.find(
      ({ classes, categories, register }) =>
        (classes.length === 0 || (one.licence_class !== null && classes.includes(one.licence_class))) &&
        (categories.length === 0 || categories.includes(one.category ?? "")) &&
        (register === null || members.get(register)?.has(one.subject) === true),
    )?.name ?? restName;
  return {
    places: all
      .filter(({ subject }) => !closed.has(subject))
      .map((one) => ({
        label: String(one.subject),
        name: one.name,
        class: classOf(one),
        town: one.town,
        subject: one.subject,
        recused: [],
      })),
    leftOut: all.flatMap(({ subject, name }) => (closed.has(subject) ? [{ name, reason: "已取缔关停" }] : [])),
  };
}

/** Open entries of a register, e.g. filings that wait for an expert. */
async function openEntries({ db, office, opened }: Desk, register: string): Promise<Candidates> {
  const open = await openOf(db, office.on, opened, register);
  const subjects = new Map(
    (
      await institutionsNow(
        db,
        office.on,
        open.flatMap(({ row }) => row.subject ?? []),
      )
    ).map((one) => [one.subject, one]),
  );
  return {
    places: open.map(({ row, fields }) => {
      const subject = row.subject === null ? undefined : subjects.get(row.subject);
      return {
        label: row.number,
        name: [subject?.name, Object.values(fields)[0]].filter(Boolean).join(" "),
        class: restName,
        town: subject?.town ?? null,
        subject: row.subject,
        recused: namesIn(fields[recusedField]),
      };
    }),
    leftOut: [],
  };
}

async function openOf(db: Db, on: Day, { plan, code }: OpenedCampaign, register: string): Promise<EntryNow[]> {
  const known = registerNamed(plan.registers ?? [], register);
  if (!known) return [];
  return (await entriesNow(db, on, plan, { campaign: code, register: known.name })).filter(({ ended }) => !ended);
}

/** Officers with a certificate that holds on the day; those named, or all. */
async function certified({ db, office }: Desk, names: string | undefined): Promise<Sent[]> {
  if (names !== undefined) await officersNamed(db, office, namesIn(names));
  const wanted = namesIn(names);
  return (await peopleOn(db, office.on)).flatMap((person) =>
    person.certificate !== null &&
    (person.certificate_until === null || person.certificate_until >= office.on) &&
    (names === undefined || wanted.includes(person.name))
      ? [{ label: person.certificate, name: person.name, unit: person.unit, team: person.team }]
      : [],
  );
}

async function experts({ db, office, opened }: Desk, register: string): Promise<Sent[]> {
  return (await openOf(db, office.on, opened, register)).map(({ row, fields }) => ({
    label: row.number,
    name: Object.values(fields)[0] ?? row.number,
    unit: fields["单位"] ?? row.unit,
    team: null,
  }));
}

/** --exclude 编号:理由 and the like, each with its place. @throws Stop where one cannot be read or names none */
async function pairsOf(
  { db, office, rule }: Desk,
  places: readonly Candidate[],
  words: readonly string[],
  form: string,
): Promise<readonly { readonly place: Candidate; readonly reason: string }[]> {
  const found: { place: Candidate; reason: string }[] = [];
  for (const text of words) {
    const [, query = "", reason = ""] = /^([^:：]+)[:：](.+)$/.exec(text) ?? [];
    if (reason.trim() === "") misuse("draw-needs-reason", `没有写理由：${text}`, { hint: `写成 ${form}` });
    const label = rule.from == null ? String((await findSubject(db, office.on, query)).subject) : query.trim();
    const place = places.find((one) => one.label === label);
    if (!place) misuse("draw-not-a-place", `${query} 不在抽取范围里`, { hint: "看 tuban draw freeze --dry-run" });
    else found.push({ place, reason: reason.trim() });
  }
  return found;
}

async function recusalsOf(
  desk: Desk,
  places: readonly Candidate[],
  officers: readonly Sent[],
  words: readonly string[],
): Promise<Recusal[]> {
  const given: Recusal[] = [];
  for (const { place, reason } of await pairsOf(desk, places, words, "--recuse 编号:姓名:理由")) {
    const [, name = "", why = ""] = /^([^:：]+)[:：](.+)$/.exec(reason) ?? [];
    const officer = officers.find((one) => one.name === name.trim());
    if (!officer)
      misuse("draw-recuse-whom", `回避的人不在人员库里：${name || reason}`, { hint: "写成 --recuse 编号:姓名:理由" });
    else given.push({ place: place.label, officer: officer.label, reason: why.trim() });
  }
  const ruled = (await ruledOut(desk, places, officers)).filter((one) => !given.some((other) => same(one, other)));
  return whereEnough([...given, ...ruled], places, { among: officers.length, each: desk.rule.officers });
}

/** Going again to the same place is to be avoided, not forbidden: it gives way where too few would be left. */
function whereEnough(
  recusals: readonly Recusal[],
  places: readonly Candidate[],
  { among, each }: { readonly among: number; readonly each: number },
): Recusal[] {
  const of = grouped(recusals, ({ place }) => place);
  const short = new Set(places.flatMap(({ label }) => (among - (of.get(label)?.length ?? 0) < each ? [label] : [])));
  return recusals.filter(({ place, reason }) => reason !== "上次同一家" || !short.has(place));
}

const same = (one: Recusal, other: Recusal): boolean => one.place === other.place && one.officer === other.officer;

/** What the ledger can tell: by the plan's rules, and by the names written in the entry. */
async function ruledOut({ db, office, opened, rule }: Desk, places: readonly Candidate[], officers: readonly Sent[]) {
  const rules: readonly DrawRecusal[] = rule.recusals ?? [];
  const last = rules.includes("上次同一家")
    ? await lastPairs(db, office.on, opened.code, rule.name)
    : new Set<string>();
  const zoned = rules.includes("本片区") ? await zonesNow(db, opened, office.on) : [];
  const units = await unitsOf(db, office.on, places);
  const why = (place: Candidate, officer: Sent): string | null => {
    if (place.recused.includes(officer.name)) return "登记时写明回避";
    if (last.has(`${place.label}\n${officer.label}`)) return "上次同一家";
    if (rules.includes("本属地") && isOfTown(place, officer)) return "本属地";
    if (zoned.some((zone) => isOfZone(zone, place, officer))) return "本片区";
    return rules.includes("同单位") && units.get(place.label) === officer.unit ? "同单位" : null;
  };
  return places.flatMap((place) =>
    officers.flatMap((officer): Recusal[] => {
      const reason = why(place, officer);
      return reason === null ? [] : [{ place: place.label, officer: officer.label, reason }];
    }),
  );
}

const isOfTown = ({ town }: Candidate, { unit, team }: Sent): boolean =>
  town !== null && (unit.startsWith(town) || team === town);

/** The zone names both the town and the officer, the officer's unit or team. */
function isOfZone(zone: EntryNow, { town }: Candidate, { name, unit, team }: Sent): boolean {
  if (town === null) return false;
  const words = namesInZone(zone);
  return words.includes(town) && words.some((word) => word === name || word === unit || word === team);
}

/** Who went where by the last draw of the rule that took place. */
async function lastPairs(db: Db, on: Day, campaign: string, rule: string): Promise<ReadonlySet<string>> {
  const before = (await drawsNow(db, on, campaign)).findLast(({ row, seed }) => row.rule === rule && seed !== null);
  const drawn = before ? drawnIn(before) : [];
  return new Set(
    drawn.flatMap(({ place, officers, skipped }) =>
      skipped === null ? officers.map(({ label }) => `${place.label}\n${label}`) : [],
    ),
  );
}

/** The unit in which a teacher or a place works, as the roster has it: its name. */
async function unitsOf(db: Db, on: Day, places: readonly Candidate[]): Promise<ReadonlyMap<string, string>> {
  const names = grouped(
    await institutionsNow(
      db,
      on,
      places.flatMap(({ subject }) => subject ?? []),
    ),
    ({ subject }) => subject,
  );
  return new Map(
    places.flatMap(({ label, subject }) => {
      const [found] = subject === null ? [] : (names.get(subject) ?? []);
      return found ? [[label, found.name] as const] : [];
    }),
  );
}
