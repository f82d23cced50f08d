/** tuban init: a new ledger, with its plan when one is named. */
import { existsSync } from "node:fs";
import { dirname, sep } from "node:path";
import { refuse } from "../../campaign/index.ts";
import { setKeepsFiles } from "../../ledger/evidence/keeping.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { recordPeople } from "../../ledger/people.ts";
import type { Person } from "../../ledger/people.ts";
import { setActingPerson } from "../../ledger/settings.ts";
import type { Sink } from "../../io.ts";
import { inLedger } from "../../office.ts";
import type { Office } from "../../office.ts";
import { nextSteps } from "../../write/message.ts";
import { newLedger } from "../desk/new-ledger.ts";
import { adoptInto, loadPlan } from "../plan.ts";
import type { PlanFills } from "../plan.ts";
import { tell } from "../desk/print.ts";

export interface InitOptions extends PlanFills {
  readonly plan?: string;
}

/** In a folder below a ledger's, that ledger would be taken for the one to make. */
function refuseBelowAnother({ io, home }: Office): void {
  if (existsSync(home.ledger) && io.cwd.startsWith(dirname(home.ledger) + sep))
    refuse("ledger-above", `上级文件夹里已有账本：${home.ledger}，在这里运行的命令都会记到它里面`, {
      hint: "要在这个文件夹另建一本：tuban init --ledger tuban.db",
    });
}

/**
 * At a terminal, asks for what was not written. @throws Stop when a ledger is already there, the folder cannot be written,
 * or the plan has faults; then no file is left
 */
export async function init(office: Office, options: InitOptions): Promise<void> {
  refuseBelowAnother(office);
  const asks = options.plan === undefined && office.io.interactive && !office.yes && !existsSync(office.home.ledger);
  const asked = asks ? await (await import("./questions.ts")).askBeginning(office) : null;
  const loaded = asked?.loaded ?? (options.plan === undefined ? null : await loadPlan(office, options.plan, options));
  const told: (() => void)[] = [];
  const later = (sink: Sink): Sink => ({ write: (text) => void told.push(() => sink.write(text)) });
  const out: Sink = office.json ? { write: () => undefined } : later(office.io.out);
  const io = { ...office.io, out, err: later(office.io.err) };
  const then = { ...office, io, on: asked?.on ?? office.on };
  await newLedger(office.io, office.home, async (ledger) => {
    if (office.wanted.files === inLedger) await setKeepsFiles(ledger.db, true);
    if (loaded) await adoptInto(then, ledger, loaded);
    if (asked?.person) await takeUp(then, ledger, asked.person);
  });
  await tell(office, `已建账：${office.home.ledger}`, {
    ledger: office.home.ledger,
    plan: loaded?.plan.code ?? null,
    actor: asked?.person?.name ?? null,
  });
  for (const tell of told) tell();
  office.io.err.write(nextSteps(stepsAfter(loaded !== null, asked?.person ?? null), office.io));
}

/** Registers the person at the keyboard, who acts from now on. */
async function takeUp({ io, home, on }: Office, ledger: Ledger, person: Person): Promise<void> {
  await ledger.record({ command: "person", actor: person.name, on }, (entry) => {
    entry.describe(`登记人员 ${person.name}（${person.unit}）`);
    return recordPeople(entry, [person], on);
  });
  await setActingPerson(ledger.db, home.ledger, person.name);
  io.out.write(`以后由 ${person.name}（${person.unit}）办理；某一次换人用 --as\n`);
}

function stepsAfter(hasPlan: boolean, person: Person | null): string[] {
  return [
    ...(hasPlan
      ? []
      : [
          "tuban plan new --region 清河县 --start 日期    写出本地的方案",
          "tuban plan adopt <方案>                      采用一个方案",
        ]),
    "tuban person add 姓名 --unit 单位 --cert 执法证号 --until 有效期",
    ...(person === null ? ["tuban as 姓名"] : []),
    "tuban import 底数.csv",
  ];
}
