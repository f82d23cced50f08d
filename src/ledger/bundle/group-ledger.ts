/** The ledger in a bundle: what only the office does is refused as a group does it, for nobody would take it when it comes back. */
import { hint, next, officesPart, refuse } from "../../campaign/index.ts";
import type { LooseRow } from "../../campaign/index.ts";
import { handedOutTo } from "../handed-out.ts";
import type { Entry } from "../ledger.ts";
import type { Db, FactTable } from "../tables.ts";

/** The work of an act; in an office's ledger just that. @throws Stop bundle-office-only · bundle-known-institutions */
export const withinBundle =
  <T>(command: string, work: (entry: Entry) => Promise<T>) =>
  async (entry: Entry): Promise<T> => {
    const tables = new Set<FactTable>();
    const value = await work(noting(entry, tables));
    await refuseOffices(entry, command, tables);
    return value;
  };

/** Notes which kinds of facts are added. */
const noting = (entry: Entry, tables: Set<FactTable>): Entry => ({
  ...entry,
  add: (table, row) => (tables.add(table), entry.add(table, row)),
  addMany: (table, rows) => (tables.add(table), entry.addMany(table, rows)),
});

async function refuseOffices({ db, seq }: Entry, command: string, tables: ReadonlySet<FactTable>): Promise<void> {
  const offices = officesPart({ command, rows: [...tables].map((table) => [table, []]) });
  if (offices === null && !tables.has("roster")) return;
  if ((await handedOutTo(db)) === 0) return;
  if (offices !== null)
    refuse("bundle-office-only", `${offices}由单位办理，任务包里不能办`, { hint: "回到单位的账本上办" });
  const known = await knownIn(db, seq);
  const rows = [...tables].map((table): [FactTable, LooseRow[]] => [table, table === "roster" ? known : []]);
  const [first] = known;
  if (first && officesPart({ command, rows }) !== null)
    refuse(
      "bundle-known-institutions",
      `任务包里只导入新登记的机构，表里有 ${known.length} 家底数里已经有了：${first.subject} 号 ${first.name}`,
      { hint: hint`从表里删去这些行再导入；要改的一家一家改：${next("set", [first.subject, "项目=内容"])}` },
    );
}

/** The institutions known before that an entry has rows of. */
const knownIn = (db: Db, seq: number) =>
  db
    .selectFrom("roster")
    .select(["subject", "name"])
    .where("entry", "=", seq)
    .where("subject", "in", db.selectFrom("roster").select("subject").where("entry", "<", seq))
    .orderBy("id")
    .execute();
