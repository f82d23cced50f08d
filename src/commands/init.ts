/** tuban init: a new ledger, with its plan when one is named. */
import { existsSync } from "node:fs";
import { dirname, sep } from "node:path";
import { refuse } from "../campaign/index.ts";
import { ledgerOn } from "../ledger/ledger.ts";
import type { Office } from "../office.ts";
import { nextSteps } from "../write/message.ts";
import { adoptInto, loadPlan } from "./plan.ts";
import type { PlanFills } from "./plan.ts";

export interface InitOptions extends PlanFills {
  readonly plan?: string;
}

/** In a folder below a ledger's, that ledger would be taken for the one to make. */
function refuseBelowAnother({ io, ledgerPath }: Office): void {
  const folder = dirname(ledgerPath);
  if (existsSync(ledgerPath) && io.cwd.startsWith(folder + sep))
    refuse("ledger-above", `上级文件夹里已有账本：${ledgerPath}，在这里运行的命令都会记到它里面`, {
      hint: "要在这个文件夹另建一本：tuban init --ledger tuban.db",
    });
}

/** @throws Stop when a ledger is already there, the folder cannot be written, or the plan has faults; then no file is left */
export async function init(office: Office, options: InitOptions): Promise<void> {
  refuseBelowAnother(office);
  const loaded = options.plan === undefined ? null : await loadPlan(office, options.plan, options);
  const ledger = await ledgerOn(await office.io.storage.create(office.ledgerPath), () => office.io.now());
  try {
    office.io.out.write(`已建账：${office.ledgerPath}\n`);
    if (loaded) await adoptInto(office, ledger, loaded);
  } finally {
    await ledger.close();
  }
  const plan = loaded
    ? []
    : ["tuban plan list                 看有哪些方案", "tuban plan adopt <编号>         采用一个方案"];
  office.io.err.write(
    nextSteps(
      [
        ...plan,
        "tuban person add 姓名 --unit 单位 --cert 执法证号 --until 有效期",
        "tuban as 姓名",
        "tuban import 底数.csv",
      ],
      office.io,
    ),
  );
}
