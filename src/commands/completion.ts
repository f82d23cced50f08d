/** tuban completion, and what the shells ask it at each TAB. */
import { readFileSync } from "node:fs";
import type { Office } from "../office.ts";
import { ledgerOn } from "../ledger/ledger.ts";
import { migrations } from "../ledger/migrations/index.ts";
import { searchSubjects } from "../ledger/roster/find.ts";
import type { Candidates } from "../reference.ts";
import { templatePath } from "../templates.ts";
import { plain } from "../write/plain.ts";

/** The shell's own code, to be taken into its start-up file. */
export async function completionScript(office: Office, shell: string): Promise<void> {
  office.io.out.write(readFileSync(templatePath("completion", shell), "utf8"));
}

/** One candidate a line, with its meaning after a tab. Says nothing of what goes wrong: somebody is typing. */
export async function completionWords(
  office: Office,
  { words, institution }: Candidates,
  begun: string,
): Promise<void> {
  const named = institution ? await institutionsLike(office, begun) : [];
  for (const [word, meaning] of [...words, ...named]) office.io.out.write(`${word}\t${meaning}\n`);
}

/** More are of no use at a TAB. */
const most = 50;

/** By number, name or pinyin; none where there is no ledger, or it would have to be upgraded first. */
async function institutionsLike(office: Office, begun: string): Promise<readonly (readonly [string, string])[]> {
  if (begun === "") return [];
  try {
    const engine = await office.io.storage.open(office.home.ledger);
    try {
      if ((await engine.version(engine.db)) !== migrations.at(-1)?.no) return [];
      const ledger = await ledgerOn(engine, () => office.io.now());
      const found = await ledger.read((db) => searchSubjects(db, office.asOf, begun));
      return found.slice(0, most).map(({ subject, name, town }) => {
        const shown = plain(name);
        // a shell would take such a name apart
        return /[\s"'`$&|;<>()*?\\]/.test(shown) ? [String(subject), shown] : [shown, plain(town ?? "")];
      });
    } finally {
      await engine.close();
    }
  } catch {
    return [];
  }
}
