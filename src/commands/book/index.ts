/** tuban book: everything on registers (台账), whichever the plan has. */
import { misuse, registerNamed } from "../../campaign/index.ts";
import { campaignOn } from "../../ledger/campaigns.ts";
import { erase } from "../../ledger/acts/sealed.ts";
import { entryNamed } from "../../ledger/acts/registers.ts";
import type { Done } from "../../io.ts";
import type { Office } from "../../office.ts";
import { plain } from "../../write/plain.ts";
import { nearest } from "../../write/nearest.ts";
import { actOf } from "../desk/campaign.ts";
import { bookAdd } from "./add.ts";
import type { BookOptions } from "./options.ts";
import { commandOf, deskAsOf, deskFor } from "./desk.ts";
import { bookForm, bookImport } from "./form.ts";
import { bookList, bookShelf } from "./list.ts";
import { bookPrint } from "./paper.ts";
import { bookHelp, bookShow } from "./show.ts";
import { bookStep } from "./step.ts";
import { tell } from "../desk/print.ts";

export type { BookOptions } from "./options.ts";

type Action = (office: Office, word: string, words: readonly string[], options: BookOptions) => Promise<Done | void>;

const actions: Readonly<Record<string, Action>> = {
  add: bookAdd,
  step: bookStep,
  list: bookList,
  show: bookShow,
  print: bookPrint,
  form: bookForm,
  import: bookImport,
  erase: bookErase,
  help: bookHelp,
};

/** The same in Chinese. */
const synonyms: Readonly<Record<string, string>> = {
  登记: "add",
  办理: "step",
  清单: "list",
  查看: "show",
  打印: "print",
  空表: "form",
  导入: "import",
  删除: "erase",
  帮助: "help",
};

/** @throws Stop */
export async function book(
  office: Office,
  word: string | undefined,
  action: string | undefined,
  words: readonly string[],
  options: BookOptions,
): Promise<Done | void> {
  if (word === undefined) return bookShelf(office, options);
  if (action === undefined) return bookList(office, word, [], options);
  const work = actions[action];
  if (work) return work(office, word, words, options);
  // a step by its name: tuban 督办 签收 3
  const { register } = await deskAsOf(office, word);
  if (register.steps.some(({ name, from }) => name === action && from.length > 0))
    return bookStep(office, word, [words[0] ?? "", action, ...words.slice(1)], options);
  if (register.steps.some(({ name }) => name === action))
    return bookAdd(office, word, words, { ...options, step: action });
  const other = actions[synonyms[action] ?? ""];
  if (other) return other(office, word, words, options);
  const near = nearest(action, [...Object.keys(actions), ...register.steps.map(({ name }) => name)]);
  return misuse("register-unknown-action", `${register.name}没有“${action}”这一步或这个动作`, {
    hint: near === undefined ? `运行 ${commandOf(register)} help 看能做什么` : `是不是：${near}`,
  });
}

/** tuban book <台账> erase: a sealed field is erased for good; that it was, and why, stays on record. */
async function bookErase(
  office: Office,
  word: string,
  words: readonly string[],
  { reason }: BookOptions,
): Promise<void> {
  const desk = await deskFor(office, word);
  const { ledger, register, plan, code } = desk;
  const [query, field] = words;
  const sealed = register.fields.flatMap((one) => (one.sealed ? [one.name] : []));
  if (query === undefined || field === undefined || reason === undefined)
    return misuse("register-erase-words", "要写明哪一件、哪个保密字段、为什么", {
      hint: `${commandOf(register)} erase 编号 ${sealed[0] ?? "字段"} --reason 原因`,
    });
  if (!sealed.includes(field))
    return misuse("register-not-sealed", `“${field}”不是保密的，不能删除`, {
      hint:
        sealed.length === 0
          ? "登记错了的，用 tuban undo 撤销"
          : `可以删除的：${sealed.join("、")}；登记错了的，用 tuban undo 撤销`,
    });
  const { entry: found } = await entryNamed(ledger.db, office.on, plan, {
    campaign: code,
    register: register.name,
    query,
  });
  await ledger.record(await actOf(office, `book ${register.name} erase`), async (entry) => {
    await erase(entry, { ofEntry: found.row.id, field, reason, on: office.on });
    entry.describe(`${register.name} ${found.row.number} 删除保密字段“${field}”：${reason}`);
  });
  const sentence = `已删除 ${found.row.number} 的“${field}”，删除的记录留在账上`;
  await tell(office, plain(sentence), { register: register.name, number: found.row.number, erased: field });
}

/** Whether a word that is no command is a register of the plan in force. Never throws: the caller says then what is wrong with it. */
export async function isRegisterWord(office: Office, word: string): Promise<boolean> {
  try {
    const { db } = await office.ledger();
    const { plan } = await campaignOn(db, office.asOf, office.wanted.campaign);
    return registerNamed(plan.registers ?? [], word) !== undefined;
  } catch {
    return false;
  }
}
