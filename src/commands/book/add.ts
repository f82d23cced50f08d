/** tuban book <台账> add: one entry, with its parts and its first step. */
import { resolve } from "node:path";
import { Stop, openSteps, refuse } from "../../campaign/index.ts";
import type { EntryFields } from "../../campaign/index.ts";
import { attachEvidence, keepEvidence } from "../../ledger/evidence/files.ts";
import type { KeptFile } from "../../ledger/evidence/files.ts";
import { findSubject } from "../../ledger/roster/find.ts";
import type { Db } from "../../ledger/tables.ts";
import { entriesNow, entriesWith } from "../../ledger/acts/registers.ts";
import { sealedAlike } from "../../ledger/acts/sealed.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { actOf, actorOf } from "../desk/campaign.ts";
import { causeNamed } from "./cause.ts";
import { commandOf, deskFor, stepWords } from "./desk.ts";
import type { RegisterDesk } from "./desk.ts";
import { entryProblems, firstStep, recordEntries } from "./draft.ts";
import type { EntryWanted, RecordedEntries } from "./draft.ts";
import { issueStepPapers } from "./paper.ts";
import type { BookOptions } from "./options.ts";
import { routeText, routedFields } from "./route.ts";
import type { RoutedField } from "./route.ts";
import { givenOf, valuesOf } from "./values.ts";

/** @throws Stop with everything that stands against it; then nothing is recorded */
export async function bookAdd(
  office: Office,
  word: string,
  words: readonly string[],
  options: BookOptions,
): Promise<void> {
  const desk = await deskFor(office, word);
  const { ledger, register } = desk;
  const actor = await actorOf(office);
  const wanted = await wantedOf(desk, words, options);
  const problems = entryProblems(desk, wanted, actor);
  if (problems.length > 0) throw new Stop(1, problems);
  await refuseRepeat(ledger.db, desk, wanted, options);
  const files = options.dryRun === true ? [] : await keepAll(desk, options.evidence ?? []);
  const act = await actOf(office, `book ${register.name} add`);
  const { value: made } = await ledger.record({ ...act, dryRun: options.dryRun === true }, async (entry) => {
    const [recorded] = await recordEntries(entry, desk, actor, [wanted]);
    if (!recorded) throw new Error("nothing was recorded");
    for (const file of files) await attachEvidence(entry, "register_entry", recorded.id, file, office.on);
    const papers = await issueStepPapers(
      entry,
      desk,
      { step: wanted.step, actor },
      recorded.steps.map(({ id }) => id),
    );
    entry.describe(
      `${register.name} ${recorded.number} ${wanted.step.name}${wanted.subject ? `（${wanted.subject.name}）` : ""}`,
    );
    const routed = await routedFields(entry.db, desk, register, {
      subject: wanted.subject?.subject ?? null,
      fields: wanted.values,
    });
    return { recorded, papers, routed };
  });
  await tell(desk, wanted, made, options);
}

async function wantedOf(desk: RegisterDesk, words: readonly string[], options: BookOptions): Promise<EntryWanted> {
  const { office, register, ledger } = desk;
  const { fields: said, rest } = givenOf(desk, words);
  if (rest.length > 1 || (rest.length === 1 && register.about.length === 0))
    refuse("register-stray-word", `看不懂：${rest.slice(register.about.length === 0 ? 0 : 1).join(" ")}`, {
      hint: `内容写成 字段=内容：${register.fields.map(({ name }) => name).join("、")}；中间有空格的整个加引号`,
    });
  const step = firstStep(register, options.step);
  const asked = await askMissing(desk, said, rest[0]);
  const values = await valuesOf(ledger.db, desk, { given: asked.fields, step });
  if (values.problems.length > 0) throw new Stop(2, values.problems);
  const subject = asked.subject === undefined ? null : await findSubject(ledger.db, office.on, asked.subject);
  if (subject && !register.about.includes(subject.kind))
    refuse(
      "register-wrong-kind",
      `${register.name}记的是${register.about.join("、")}，${subject.name}是${subject.kind}`,
      {
        hint: "核对编号",
      },
    );
  return {
    subject,
    cause: options.cause === undefined ? null : await causeNamed(ledger.db, desk, options.cause),
    values: values.fields,
    step,
    number: options.number?.trim() || null,
    batch: null,
    line: null,
    evidence: options.evidence?.length ?? 0,
    on: office.on,
  };
}

/** At a terminal, what is required and was not said is asked one by one. */
async function askMissing(
  { office: { io }, register }: RegisterDesk,
  said: ReadonlyMap<string, string>,
  subject: string | undefined,
): Promise<{ readonly fields: ReadonlyMap<string, string>; readonly subject: string | undefined }> {
  if (!io.interactive) return { fields: said, subject };
  const fields = new Map(said);
  let about = subject;
  if (about === undefined && register.about.length > 0 && !register.aboutOptional)
    about = await io.ask.text({ message: `哪一家（编号或名称）`, instead: "写在 add 后面" });
  for (const { name, required, options, note } of register.fields)
    if (required && !fields.has(name))
      fields.set(
        name,
        await io.ask.text({
          message: `${name}${options.length > 0 ? `（${options.join("、")}）` : asked(note, register.examples?.[name])}`,
          instead: `${name}=内容`,
          check: (answer) => (answer.trim() === "" ? `${name}要写明` : true),
        }),
      );
  return { fields, subject: about };
}

/** （说明，例：内容） behind what is asked. */
function asked(note: string | null, example: string | undefined): string {
  const words = [note ?? "", example === undefined ? "" : `例：${example}`].filter((word) => word !== "");
  return words.length === 0 ? "" : `（${words.join("，")}）`;
}

/** 查重: an entry that is the same in every field that tells entries apart. */
async function refuseRepeat(db: Db, desk: RegisterDesk, wanted: EntryWanted, { again }: BookOptions): Promise<void> {
  const { register, plan, code, office } = desk;
  if (again === true || register.distinct.length === 0) return;
  const open = register.fields.filter(({ name, sealed }) => !sealed && register.distinct.includes(name));
  const values = Object.fromEntries(
    open.flatMap(({ name }) => (wanted.values[name] ? [[name, wanted.values[name]]] : [])),
  );
  const ours = { campaign: code, register: register.name };
  const alike = Object.keys(values).length === 0 ? null : await entriesWith(db, plan, { ...ours, values });
  const entries = await entriesNow(db, office.on, plan, alike === null ? ours : { ids: alike });
  const sealed = new Map<string, readonly number[]>();
  for (const { name, sealed: isSealed } of register.fields)
    if (isSealed && register.distinct.includes(name))
      sealed.set(name, await sealedAlike(db, name, wanted.values[name] ?? ""));
  const twin = entries.find(({ row, fields }) =>
    register.distinct.every((name) => {
      if (name === "机构") return row.subject === (wanted.subject?.subject ?? null);
      return sealed.get(name)?.includes(row.id) ?? sameText(fields, wanted.values, name);
    }),
  );
  if (!twin) return;
  refuse(
    "register-repeat",
    `${register.name}已经登记过：${twin.row.number}（${twin.row.happened_on}，${twin.state}），${register.distinct.join("、")}都相同`,
    {
      hint: `看一看：${commandOf(register)} show ${twin.row.id}；确实是另一件的，加 --again${joining(register)}`,
    },
  );
}

/** A register whose entries may name another of their own joins repeats, and each keeps its answer. */
function joining({ name, fields, steps }: RegisterDesk["register"]): string {
  const own = fields.find(({ kind }) => typeof kind !== "string" && kind.register === name)?.name;
  const step = steps.find(({ asks }) => own !== undefined && asks.includes(own));
  return step ? `；又有人反映同一件事的，加 --again 登记，再“${step.name}”，各自答复` : "";
}

const sameText = (one: EntryFields, other: EntryFields, name: string): boolean =>
  (one[name] ?? "") === (other[name] ?? "");

/** Files are kept before the fact that names them: one that no fact names does no harm. */
export async function keepAll({ office }: RegisterDesk, files: readonly string[]): Promise<readonly KeptFile[]> {
  const kept: KeptFile[] = [];
  for (const file of files) kept.push(await keepEvidence(office.home, resolve(office.io.cwd, file)));
  return kept;
}

interface Made {
  readonly recorded: RecordedEntries;
  readonly papers: readonly string[];
  /** Who is to have it by the plan's own words. */
  readonly routed: readonly RoutedField[];
}

async function tell(
  desk: RegisterDesk,
  wanted: EntryWanted,
  { recorded, papers, routed }: Made,
  options: BookOptions,
): Promise<void> {
  const { office, register } = desk;
  const { id, number, steps } = recorded;
  if (office.json) {
    office.io.out.write(
      jsonText({
        id,
        number,
        register: register.name,
        state: wanted.step.to,
        parts: steps.filter(({ part }) => part !== null),
        routed,
        papers,
        dryRun: options.dryRun === true,
      }),
    );
    return;
  }
  const due = steps.flatMap((step) =>
    step.due === null ? [] : [`${step.part === null ? "" : `${step.part} `}${step.due} 到期`],
  );
  office.io.out.write(
    `${plain(`${options.dryRun === true ? "只是预览，没有登记" : "已登记"}：${number}（${id}）${register.name}，${wanted.step.to}${due.length === 0 ? "" : `，${due.join("、")}`}`)}\n`,
  );
  for (const one of routed) office.io.out.write(`${plain(`应交${routeText(one)}`)}\n`);
  for (const paper of papers) office.io.out.write(`${plain(`文书 ${paper}`)}\n`);
  const [next] = openSteps(register, wanted.step.to);
  office.io.err.write(
    nextSteps(
      [
        ...(next ? [`${commandOf(register)} step ${steps[0]?.entry ?? id} ${stepWords(next)}`] : []),
        ...(papers.length > 0 ? [`${commandOf(register)} print ${id}`] : [`${commandOf(register)} list`]),
      ],
      office.io,
    ),
  );
}
