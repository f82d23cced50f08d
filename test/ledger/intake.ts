/** A list taken into a test ledger, as tuban import does it, and what became of its rows. */
import { rankingOf } from "../../src/campaign/index.ts";
import type { Day, Institution, Ranking } from "../../src/campaign/index.ts";
import { glancedOf, incomingOf, saidOf } from "../../src/ledger/roster/incoming.ts";
import { openIntake } from "../../src/ledger/roster/intake/intake.ts";
import type { Doubt, IntakeOutcome } from "../../src/ledger/roster/intake/session.ts";
import { hasRows } from "../../src/ledger/roster/list.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";

type Of<What extends IntakeOutcome["what"]> = Extract<IntakeOutcome, { what: What }>;

export interface Taken {
  readonly seq: number | null;
  readonly outcomes: readonly IntakeOutcome[];
  readonly doubts: readonly Doubt[];
  readonly fresh: readonly Of<"新登记">[];
  readonly changed: readonly Of<"变更">[];
  readonly confirmed: readonly Of<"印证">[];
  readonly unchanged: readonly Of<"未变">[];
}

export interface List {
  readonly on: Day;
  readonly source: string;
  readonly rows: readonly Institution[];
  readonly ranking?: Ranking;
}

export async function taken(
  ledger: Ledger,
  { on, source, rows, ranking = rankingOf(undefined) }: List,
): Promise<Taken> {
  const outcomes: IntakeOutcome[] = [];
  const doubts: Doubt[] = [];
  const { seq } = await ledger.record({ command: "import", actor: "张某甲", on }, async (entry) => {
    const intake = await openIntake(
      entry,
      { on, source, ranking },
      { outcome: (one) => void outcomes.push(one), doubt: (one) => void doubts.push(one) },
    );
    const prepared = (await hasRows(entry.db)) ? glancedOf : incomingOf;
    await intake.take(rows.map((institution, index) => prepared(saidOf(index + 2, institution))));
    await intake.finish(() => ({
      happened_on: on,
      file: "台账.csv",
      sha256: "",
      source,
      mapping: "{}",
      rows_read: rows.length,
      rows_taken: 0,
      rows_refused: 0,
    }));
    entry.describe(`${on} 导入`);
  });
  const of = <What extends IntakeOutcome["what"]>(what: What): Of<What>[] =>
    outcomes.filter((one): one is Of<What> => one.what === what);
  return {
    seq,
    outcomes,
    doubts,
    fresh: of("新登记"),
    changed: of("变更"),
    confirmed: of("印证"),
    unchanged: of("未变"),
  };
}
