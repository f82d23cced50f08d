/** tuban book <台账> show: one entry, its parts, its steps, and what may be done next; tuban book <台账> help. */
import { formatDuration, misuse, openSteps, registerNamed, stepText } from "../../campaign/index.ts";
import type { Register, RegisterState } from "../../campaign/index.ts";
import { filesOf } from "../../ledger/evidence/exhibits.ts";
import { entryNamed, inOneLine } from "../../ledger/acts/registers.ts";
import type { EntryNow } from "../../ledger/acts/registers.ts";
import { isSealed, sealedText } from "../../ledger/acts/sealed.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { tableText } from "../../write/table.ts";
import type { BookOptions } from "./options.ts";
import { commandOf, deskAsOf, stepWords } from "./desk.ts";
import type { RegisterDesk } from "./desk.ts";
import { namesOfSubjects } from "../desk/names.ts";

export async function bookShow(
  office: Office,
  word: string,
  words: readonly string[],
  options: BookOptions,
): Promise<void> {
  const desk = await deskAsOf(office, word);
  const { ledger, register, plan, code } = desk;
  const [query] = words;
  if (query === undefined)
    misuse("register-show-words", "要写明是哪一件", { hint: `${commandOf(register)} show 编号` });
  const { entry } = await entryNamed(ledger.db, office.asOf, plan, { campaign: code, register: register.name, query });
  const { row } = entry;
  const names = await namesOfSubjects(ledger.db, office.asOf, row.subject === null ? [] : [row.subject]);
  const revealed = options.reveal === true ? await reveal(desk, entry) : new Map<string, string>();
  const files = [
    ...(await filesOf(
      ledger.db,
      "register_entry",
      inOneLine([entry]).map((one) => one.row.id),
    )),
    ...(await filesOf(
      ledger.db,
      "register_step",
      inOneLine([entry]).flatMap((one) => one.steps.map(({ id }) => id)),
    )),
  ];
  if (office.json) {
    office.io.out.write(jsonText(jsonOf(entry, names, revealed)));
    return;
  }
  const next = inOneLine([entry]).flatMap((one) => {
    const life = registerNamed(desk.registers, one.row.register) ?? register;
    return one.ended || one.steps.length === 0 ? [] : openSteps(life, one.state).map((step) => ({ one, step }));
  });
  office.io.out.write(
    `${particulars(entry, names.get(row.subject ?? 0) ?? null, revealed, office)}\n${stepsTable(entry, office)}` +
      (files.length === 0 ? "" : `佐证：${plain([...new Set(files.map(({ name }) => name))].join("、"))}\n`) +
      (next.length === 0
        ? ""
        : `\n现在可以：${plain([...new Set(next.map(({ step }) => stepText(step)))].join("；"))}\n`),
  );
  office.io.err.write(
    nextSteps(
      next.slice(0, 3).map(({ one, step }) => `${commandOf(register)} step ${one.row.id} ${stepWords(step)}`),
      office.io,
    ),
  );
}

/** The sealed texts of an entry, for those who ask for them by name. */
async function reveal({ ledger, register }: RegisterDesk, { row }: EntryNow): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const { name, sealed } of register.fields)
    if (sealed) texts.set(name, (await sealedText(ledger.db, row.id, name)) ?? "（已删除）");
  return texts;
}

function particulars(
  entry: EntryNow,
  name: string | null,
  revealed: ReadonlyMap<string, string>,
  { io, asOf }: Office,
): string {
  const { row, fields } = entry;
  const rows = [
    ...(name === null ? [] : [{ title: "机构", value: `${row.subject} ${name}` }]),
    ...(row.cause === null ? [] : [{ title: "起因", value: `${row.cause} ${row.cause_id}` }]),
    ...Object.entries(fields).map(([title, value]) => ({
      title,
      value: revealed.get(title) ?? (isSealed(value) ? "（保密，加 --reveal 查看）" : value),
    })),
    { title: "登记单位", value: row.unit },
    { title: "状态", value: entry.state },
    ...(entry.actor === null ? [] : [{ title: "谁办", value: isSealed(entry.actor) ? "（保密）" : entry.actor }]),
    ...(entry.due === null ? [] : [{ title: "期限", value: entry.due }]),
    ...(entry.due === null && entry.rule !== null ? [{ title: "期限", value: entry.rule }] : []),
  ];
  return tableText(
    {
      title: plain(`${row.register} ${row.number}（截至 ${asOf}）`),
      columns: [
        { key: "field", title: "项目", value: ({ title }) => title },
        { key: "value", title: "内容", value: ({ value }) => value },
      ],
      rows,
    },
    io,
  );
}

function stepsTable(entry: EntryNow, { io }: Office): string {
  const rows = inOneLine([entry]).flatMap((one) => one.steps.map((step) => ({ one, step })));
  return tableText(
    {
      title: "经过",
      columns: [
        { key: "on", title: "日期", kind: "day", value: ({ step }) => step.on },
        ...(entry.parts.length === 0
          ? []
          : [
              {
                key: "part",
                title: "哪一份",
                value: ({ one }: (typeof rows)[number]) => `${one.row.id} ${one.row.part ?? ""}`,
              },
            ]),
        { key: "step", title: "步骤", value: ({ step }) => step.step },
        { key: "state", title: "办到", value: ({ step }) => step.state },
        {
          key: "fields",
          title: "写明",
          width: 40,
          value: ({ step }) =>
            Object.entries(step.fields)
              .map(([key, value]) => `${key}：${value}`)
              .join("；"),
        },
        { key: "due", title: "期限", kind: "day", value: ({ step }) => step.due },
        { key: "by", title: "经办", value: ({ step }) => step.by },
        { key: "entry", title: "登记", kind: "number", value: ({ step }) => step.entry },
      ],
      rows,
    },
    io,
  );
}

function jsonOf(entry: EntryNow, names: ReadonlyMap<number, string>, revealed: ReadonlyMap<string, string>): unknown {
  const { row, fields, state, ended, due, rule, actor, since, steps, parts } = entry;
  return {
    id: row.id,
    number: row.number,
    register: row.register,
    part: row.part,
    subject: row.subject,
    name: names.get(row.subject ?? 0) ?? null,
    cause: row.cause === null ? null : { kind: row.cause, id: row.cause_id },
    unit: row.unit,
    fields: Object.fromEntries(
      Object.entries(fields).flatMap(([name, value]) =>
        isSealed(value) ? (revealed.has(name) ? [[name, revealed.get(name)]] : []) : [[name, value]],
      ),
    ),
    state,
    ended,
    since,
    due,
    rule,
    actor,
    steps: steps.map(({ id, step, state: to, on, by, due: stepDue, fields: written, entry: seq }) => ({
      id,
      step,
      state: to,
      on,
      by,
      due: stepDue,
      fields: written,
      entry: seq,
    })),
    parts: parts.map((part) => jsonOf(part, names, new Map())),
  };
}

/** tuban book <台账> help: what the register is, its fields, states and steps, with an example to type; all from the plan. */
export async function bookHelp(office: Office, word: string): Promise<void> {
  const { register } = await deskAsOf(office, word);
  if (office.json) {
    office.io.out.write(jsonText(register));
    return;
  }
  office.io.out.write(helpText(register));
}

export function helpText(register: Register): string {
  const command = commandOf(register);
  const begin = openSteps(register, null);
  const fields = register.fields.map(
    (field) =>
      `  ${field.name}${field.required ? "（必填）" : ""}${field.options.length > 0 ? `：${field.options.join("、")}` : typeof field.kind === "string" ? (field.kind === "文字" ? "" : `：${field.kind}`) : `：${field.kind.register}里的`}${field.many ? "，可写几个" : ""}${field.sealed ? "，保密" : ""}${field.note === null ? "" : `（${field.note}）`}${exampleOf(register, field.name, "，例：")}`,
  );
  const example = register.fields
    .filter(({ required }) => required)
    .map(({ name, options }) => `${name}=${register.examples?.[name] ?? options[0] ?? "…"}`);
  return `${plain(
    `${register.name}：${register.text}`,
  )}\n\n用法：\n  ${command} add ${register.about.length > 0 ? (register.aboutOptional ? "[机构] " : "<机构> ") : ""}字段=内容…\n  ${command} step <编号> [步骤] 字段=内容…\n  ${command} list [--state 状态] [--open] [--overdue] [--csv] [--xlsx 文件]\n  ${command} show <编号>\n  ${command} print <编号>\n  ${command} form [--out 文件]      一张可以填的表\n  ${command} import <文件>           填好的表\n\n字段：\n${fields.map((line) => `${plain(line)}\n`).join("") || "  （没有）\n"}${register.causes.length > 0 ? `\n起因：--cause ${register.causes.map((cause) => `${cause}:编号`).join("、")}\n` : ""}\n状态：\n${register.states.map((state) => `  ${plain(stateText(state))}\n`).join("")}\n步骤：\n${register.steps.map((step) => `  ${plain(`${step.from.length === 0 ? "（登记）" : step.from.join("、")} → ${step.to}：${stepText(step)}${step.paper === null ? "" : `，出具${step.paper}`}`)}\n`).join("")}\n例子：\n  $ ${plain([`${command} add`, ...(register.about.length > 0 ? ["12"] : []), ...example].join(" "))}\n${begin.length > 1 ? `  $ ${command} add … --step ${begin[1]?.name ?? ""}\n` : ""}`;
}

/** What might be written there, as the plan says (例). */
const exampleOf = ({ examples }: Register, name: string, before: string): string =>
  examples?.[name] === undefined ? "" : `${before}${examples[name]}`;

function stateText({ name, actor, limit, limitField, unlimited, ends }: RegisterState): string {
  if (ends) return `${name}（办完）`;
  const by =
    limit === "待填"
      ? "期限待填"
      : limit !== null
        ? formatDuration(limit)
        : limitField !== null
          ? `期限看“${limitField}”`
          : (unlimited ?? "");
  return `${name}：${actor ?? ""}，${by}`;
}
