/** tuban book <台账> step: the next step of an entry, or of one or all of its parts. */
import { Stop, misuse, openSteps, refuse, registerNamed, stepProblems, stepText } from "../../campaign/index.ts";
import type { EntryFields, Register, RegisterStep } from "../../campaign/index.ts";
import { attachEvidence } from "../../ledger/evidence/files.ts";
import { entriesNow, entryNamed, inOneLine } from "../../ledger/acts/registers.ts";
import type { EntryNow } from "../../ledger/acts/registers.ts";
import type { Person } from "../../ledger/people.ts";
import type { Db } from "../../ledger/tables.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { actOf, actorOf } from "../desk/campaign.ts";
import { keepAll } from "./add.ts";
import type { BookOptions } from "./options.ts";
import { conditionsThatHold } from "./conditions.ts";
import { commandOf, deskFor, stepWords } from "./desk.ts";
import type { RegisterDesk } from "./desk.ts";
import { recordParts, stepRow } from "./draft.ts";
import type { StepBegun } from "./draft.ts";
import { issueStepPapers } from "./paper.ts";
import { routeText, routedFields } from "./route.ts";
import type { RoutedField } from "./route.ts";
import { givenOf, valuesOf } from "./values.ts";

/** @throws Stop with everything that stands against it; then nothing is recorded */
export async function bookStep(
  office: Office,
  word: string,
  words: readonly string[],
  options: BookOptions,
): Promise<void> {
  const desk = await deskFor(office, word);
  const { ledger, register } = desk;
  const { fields: said, rest } = givenOf(desk, words);
  const [query, name, ...stray] = rest;
  if (query === undefined || stray.length > 0)
    misuse("register-step-words", stray.length > 0 ? `看不懂：${stray.join(" ")}` : "要写明是哪一件、哪一步", {
      hint: `${commandOf(register)} step 编号 步骤 字段=内容；步骤有：${register.steps.flatMap((step) => (step.from.length > 0 ? [step.name] : [])).join("、")}`,
    });
  const actor = await actorOf(office);
  const found = await entryNamed(ledger.db, office.on, desk.plan, {
    campaign: desk.code,
    register: register.name,
    query,
  });
  const meant = meantParts(desk, found, options, actor);
  const evidence = await keepAll(desk, options.evidence ?? []);
  const act = await actOf(office, `book ${register.name} step`);
  const { value: done } = await ledger.record({ ...act, dryRun: options.dryRun === true }, async (entry) => {
    const ids = [found.whole.row.id];
    const now = await entriesNow(entry.db, office.on, desk.plan, { ids });
    const today = office.on === office.today ? now : await entriesNow(entry.db, office.today, desk.plan, { ids });
    const latest = inOneLine(today);
    const parts = inOneLine(now).filter(({ row }) => meant.some((part) => part.row.id === row.id));
    const taken: Taken[] = [];
    const begun: StepBegun[] = [];
    for (const part of parts) {
      const drafted = await draftStep(entry.db, desk, part, {
        latest: latest.find(({ row }) => row.id === part.row.id) ?? part,
        name,
        said,
        evidence: evidence.length,
        actor,
      });
      const id = await entry.add("register_step", drafted.row);
      if (handsOut(drafted.life, drafted.fields))
        begun.push(...(await recordParts(entry, desk, actor, { whole: part, fields: drafted.fields, on: office.on })));
      for (const file of evidence) await attachEvidence(entry, "register_step", id, file, office.on);
      const { step, life, routed } = drafted;
      taken.push({ part, step, due: drafted.row.due_on, id, life, routed });
    }
    const [first] = taken;
    const papers = first
      ? await issueStepPapers(
          entry,
          desk,
          { step: first.step, actor },
          (begun.length > 0 ? begun : taken).map(({ id }) => id),
        )
      : [];
    entry.describe(`${register.name} ${taken.map(({ part }) => part.row.number).join("、")} ${first?.step.name ?? ""}`);
    return { taken, begun, papers };
  });
  tell(desk, done, options);
}

/** A step that names the units of an entry's parts hands these out. */
const handsOut = ({ parts }: Register, written: EntryFields): boolean =>
  parts?.register != null && written[parts.field] !== undefined;

interface Taken {
  /** What the plan's own words were found to say. */
  readonly routed: readonly RoutedField[];
  readonly part: EntryNow;
  readonly life: Register;
  readonly step: RegisterStep;
  readonly due: string | null;
  readonly id: number;
}

/** The entry itself; where it is done in parts, the part that is meant: the one typed, --part, or the actor's own unit's. */
function meantParts(
  { register }: RegisterDesk,
  { entry, whole }: { readonly entry: EntryNow; readonly whole: EntryNow },
  { part }: BookOptions,
  actor: Person,
): readonly EntryNow[] {
  const inParts = register.parts !== null && register.parts.register === null;
  if (part === undefined && (!inParts || entry !== whole || entry.steps.length > 0)) return [entry];
  const parts = whole.parts;
  if (part === "全部") return parts.filter(({ ended }) => !ended);
  const wanted = part ?? actor.unit;
  const found = parts.filter(({ row }) => row.part === wanted || (part !== undefined && row.part?.includes(part)));
  if (found.length === 1) return found;
  return refuse("register-which-part", `${whole.row.number} 分给了几家办，要写明是哪一家的`, {
    hint: `写编号：${parts.map(({ row, state }) => `${row.id} ${row.part ?? ""}（${state}）`).join("；")}；或加 --part 单位、--part 全部`,
  });
}

interface StepWanted {
  /** The entry as it stands today: a late step must not go before one that is on record. */
  readonly latest: EntryNow;
  readonly name: string | undefined;
  readonly said: ReadonlyMap<string, string>;
  readonly evidence: number;
  readonly actor: Person;
}

async function draftStep(db: Db, desk: RegisterDesk, part: EntryNow, wanted: StepWanted) {
  const { office, registers } = desk;
  const life = registerNamed(registers, part.row.register) ?? desk.register;
  const last = part.steps.at(-1) ?? null;
  const open = openSteps(life, part.state);
  const [only] = open;
  const name = wanted.name ?? (open.length === 1 ? only?.name : undefined);
  if (name === undefined)
    return misuse("register-step-words", `${part.row.number} 现在是“${part.state}”，要写明走哪一步`, {
      hint: open.length === 0 ? "已经办完，没有下一步" : `现在可以：${open.map(stepText).join("；")}`,
    });
  const step = open.find((one) => one.name === name) ?? null;
  const writable = step === null ? [] : [...step.asks, ...step.takes];
  const values =
    step === null
      ? { fields: {}, problems: [] }
      : await valuesOf(db, { ...desk, register: life }, { given: wanted.said, step, only: writable });
  if (values.problems.length > 0) throw new Stop(2, values.problems);
  const routed =
    step === null
      ? []
      : (
          await routedFields(db, desk, life, {
            subject: part.row.subject,
            fields: { ...part.fields, ...values.fields },
          })
        ).filter(({ field }) => step.asks.includes(field));
  const fields = {
    ...Object.fromEntries(routed.map(({ field, units }) => [field, units.join("、")])),
    ...values.fields,
  };
  const latest = wanted.latest.steps.at(-1) ?? null;
  const problems = stepProblems(life, latest !== null && latest.on > office.on ? latest : last, name, {
    on: office.on,
    by: wanted.actor.name,
    unit: wanted.actor.unit,
    fields,
    evidence: wanted.evidence,
    holds: await conditionsThatHold(db, desk, part, step?.conditions ?? []),
  });
  if (problems.length > 0 || step === null) throw new Stop(1, problems);
  const row = stepRow(desk, life, {
    step,
    fields,
    before: part.fields,
    enteredBy: part.row.unit,
    by: wanted.actor.name,
    on: office.on,
    of: part.row.id,
    after: last?.id ?? null,
  });
  return { life, step, row, fields, routed };
}

interface Done {
  readonly taken: readonly Taken[];
  /** Parts that were handed out. */
  readonly begun: readonly StepBegun[];
  readonly papers: readonly string[];
}

function tell({ office, register }: RegisterDesk, { taken, begun, papers }: Done, options: BookOptions): void {
  if (office.json) {
    office.io.out.write(
      jsonText({
        steps: taken.map(({ part, step, due, id }) => ({
          id,
          entry: part.row.id,
          number: part.row.number,
          step: step.name,
          state: step.to,
          due,
        })),
        routed: taken.flatMap(({ routed }) => routed),
        parts: begun,
        papers,
        dryRun: options.dryRun === true,
      }),
    );
    return;
  }
  for (const { part, step, due } of taken)
    office.io.out.write(
      `${plain(`${options.dryRun === true ? "只是预览，没有登记" : "已登记"}：${part.row.number}${part.row.part === null ? "" : `（${part.row.part}）`} ${step.name} → ${step.to}${due === null ? "" : `，${due} 到期`}`)}\n`,
    );
  for (const { routed } of taken) for (const one of routed) office.io.out.write(`${plain(routeText(one))}\n`);
  for (const { entry, part, due } of begun)
    office.io.out.write(`${plain(`分给${part ?? ""}（${entry}）${due === null ? "" : `，${due} 到期`}`)}\n`);
  for (const paper of papers) office.io.out.write(`${plain(`文书 ${paper}`)}\n`);
  const [first] = taken;
  const next = first ? openSteps(first.life, first.step.to) : [];
  office.io.err.write(
    first && next.length > 0
      ? `${nextSteps([`${commandOf(register)} step ${first.part.row.id} ${next[0] ? stepWords(next[0]) : ""}`], office.io)}  ${plain(next.map(stepText).join("；"))}\n`
      : nextSteps([`${commandOf(register)} show ${first?.part.row.id ?? ""}`], office.io),
  );
}
