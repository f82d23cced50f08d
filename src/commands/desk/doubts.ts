/** What may be a mistake and may be right: pointed out before anything is recorded. */
import { Stop, eachOnce, hint, particular } from "../../campaign/index.ts";
import type { Problem } from "../../campaign/index.ts";
import type { Office } from "../../office.ts";
import { problemText } from "../../write/message.ts";

/** Of more the first are enough to see what is wrong. */
const mostTold = 20;

/** Shows the doubts and asks whether to go on; with --yes they are shown only. @throws Stop where nobody can be asked, or the answer is no */
export async function heedDoubts({ io, yes }: Office, doubts: readonly Problem[]): Promise<void> {
  const different = eachOnce(doubts);
  if (different.length === 0) return;
  const told = different.slice(0, mostTold);
  if (!yes && !io.interactive)
    throw new Stop(
      1,
      told.map((doubt) => ({
        ...doubt,
        hint: hint`${doubt.hint ?? "核对"}；核对无误的，加 ${particular({ yes: true })}`,
      })),
    );
  for (const doubt of told) io.err.write(problemText(doubt, { color: io.color, severity: "warning" }));
  if (told.length < different.length) io.err.write(`…… 共 ${different.length} 处\n`);
  if (yes || (await io.ask.confirm({ message: "核对无误，照样登记？", instead: "--yes" }))) return;
  throw new Stop(1, [
    { code: "doubts-not-cleared", message: "没有核对清楚，没有登记", hint: "核对、改正以后再运行一次" },
  ]);
}
