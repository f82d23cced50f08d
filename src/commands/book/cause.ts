/** 起因: what an entry comes from, as it is typed: 问题:12, 文书:川教体改〔2021〕1号, 线索:3. */
import { misuse, registerNamed } from "../../campaign/index.ts";
import type { Db } from "../../ledger/tables.ts";
import { caseNamed } from "../../ledger/acts/cases.ts";
import { orderNamed } from "../../ledger/acts/orders.ts";
import { entryNamed, isKnown } from "../../ledger/acts/registers.ts";
import type { RegisterDesk } from "./desk.ts";
import type { Cause } from "./draft.ts";

/** @throws Stop when the register does not take such a cause, or there is none of that number */
export async function causeNamed(db: Db, desk: RegisterDesk, text: string): Promise<Cause> {
  const { register, registers, plan, code, office } = desk;
  const [, kind = "", query = ""] = /^\s*([^:：]+)[:：]\s*(.+)$/.exec(text) ?? [];
  if (!register.causes.includes(registerNamed(registers, kind)?.name ?? kind))
    return misuse("register-wrong-cause", `${register.name}的起因不能写“${kind || text}”`, {
      hint:
        register.causes.length === 0
          ? "这本台账不记起因"
          : `写成 ${register.causes.map((cause) => `${cause}:编号`).join("、")}`,
    });
  const other = registerNamed(registers, kind);
  if (other) {
    const { entry } = await entryNamed(db, office.on, plan, { campaign: code, register: other.name, query });
    return { kind: other.name, id: entry.row.id, name: entry.row.number };
  }
  if (kind === "文书") {
    const order = await orderNamed(db, office.on, code, query);
    return { kind, id: order.id, name: order.number };
  }
  if (kind === "案件") {
    const { row } = await caseNamed(db, office.on, code, query);
    return { kind, id: row.id, name: row.number ?? `案件 ${row.id}` };
  }
  return { kind, ...(await numbered(db, code, kind === "检查" ? "inspection" : "finding", { kind, query })) };
}

async function numbered(
  db: Db,
  campaign: string,
  table: "inspection" | "finding",
  { kind, query }: { readonly kind: string; readonly query: string },
): Promise<Pick<Cause, "id" | "name">> {
  const id = Number(/^\s*#?(\d{1,9})#?\s*$/.exec(query)?.[1] ?? 0);
  if (!(await isKnown(db, { table, campaign, id })))
    return misuse("unknown-cause", `没有这个${kind}：${query}`, { hint: `写${kind}的编号，用 tuban show 机构 看编号` });
  return { id, name: `${kind} ${id}` };
}
